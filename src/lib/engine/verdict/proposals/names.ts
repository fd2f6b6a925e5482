/** A name was not found. */
import { parseOwnCidr, formatIpv4 } from '../../../net/text.ts';
import { updateNode } from '../../../lab/edit/nodes.ts';
import { nodeById } from '../../../lab/topology.ts';
import type { Mend } from '../../../lab/advice/index.ts';
import type { Proposer } from '../proposals.ts';

export const names: Proposer = ({ lab, network, input, namesMissing }) => {
	const asker = input.node === undefined ? undefined : nodeById(lab, input.node);
	if (asker === undefined || namesMissing.length === 0) return [];
	const servers = lab.nodes.filter(({ services }) => services.some(({ kind }) => kind === 'dns'));
	const asks = servers.flatMap((server): Mend[] => {
		const address = firstAddress(server.id);
		if (address === undefined) return [];
		return [
			{
				text: `Let ${asker.name} ask ${server.name} (nameserver ${address})`,
				apply: (old) => updateNode(old, asker.id, { nameservers: [address] })
			}
		];
	});
	const writes = namesMissing.flatMap((name): Mend[] => {
		const named = lab.nodes.find((node) => node.name === name || node.name === name.split('.')[0]);
		const address = named === undefined ? undefined : firstAddress(named.id);
		if (address === undefined) return [];
		return [
			{
				text: `Write ${address} ${name} into /etc/hosts of ${asker.name}`,
				apply: (old) => updateNode(old, asker.id, { hosts: [...asker.hosts, { address, names: [name] }] })
			}
		];
	});
	return [...asks, ...writes];

	/** Those that the internet is asked by are on lo. */
	function firstAddress(id: string): string | undefined {
		const onLo = nodeById(lab, id)?.interfaces.find(({ name }) => name === 'lo')?.addresses[0];
		const own = onLo === undefined ? network.addressesOf(id)[0]?.address : parseOwnCidr(onLo).address;
		return own === undefined ? undefined : formatIpv4(own);
	}
};
