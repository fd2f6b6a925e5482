import { expect, test } from './hopwise.ts';

const LAB = 'Home NAT with the internet';

test('a flow as a ladder: rows lead to their moments, by mouse and by keys', async ({ hopwise, page }) => {
	await hopwise.open();
	await hopwise.openLab(LAB);
	await hopwise.sendFirst();
	await hopwise.dock('Path');
	const ladder = page.getByRole('listbox', { name: 'Ladder' });
	await ladder.press('Home');
	const shown = ladder.getByRole('option', { selected: true });
	await expect(shown).toHaveText(/laptop: Program starts: ping -c 1 198\.51\.100\.80/);
	await expect(hopwise.sentence).toHaveText(/ping/);
	await ladder.press('ArrowDown');
	await expect(shown).toHaveText(/laptop: Waiting for ARP: 192\.168\.1\.1/);
	await ladder.getByRole('option', { name: /laptop to sw1: ARP who has 192\.168\.1\.1/ }).click();
	await expect(hopwise.sentence).toHaveText(/^laptop sends "ARP who has 192\.168\.1\.1\?"/);
	await ladder.press('End');
	await expect(hopwise.sentence).toHaveText(/ARP/);
	await expect(ladder.getByRole('option', { name: '5.000 s later' })).toBeAttached();
});

test('the way of the packet as a strip, and both directions of its NAT', async ({ hopwise, page }) => {
	await hopwise.open();
	await hopwise.openLab(LAB);
	await hopwise.sendFirst();
	await hopwise.goToStep(/Source rewritten/);
	await hopwise.dock('Path');
	await page.getByRole('button', { name: 'Strip', exact: true }).click();
	const strip = page.getByRole('list', { name: 'Way of the packet' });
	await expect(strip.getByRole('heading')).toHaveText(['laptop', 'sw1', 'nat1', 'internet', 'nat1', 'sw1', 'laptop']);
	await strip
		.getByRole('button', { name: /TTL lowered: 64 to 63/ })
		.first()
		.click();
	await expect(hopwise.sentence).toHaveText(/time to live/);
	await page.getByRole('button', { name: 'NAT', exact: true }).click();
	const entry = page.getByRole('article', { name: 'Connection translated on nat1' });
	await expect(entry.getByRole('region', { name: 'Conntrack entry' })).toContainText('198.51.100.80 → 203.0.113.2');
	await entry.getByRole('region', { name: 'Reply direction' }).getByRole('button').click();
	await expect(hopwise.sentence).toHaveText(/rewrites the destination: 203\.0\.113\.2/);
});

test('a storm does not freeze its ladder', async ({ hopwise, page }) => {
	await hopwise.open();
	await hopwise.openLab('A bridge loop');
	await page.getByRole('button', { name: 'Send the first packet' }).click();
	await page.getByRole('button', { name: /Let it go on/ }).click();
	await hopwise.dock('Path');
	const ladder = page.getByRole('listbox', { name: 'Ladder' });
	await ladder.press('End');
	await expect(ladder.getByRole('option', { selected: true })).toBeAttached();
	expect(await ladder.getByRole('option').count()).toBeLessThan(120);
});

test('the stages of a node: the way that was taken, and what was tried on it', async ({ hopwise, page }) => {
	await hopwise.open();
	await hopwise.openLab(LAB);
	await hopwise.sendFirst();
	await hopwise.goToStep(/Source rewritten/);
	await hopwise.inspector.getByRole('tab', { name: 'Stages' }).click();
	const map = page.getByRole('group', { name: 'Packet flow through nat1' });
	await expect(map.getByRole('button', { name: /FORWARD, passed/ })).toBeVisible();
	await expect(map.getByRole('button', { name: /INPUT, not passed/ })).toBeVisible();
	await expect(map.getByRole('button', { name: /POSTROUTING, passed, 3 steps/, pressed: true })).toBeVisible();
	await expect(page.getByRole('table', { name: 'Rules tried, from nat POSTROUTING' })).toContainText('MASQUERADE');
	await map.getByRole('button', { name: /PREROUTING, passed/ }).click();
	await page
		.getByRole('region', { name: 'PREROUTING' })
		.getByRole('button', { name: /new connection/ })
		.click();
	await expect(hopwise.sentence).toHaveText(/sees a new connection/);
});

test('why is there an ARP request, and what came of it?', async ({ hopwise, page }) => {
	await hopwise.open();
	await hopwise.openLab(LAB);
	await hopwise.sendFirst();
	await hopwise.goToStep(/ARP who has 192\.168\.1\.1\? → sw1/);
	await page
		.getByRole('region', { name: 'Why?' })
		.getByRole('button', { name: /A packet waits for it: laptop Waiting for ARP/ })
		.click();
	await expect(hopwise.sentence).toHaveText(/^The packet waits at laptop/);
	const effects = page.getByRole('region', { name: 'What came of it?' });
	await effects.getByRole('button', { name: /ICMP echo request 1 → sw1/ }).click();
	await expect(hopwise.sentence).toHaveText(/^laptop sends "ICMP echo request 1"/);
	await effects.getByRole('button', { name: /Program done: reply/ }).click();
	await expect(hopwise.shownStep).toHaveText(/Program done: reply/);
});

test('the longest prefix and the own subnet are seen in bits', async ({ hopwise, page }) => {
	await hopwise.open();
	await hopwise.openLab('Wrong mask');
	await hopwise.sendFirst();
	await hopwise.goToStep(/Routing decision: eth0/);
	const step = page.getByRole('article', { name: 'The shown step' });
	await expect(step.getByRole('heading', { name: 'Is it on my subnet?' })).toBeVisible();
	await expect(step).toContainText('Yes: all 16 bits are the same');
	await expect(step).toContainText('mask 255.255.0.0');
});
