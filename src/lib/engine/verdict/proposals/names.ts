/** A name was not found. */
import { closest } from '../../../net/closest.ts';
import { formatIpv4, isIpv4, parseOwnCidr } from '../../../net/text.ts';
import { readUrl } from '../../../lab/actions/http.ts';
import type { Input, Lab } from '../../../lab/document.ts';
import { updateNode } from '../../../lab/edit/nodes.ts';
import { nodeById } from '../../../lab/topology.ts';
import type { Mend } from '../../../lab/advice/index.ts';
import type { Proposal, Proposer } from '../proposals.ts';
import { earlier, ownerOf } from '../scene.ts';

export const names: Proposer = ({ lab, network, input, namesMissing }) => {
	const asker = input.node === undefined ? undefined : nodeById(lab, input.node);
	if (asker === undefined || namesMissing.length === 0) return [];
	const servers = lab.nodes.filter(({ services }) => services.some(({ kind }) => kind === 'dns'));
	const known = [
		...asker.hosts.flatMap(({ names: some }) => some),
		...servers.flatMap(({ services }) =>
			services.flatMap((one) => (one.kind === 'dns' ? Object.keys(one.records) : []))
		)
	];
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
	return [...misspelt(input, namesMissing, known), ...asks, ...writes];

	/** Those that the internet is asked by are on lo. */
	function firstAddress(id: string): string | undefined {
		const onLo = nodeById(lab, id)?.interfaces.find(({ name }) => name === 'lo')?.addresses[0];
		const own = onLo === undefined ? network.addressesOf(id)[0]?.address : parseOwnCidr(onLo).address;
		return own === undefined ? undefined : formatIpv4(own);
	}
};

/** The same with a name that somebody knows. */
function misspelt(input: Input, missing: readonly string[], known: readonly string[]): Proposal[] {
	return missing.flatMap((name) => {
		const meant = closest(name, known);
		const { action } = input;
		if (meant === undefined) return [];
		const other: Input['action'] | null =
			'to' in action
				? { ...action, to: meant }
				: 'name' in action
					? { ...action, name: meant }
					: 'url' in action
						? { ...action, url: action.url.replace(name, meant) }
						: null;
		return other === null ? [] : [{ text: `Ask for ${meant}`, input: { ...input, action: other } }];
	});
}

/** The name was found, and nobody has the address that it stands for. */
export const wrongRecord: Proposer = (scene) => {
	const { lab, network, input } = scene;
	const destination = earlier(scene, 'route')?.destination;
	const name = 'to' in input.action ? input.action.to : 'url' in input.action ? readUrl(input.action.url).host : '';
	if (destination === undefined || name === '' || isIpv4(name) || ownerOf(scene, destination) !== undefined) return [];
	const meant = lab.nodes.find((node) => node.name === name || node.name === name.split('.')[0]);
	const own = meant && network.addressesOf(meant.id)[0]?.address;
	if (own === undefined) return [];
	const right = formatIpv4(own);
	const wrong = formatIpv4(destination);
	return lab.nodes.flatMap((node): Mend[] => [
		...(node.hosts.some(({ address, names: some }) => address === wrong && some.includes(name))
			? [
					{
						text: `Let ${name} be ${right} in /etc/hosts of ${node.name}`,
						apply: (old: Lab) =>
							updateNode(old, node.id, {
								hosts: node.hosts.map((one) =>
									one.address === wrong && one.names.includes(name) ? { ...one, address: right } : one
								)
							})
					}
				]
			: []),
		...(node.services.some((one) => one.kind === 'dns' && one.records[name] !== undefined)
			? [
					{
						text: `Let ${name} be ${right} in the zone of ${node.name}`,
						apply: (old: Lab) =>
							updateNode(old, node.id, {
								services: node.services.map((one) =>
									one.kind === 'dns' && one.records[name] !== undefined
										? { ...one, records: { ...one.records, [name]: [right] } }
										: one
								)
							})
					}
				]
			: [])
	]);
};
