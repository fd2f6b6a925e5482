/** The page as a person meets it, for the journeys: what it shows, and what can be done with it. */
import { expect, test as base, type Locator, type Page } from '@playwright/test';

export class Hopwise {
	readonly page: Page;
	readonly canvas: Locator;
	/** The sentence of the shown step, as a screen reader is told it. */
	readonly sentence: Locator;
	/** All of the canvas' list. */
	readonly nodes: Locator;
	readonly play: Locator;
	readonly steps: Locator;
	readonly shownStep: Locator;
	readonly inspector: Locator;

	constructor(page: Page) {
		this.page = page;
		this.canvas = page.getByRole('region', { name: 'Canvas', exact: true });
		this.sentence = page.getByRole('status', { name: 'Step', exact: true });
		this.nodes = page.getByRole('listbox', { name: 'Nodes and notes' }).getByRole('option');
		this.play = page.getByRole('button', { name: 'Play', exact: true });
		this.steps = page.getByRole('listbox', { name: 'Steps' });
		this.shownStep = this.steps.getByRole('option', { selected: true });
		this.inspector = page.getByRole('region', { name: 'Step and inspector' });
	}

	/** Opens the page and waits until a packet can be sent. */
	async open(): Promise<void> {
		await this.page.goto('/');
		await expect(this.nodes.first()).toBeAttached();
		await expect(this.page.getByRole('button', { name: 'Send the first packet' })).toBeVisible();
	}

	/** A lab of the gallery. */
	async openLab(title: string): Promise<void> {
		await this.page.keyboard.press('o');
		const dialog = this.page.getByRole('dialog', { name: 'Labs' });
		await dialog.getByRole('button', { name: title }).click();
		await expect(dialog).toBeHidden();
		await expect(this.page.getByRole('textbox', { name: 'Title of the lab' })).toHaveValue(title);
	}

	async newLab(): Promise<void> {
		await this.page.keyboard.press('Alt+n');
		await expect(this.page.getByRole('heading', { name: 'Draw a network' })).toBeVisible();
	}

	/** A node in the canvas' list, which screen readers and the keyboard use: "host host1, 10.0.0.1/24, linked to sw1". */
	node(name: string): Locator {
		return this.nodes.filter({ hasText: new RegExp(`^[a-z ]+ ${name},`, 'i') });
	}

	async select(name: string): Promise<void> {
		await this.node(name).focus();
		await this.page.keyboard.press('Space');
	}

	/** Selects a node and opens it in the inspector. */
	async inspect(name: string): Promise<void> {
		await this.node(name).focus();
		await this.page.keyboard.press('Enter');
		await expect(this.inspector.getByRole('tab', { name: 'Inspector', selected: true })).toBeVisible();
		await expect(this.inspector.getByRole('textbox', { name: 'Name' }).first()).toBeVisible();
	}

	/** A point of the canvas, as shares of its width and height. */
	async point(x: number, y: number): Promise<{ x: number; y: number }> {
		const box = (await this.canvas.boundingBox())!;
		return { x: box.x + box.width * x, y: box.y + box.height * y };
	}

	/** Drags a kind of node from the palette. */
	async drag(kind: string, to: { x: number; y: number }): Promise<void> {
		const item = this.page
			.getByRole('navigation', { name: 'Palette' })
			.getByRole('button', { name: kind, exact: true });
		await item.hover();
		await this.page.mouse.down();
		await this.page.mouse.move(to.x - 30, to.y - 20, { steps: 4 });
		await this.page.mouse.move(to.x, to.y, { steps: 2 });
		await this.page.mouse.up();
	}

	async pull(from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
		await this.page.mouse.move(from.x, from.y);
		await this.page.mouse.down();
		await this.page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
		await this.page.mouse.move(to.x, to.y, { steps: 4 });
		await this.page.mouse.up();
	}

	async dock(
		tab:
			'Steps' | 'Packets' | 'Flows' | 'Path' | 'Timeline' | 'Tables' | 'Problems' | 'Reach' | 'Branches' | 'Breakpoints'
	): Promise<void> {
		const dock = this.page.getByRole('region', { name: 'Trace' });
		const there = dock.getByRole('tab', { name: tab });
		if (await there.isVisible()) return there.click();
		await dock.getByRole('button', { name: 'More' }).click();
		await this.page.getByRole('menuitem', { name: tab }).click();
	}

	table(title: string): Locator {
		return this.page.getByRole('region', { name: title, exact: true });
	}

	/** Sends the lab's own first packet and waits until Play has come to rest. */
	async sendFirst(): Promise<void> {
		await this.page.getByRole('combobox', { name: 'Speed' }).selectOption('8');
		await this.page.getByRole('button', { name: 'Send the first packet' }).click();
		await this.rest();
	}

	/** Play has begun and has come to rest. */
	async rest(): Promise<void> {
		await expect(this.page.getByRole('button', { name: 'Send the first packet' })).toBeHidden();
		await expect(this.play).toBeVisible({ timeout: 45_000 });
	}

	/** Goes to the first step whose line is like this, however far down the list it is. */
	async goToStep(line: RegExp): Promise<void> {
		await this.steps.press('Home');
		const step = this.steps.getByRole('option', { name: line }).first();
		// The list shows the rows in view only, and comes after the playhead.
		await expect(async () => {
			if (!(await step.isVisible())) await this.steps.press('PageDown');
			await expect(step).toBeVisible({ timeout: 300 });
			await step.click({ timeout: 2000 });
			await expect(this.shownStep).toHaveText(line, { timeout: 3000 });
		}).toPass({ timeout: 60_000 });
	}

	/** Every step that is shown from now on, in order. */
	async watchSteps(): Promise<() => Promise<string[]>> {
		await this.page.evaluate(() => {
			const seen: string[] = [];
			(window as unknown as { seen: string[] }).seen = seen;
			const look = () => {
				const text = document.querySelector('[aria-label="Steps"] [aria-selected="true"]')?.textContent?.trim();
				if (text && seen.at(-1) !== text) seen.push(text);
			};
			new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
		});
		return () => this.page.evaluate(() => (window as unknown as { seen: string[] }).seen);
	}
}

/** Every journey: no error in the console (a refusal of the policy is one), and no request to anywhere else. */
export const test = base.extend<{ hopwise: Hopwise; watched: void }>({
	watched: [
		async ({ page, baseURL }, use) => {
			const wrong: string[] = [];
			page.on('console', (message) => {
				if (message.type() === 'error') wrong.push(`console: ${message.text()}`);
			});
			page.on('pageerror', (error) => wrong.push(`error: ${error.message}`));
			page.on('request', (request) => {
				const url = new URL(request.url());
				const ours = url.origin === new URL(baseURL!).origin || ['data:', 'blob:'].includes(url.protocol);
				if (!ours) wrong.push(`request: ${request.url()}`);
			});
			await use();
			expect(wrong, 'errors in the console and foreign requests').toEqual([]);
		},
		{ auto: true }
	],
	hopwise: async ({ page }, use) => {
		await use(new Hopwise(page));
	}
});

export { expect };
