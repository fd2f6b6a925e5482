import { expect, test } from './hopwise.ts';

test('rules are typed as for iptables, a packet is seen on its way through them, and each counts its hits', async ({
	hopwise,
	page
}) => {
	await hopwise.open();
	await hopwise.openLab('Home NAT with the internet');
	await hopwise.inspect('nat1');
	await page.getByRole('heading', { name: 'Firewall' }).click();
	const command = hopwise.inspector.getByRole('textbox', { name: 'iptables', exact: true });
	await command.fill('-A FORWRAD -p icmp -j DROP');
	await command.press('Enter');
	await expect(hopwise.inspector.getByRole('alert')).toContainText('filter has no chain FORWRAD');
	await command.fill('iptables -A FORWARD -p icmp -j DROP');
	await command.press('Enter');
	await command.fill('-I FORWARD -p tcp --dport 25 -j REJECT');
	await command.press('Enter');
	const chain = hopwise.inspector.getByRole('group', { name: 'filter FORWARD' });
	await expect(chain.getByRole('listitem')).toHaveText([/--dport 25 -j REJECT/, /-p icmp -j DROP/]);

	await hopwise.sendFirst();
	await expect(hopwise.shownStep).toHaveText(/Program failed/);
	await hopwise.goToStep(/nat1.*filter FORWARD/);
	await hopwise.inspect('nat1');
	await expect(chain.getByRole('listitem')).toHaveText([/did not match/, /decides\s*1 pkt/]);

	await chain.getByRole('button', { name: 'Remove rule 2 of FORWARD' }).click();
	await expect(chain.getByRole('listitem')).toHaveText([/--dport 25 -j REJECT/]);
	await page.keyboard.press('Control+z');
	await expect(chain.getByRole('listitem')).toHaveCount(2);

	// As text, and back.
	await hopwise.inspector.getByRole('button', { name: 'Edit as text' }).click();
	const text = hopwise.inspector.getByRole('textbox', { name: 'Rules as iptables-save prints them' });
	await expect(text).toHaveValue(/-A FORWARD -p icmp -j DROP\nCOMMIT/);
	await text.fill('*filter\n-A FORWARD -j NOWHERE\nCOMMIT');
	await text.press('Control+Enter');
	await expect(hopwise.inspector.getByRole('alert')).toContainText(
		'line 2: there is neither a target nor a chain "NOWHERE"'
	);
	await text.fill('*filter\n-A FORWARD -j ACCEPT\nCOMMIT');
	await text.press('Control+Enter');
	await hopwise.inspector.getByRole('button', { name: 'Show chain by chain' }).click();
	await expect(chain.getByRole('listitem')).toHaveText([/-j ACCEPT/]);
});
