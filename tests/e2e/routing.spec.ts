import { expect, test } from './hopwise.ts';

test('a route of another table, with several ways, and the rule that asks it are kept as they are edited', async ({
	hopwise,
	page
}) => {
	await hopwise.open();
	await hopwise.openLab('Three routers and the longest prefix');
	await hopwise.inspect('r1');
	const section = (name: string) =>
		page.getByRole('group').filter({ has: page.getByRole('heading', { name, exact: true }) });
	const fill = async (row: string, values: Record<string, string>) => {
		const group = hopwise.inspector.getByRole('group', { name: row, exact: true });
		for (const [label, value] of Object.entries(values)) await group.getByLabel(label, { exact: true }).fill(value);
		await group.getByLabel(Object.keys(values).at(-1)!, { exact: true }).press('Enter');
	};
	await section('Routes').getByRole('button', { name: 'Add a route' }).click();
	await fill('new route', { To: 'default', 'Several ways': '172.16.12.2 weight 2, 172.16.13.3', Table: '100' });
	await page.getByRole('heading', { name: 'Routing rules', exact: true }).click();
	await section('Routing rules').getByRole('button', { name: 'Add a rule' }).click();
	await fill('new rule', { From: '192.168.1.0/24', Priority: '100' });

	// Another field of the same row is changed: the rest stays.
	const rows = section('Routes').getByRole('group', { name: /^route \d+$/ });
	const last = rows.last();
	await last.getByLabel('Metric', { exact: true }).fill('5');
	await last.getByLabel('Metric', { exact: true }).press('Enter');
	await expect(last.getByLabel('Several ways', { exact: true })).toHaveValue('172.16.12.2 weight 2, 172.16.13.3');
	await expect(last.getByLabel('Table', { exact: true })).toHaveValue('100');

	await hopwise.sendFirst();
	await page.getByRole('region', { name: 'Trace' }).getByRole('tab', { name: 'Tables' }).click();
	await hopwise.select('r1');
	await expect(hopwise.table('Routing rules')).toContainText('from 192.168.1.0/24 lookup 100');
	await expect(hopwise.table('Routes of other tables')).toContainText('172.16.13.3');
});
