import { expect, test } from './hopwise.ts';

test('after the first button an ARP request floods a bridge and a ping comes back', async ({ hopwise, page }) => {
	await hopwise.open();
	const shown = await hopwise.watchSteps();
	await page.getByRole('button', { name: 'Send the first packet' }).click();
	await expect(hopwise.shownStep).toHaveText(/Program done: .*reply/);
	const steps = await shown();
	const order = [/ARP request sent/, /Frame flooded/, /ARP reply sent/, /Ping answered/, /Program done/];
	const places = order.map((step) => steps.findIndex((text) => step.test(text)));
	expect(places, steps.join('\n')).toEqual([...places].sort((a, b) => a - b));
	expect(places).not.toContain(-1);
	await expect(hopwise.play).toBeVisible();
});

test('Play rests when the ping is done, and goes on with what the network does by itself', async ({
	hopwise,
	page
}) => {
	await hopwise.open();
	await hopwise.sendFirst();
	await expect(hopwise.shownStep).toHaveText(/Program done/);
	await hopwise.play.click();
	await expect(page.getByRole('status', { name: 'Jumped over' })).toHaveText(/later/);
	await expect(hopwise.shownStep).toHaveText(/Neighbour is STALE.*was REACHABLE/);
	await expect(page.getByRole('button', { name: 'To the end' })).toBeDisabled();
});
