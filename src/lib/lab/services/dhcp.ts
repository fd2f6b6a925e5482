import * as v from 'valibot';
import { contains, networkOf } from '../../net/prefix.ts';
import { parseOwnCidr, parseIpv4 } from '../../net/text.ts';
import { address, interfaceName, seconds, text } from '../fields.ts';
import { devicesOf } from '../topology.ts';
import type { ServiceKind } from './service.ts';

const schema = v.strictObject({
	kind: v.literal('dhcp'),
	port: v.optional(v.literal(67), 67),
	/** Where it serves: the subnet is that of the interface's first address. */
	interface: interfaceName,
	/** First and last address of the pool. */
	from: address,
	to: address,
	/** What clients are told. Absent: nothing. */
	router: v.optional(address),
	dns: v.optional(v.array(address), []),
	domain: v.optional(text(253)),
	/** Seconds, 120 at least. */
	lease: v.optional(v.pipe(seconds, v.minValue(120, 'a lease is 120 seconds or more')), 3600)
});

/** A DHCP server with a pool of addresses. */
export const dhcp: ServiceKind<typeof schema> = {
	schema,
	title: 'DHCP server',
	text: (service) => `DHCP on ${service.interface}, ${service.from} to ${service.to}`,
	protocols: ['udp'],
	renamed: (service, from, to) => (service.interface === from ? { ...service, interface: to } : service),
	check(lab, node, service, at, report) {
		const device = devicesOf(lab, node.id).find(({ name }) => name === service.interface);
		if (device === undefined || device.kind === 'lo')
			return report.error([...at, 'interface'], `${node.name} has no interface "${service.interface}" to serve at`);
		if (parseIpv4(service.to) < parseIpv4(service.from))
			return report.error([...at, 'to'], `the pool ends before it begins, at ${service.from}`);
		const [own] = device.addresses;
		if (own === undefined) {
			const mend = `give it one of the pool's subnet, such as ${service.from}/24`;
			return report.warning([...at, 'interface'], `${service.interface} has no address: nobody is answered`, mend);
		}
		const { address, length } = parseOwnCidr(own);
		for (const end of ['from', 'to'] as const) {
			if (contains(networkOf(address, length), length, parseIpv4(service[end]))) continue;
			report.error([...at, end], `${service[end]} is not in the subnet of ${service.interface}, ${own}`);
		}
	}
};
