import { readFile } from 'node:fs/promises';
import { expect, Hopwise, test } from './hopwise.ts';

const clock = (hopwise: Hopwise) => hopwise.page.locator('.clock');
const branches = (hopwise: Hopwise) => hopwise.page.getByRole('list', { name: 'Branches' }).getByRole('listitem');
const stopped = (hopwise: Hopwise) => hopwise.page.getByRole('status', { name: 'Stopped' });

/** To just after record `at - 1`, by decisions from the start. */
async function goTo(hopwise: Hopwise, at: number): Promise<void> {
	await hopwise.page.getByRole('button', { name: 'To the start' }).click();
	await expect(clock(hopwise)).toContainText('0 /');
	for (let i = 1; i <= at; i++) {
		await hopwise.page.keyboard.press('.');
		await expect(clock(hopwise)).toContainText(new RegExp(`\\b${i} /`));
	}
}

test('the old future stays as a branch, is returned to, compared and deleted', async ({ hopwise, page }) => {
	await hopwise.open();
	await hopwise.sendFirst();
	const end = await clock(hopwise).innerText();
	await goTo(hopwise, 14);
	await page.keyboard.press('Shift+Space');
	await expect(page.getByRole('region', { name: 'Messages' })).toContainText('kept as a branch');
	await hopwise.rest();
	const other = await clock(hopwise).innerText();
	expect(other).not.toBe(end);
	await hopwise.dock('Branches');
	await expect(branches(hopwise)).toHaveCount(2);
	await expect(branches(hopwise).nth(1)).toContainText(/ping -c 1 10\.0\.0\.2 at/);

	await page.getByRole('button', { name: 'Compare with the shown one' }).click();
	const comparison = page.getByRole('region', { name: 'Comparison' });
	await expect(comparison.getByRole('status')).toContainText(/They part at .* lines are of one only/);
	await page.getByRole('button', { name: 'First difference' }).click();
	await expect(comparison.getByText('Input: ping -c 1 10.0.0.2')).toBeVisible();
	await comparison.getByRole('button', { name: 'Branches' }).click();

	await page.getByRole('button', { name: 'Return to First run' }).click();
	await expect(clock(hopwise)).toHaveText(end, { useInnerText: true });
	await expect(branches(hopwise).nth(0)).toContainText('shown');
	await page.getByRole('button', { name: /^Return to ping/ }).click();
	await expect(clock(hopwise)).toHaveText(other, { useInnerText: true });
	await page.getByRole('button', { name: 'Delete', exact: true }).click();
	await expect(page.getByText('One way so far')).toBeVisible();
});

test('the canvas shows the network as it was at the moment', async ({ hopwise, page }) => {
	await hopwise.open();
	await hopwise.sendFirst();
	await page.getByRole('button', { name: 'To the end' }).click();
	await hopwise.inspect('host1');
	await hopwise.inspector.getByRole('textbox', { name: 'Name' }).first().fill('laptop');
	await page.keyboard.press('Enter');
	await expect(hopwise.node('laptop')).toBeAttached();
	await page.getByRole('button', { name: 'To the start' }).click();
	await expect(hopwise.node('host1')).toBeAttached();
	await expect(hopwise.node('laptop')).toHaveCount(0);
	await page.getByRole('button', { name: 'To the end' }).click();
	await expect(hopwise.node('laptop')).toBeAttached();
});

test('an edit amidst an event takes the playhead to its end; after a reload it stands there still', async ({
	hopwise,
	page
}) => {
	await hopwise.open();
	await hopwise.sendFirst();
	await goTo(hopwise, 4);
	await hopwise.inspect('host1');
	await hopwise.inspector.getByRole('textbox', { name: 'Name' }).first().fill('laptop');
	await page.keyboard.press('Enter');
	await expect(hopwise.node('laptop')).toBeAttached();
	await expect(page.getByRole('status', { name: 'Autosave' })).toHaveText(/Saved/);
	const there = /\b(\d+) \//.exec(await clock(hopwise).innerText())!;
	expect(Number(there[1])).toBeGreaterThan(4);
	await page.reload();
	await expect(hopwise.node('laptop')).toBeAttached();
	await expect(clock(hopwise)).toContainText(there[0]);
	await page.keyboard.press(',');
	await expect(hopwise.node('host1')).toBeAttached();
	await expect(hopwise.node('laptop')).toHaveCount(0);
	await page.keyboard.press('.');
	await expect(hopwise.node('laptop')).toBeAttached();
});

test('Play stops at a breakpoint and says why; switched off it does not', async ({ hopwise, page }) => {
	await hopwise.open();
	await hopwise.sendFirst();
	await hopwise.select('host2');
	await page.keyboard.press('b');
	await hopwise.dock('Breakpoints');
	const list = page.getByRole('list', { name: 'Breakpoints' });
	await expect(list).toContainText('a frame comes to host2');
	await page.getByRole('button', { name: 'To the start' }).click();
	await expect(clock(hopwise)).toContainText('0 /');
	await hopwise.play.click();
	await expect(stopped(hopwise)).toContainText('Stopped at a breakpoint: a frame comes to host2.');
	await expect(hopwise.play).toBeVisible();
	await expect(hopwise.sentence).toContainText('host2');
	const there = await clock(hopwise).innerText();

	await page.getByRole('button', { name: 'To the start' }).click();
	await expect(stopped(hopwise)).toBeEmpty();
	await list.getByRole('checkbox').uncheck();
	await hopwise.play.click();
	await hopwise.rest();
	await expect(clock(hopwise)).not.toHaveText(there, { useInnerText: true });
	await expect(stopped(hopwise)).toBeEmpty();
	await list.getByRole('button', { name: /^Remove/ }).click();
	await expect(list).toHaveCount(0);
});

test('runs until something happens, and goes by flow and by input', async ({ hopwise, page }) => {
	await hopwise.open();
	await hopwise.sendFirst();
	await page.getByRole('button', { name: 'To the start' }).click();
	await expect(clock(hopwise)).toContainText('0 /');
	await page.keyboard.press('u');
	await expect(stopped(hopwise)).toContainText('Stopped: a packet is delivered.');
	await page.keyboard.press('[');
	await expect(hopwise.shownStep).toHaveText(/Input: ping/);
	await page.keyboard.press('m');
	await expect(stopped(hopwise)).toContainText('a table changes');
	await page.keyboard.press('Shift+ArrowLeft');
	await expect(stopped(hopwise)).toBeEmpty();
	await page.keyboard.press('k');
	await expect(page.getByRole('region', { name: 'Messages' })).toContainText('does not come to this: a packet is lost');
});

test('the timeline has a lane for every flow, is dragged, zoomed and used by keyboard', async ({ hopwise, page }) => {
	await hopwise.open();
	await hopwise.sendFirst();
	await hopwise.dock('Timeline');
	const lanes = page.getByRole('list', { name: 'Flows' }).getByRole('listitem');
	await expect(lanes).toHaveCount(2);
	await expect(lanes.nth(1)).toContainText(/host1.*ping -c 1 10\.0\.0\.2.*frames.*table changes/s);
	const area = page.getByRole('slider', { name: 'Moment on the lanes' });
	const box = (await area.boundingBox())!;
	await page.mouse.move(box.x + box.width * 0.2, box.y + 60);
	await page.mouse.down();
	await page.mouse.move(box.x + 9, box.y + 60, { steps: 5 });
	await page.mouse.up();
	await expect(area).toHaveAttribute('aria-valuetext', /^0\.0000/);
	await expect(page.getByRole('button', { name: 'All of it' })).toBeDisabled();
	await area.focus();
	await page.keyboard.press('+');
	await expect(page.getByRole('button', { name: 'All of it' })).toBeEnabled();
	await page.keyboard.press('0');
	await expect(page.getByRole('button', { name: 'All of it' })).toBeDisabled();
	await page.keyboard.press('End');
	await expect(area).not.toHaveAttribute('aria-valuetext', /^0\.000/);
});

test('a link opens in another browser with the same packets, at the same moment', async ({
	hopwise,
	page,
	browser,
	baseURL
}) => {
	await hopwise.open();
	await hopwise.sendFirst();
	await goTo(hopwise, 14);
	await page.keyboard.press('Shift+Space');
	await hopwise.rest();
	await hopwise.dock('Steps');
	await expect(hopwise.shownStep).toBeVisible();
	const shown = { clock: await clock(hopwise).innerText(), step: await hopwise.shownStep.innerText() };
	await page.keyboard.press('Control+k');
	await page.keyboard.type('Share');
	await expect(page.getByRole('option', { name: 'Share the session by a link', selected: true })).toBeVisible();
	await page.keyboard.press('Enter');
	const dialog = page.getByRole('dialog', { name: 'Share this session' });
	const link = await dialog.getByRole('textbox', { name: /Link/ }).inputValue();
	expect(link).toMatch(/#session=/);

	const context = await browser.newContext({ baseURL });
	const other = new Hopwise(await context.newPage());
	await other.page.goto(link);
	await expect(clock(other)).toHaveText(shown.clock, { useInnerText: true });
	await expect(other.shownStep).toHaveText(shown.step, { useInnerText: true });
	expect(other.page.url()).not.toContain('session=');
	await other.dock('Branches');
	await expect(branches(other)).toHaveCount(2);

	// It is this browser's work now.
	await expect(other.page.getByRole('status', { name: 'Autosave' })).toHaveText(/Saved/);
	await other.page.reload();
	await other.dock('Branches');
	await expect(branches(other)).toHaveCount(2);
	await context.close();
});

test('a session is saved as a file and opened again; one of a newer Hopwise is refused', async ({ hopwise, page }) => {
	await hopwise.open();
	await hopwise.sendFirst();
	const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Control+Shift+s')]);
	expect(download.suggestedFilename()).toBe('hosts-on-a-bridge.session.json');
	const text = await readFile(await download.path(), 'utf8');
	const end = await clock(hopwise).innerText();
	await hopwise.newLab();
	const open = async (name: string, content: string) => {
		const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Control+o')]);
		await chooser.setFiles({ name, mimeType: 'application/json', buffer: Buffer.from(content) });
	};
	await open('same.session.json', text);
	await expect(clock(hopwise)).toHaveText(end, { useInnerText: true });
	await open('newer.session.json', text.replace('"version": 1', '"version": 9'));
	await expect(page.getByRole('alert')).toContainText('made by a newer Hopwise: version 9, and this one reads up to 1');
});

test('what is planned for later is told and can be taken back', async ({ hopwise, page }) => {
	await hopwise.open();
	await hopwise.sendFirst();
	const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Control+Shift+s')]);
	const session = JSON.parse(await readFile(await download.path(), 'utf8')) as {
		branches: { at: number; journal: { input: object }[] }[];
	};
	const [first] = session.branches;
	const [entry] = first.journal;
	// The same ping, and another one ten seconds later; the playhead is in the midst of the first.
	first.journal.push({ ...entry, input: { ...entry.input, at: '10s' } });
	first.at = 20;
	const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Control+o')]);
	await chooser.setFiles({
		name: 'planned.session.json',
		mimeType: 'application/json',
		buffer: Buffer.from(JSON.stringify(session))
	});
	await expect(clock(hopwise)).toContainText('20 /');
	await page.keyboard.press('Shift+Space');
	await expect(page.getByRole('region', { name: 'Messages' })).toContainText('planned for later still comes');
	await hopwise.rest();
	await hopwise.dock('Flows');
	const flows = page.getByRole('list', { name: 'Packets sent' }).getByRole('listitem');
	await expect(flows).toHaveCount(3);
	await expect(flows.nth(1)).toContainText('planned for 10.000 s');
	await flows.nth(1).getByRole('button', { name: 'Take back' }).click();
	await expect(flows.nth(1)).toContainText('taken back');
	await expect(flows.nth(1).getByRole('button', { name: 'Take back' })).toHaveCount(0);
});
