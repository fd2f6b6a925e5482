import type { Page } from '@playwright/test';
import { expect, test } from './hopwise.ts';

/** Opens a lab from a file: nodes in a row, each linked to the next one, and the first one sends. */
async function openRow(
	page: Page,
	title: string,
	nodes: { id: string; [key: string]: unknown }[],
	links: [string, string][],
	action: object
) {
	const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Control+o')]);
	const lab = {
		format: 'hopwise-lab',
		version: 1,
		title,
		nodes: nodes.map((node, i) => ({ name: node.id, position: { x: i * 240, y: 200 }, ...node })),
		links: links.map((ends, i) => ({
			id: `l${i}`,
			ends: ends.map((end) => ({ node: end.split('/')[0], interface: end.split('/')[1] }))
		})),
		suggested: [{ node: nodes[0].id, action }]
	};
	await chooser.setFiles({ name: 'lab.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(lab)) });
	await expect(page.getByRole('textbox', { name: 'Title of the lab' })).toHaveValue(title);
}

const host = (id: string, address: string, via: string, more: object = {}) => ({
	id,
	kind: 'host',
	interfaces: [{ name: 'eth0', addresses: [address] }],
	routes: [{ to: 'default', via }],
	...more
});

test('a packet that fails says why not, and a change that was tried sends it through', async ({ hopwise, page }) => {
	await hopwise.open();
	await hopwise.openLab('Wrong mask');
	await hopwise.sendFirst();
	await expect(hopwise.shownStep).toHaveText(/Program failed/);
	const whyNot = page.getByRole('region', { name: 'Why not?' });
	await whyNot.getByRole('button', { name: 'Give eth0 of host1 10.0.1.10/24' }).click();
	await expect(hopwise.shownStep).toHaveText(/Program done: .*reply/, { timeout: 45_000 });
	await expect(hopwise.node('host1')).toContainText('10.0.1.10/24');
	await page.keyboard.press('Control+z');
	await expect(hopwise.node('host1')).toContainText('10.0.1.10/16');
});

test('a routing loop is named, ends by itself, and says why not', async ({ hopwise, page }) => {
	const router = (id: string, addresses: string[], via: string) => ({
		id,
		kind: 'router',
		forwarding: true,
		interfaces: addresses.map((address, i) => ({ name: `eth${i}`, addresses: [address] })),
		routes: [{ to: 'default', via }]
	});
	const r2 = router('r2', ['10.8.0.2/30', '10.9.0.1/30'], '10.8.0.1');
	await hopwise.open();
	await openRow(
		page,
		'A loop of routes',
		[
			host('a', '10.0.0.1/24', '10.0.0.254'),
			router('r1', ['10.0.0.254/24', '10.8.0.1/30'], '10.8.0.2'),
			{ ...r2, routes: [...r2.routes, { to: '10.0.0.0/24', via: '10.8.0.1' }] },
			router('r3', ['10.9.0.2/30', '10.0.1.254/24'], '10.9.0.1'),
			host('b', '10.0.1.1/24', '10.0.1.254')
		],
		[
			['a/eth0', 'r1/eth0'],
			['r1/eth1', 'r2/eth0'],
			['r2/eth1', 'r3/eth0'],
			['r3/eth1', 'b/eth0']
		],
		{ do: 'ping', to: '10.0.1.1', count: 1 }
	);
	await hopwise.sendFirst();
	const banner = page.getByRole('alert').filter({ hasText: 'Routing loop' });
	await expect(banner).toContainText('until its TTL runs out');
	await expect(hopwise.shownStep).toHaveText(/Program failed/);
	await banner.getByRole('button', { name: 'Close' }).click();
	await expect(banner).toBeHidden();
	const whyNot = page.getByRole('region', { name: 'Why not?' });
	await whyNot.getByRole('button', { name: 'Add 10.0.1.0/24 via 10.9.0.2 to r2' }).click();
	await expect(hopwise.shownStep).toHaveText(/Program done: .*reply/, { timeout: 45_000 });
});

test('a page that never comes says why not, though nobody has given it up', async ({ hopwise, page }) => {
	await hopwise.open();
	await openRow(
		page,
		'A black hole',
		[
			host('a', '10.0.0.1/24', '10.0.0.254'),
			{
				id: 'r',
				kind: 'router',
				forwarding: true,
				interfaces: [
					{ name: 'eth0', addresses: ['10.0.0.254/24'], mtu: 1400 },
					{ name: 'eth1', addresses: ['10.0.1.254/24'] }
				],
				iptables: ['*filter', '-A OUTPUT -p icmp -j DROP', 'COMMIT']
			},
			host('b', '10.0.1.1/24', '10.0.1.254', { services: [{ kind: 'http', port: 80, body: 'x'.repeat(4000) }] })
		],
		[
			['a/eth0', 'r/eth0'],
			['r/eth1', 'b/eth0']
		],
		{ do: 'http', url: 'http://10.0.1.1/' }
	);
	await page.getByRole('button', { name: 'Send the first packet' }).click();
	await expect(page.getByRole('button', { name: 'Send the first packet' })).toBeHidden();
	const whyNot = page.getByRole('region', { name: 'Why not?' });
	// The end moves on while it is worked out.
	await expect(async () => {
		await page.keyboard.press('End');
		await expect(whyNot.getByRole('button', { name: 'Set the MTU of eth0 of r to 1500' })).toBeVisible({
			timeout: 2000
		});
	}).toPass({ timeout: 45_000 });
});
