import { parseIpv4, parseMac, parseTime } from '../../net/text.ts';
import type { KindOfInterface } from './kind.ts';

/** Outer IPv4, UDP and VXLAN headers and the inner Ethernet header, bytes. */
const OVERHEAD = 50;
const FLOOD = '00:00:00:00:00:00';

export const vxlan: KindOfInterface = {
	label: 'VXLAN tunnel',
	description: 'Carries Ethernet frames to other hosts inside UDP packets: one network over another.',
	lower: ({ vxlan }) => (vxlan?.dev === undefined ? undefined : { name: vxlan.dev }),
	overhead: OVERHEAD,
	settings({ vxlan: one }) {
		const { id, local, remote, port, ttl, learning, ageing, checksum, fdb } = one!;
		return {
			id,
			local: local === undefined ? 0 : parseIpv4(local),
			remote: remote === undefined ? 0 : parseIpv4(remote),
			port,
			ttl,
			learning,
			ageing: parseTime(ageing),
			checksum,
			fdb: fdb.map(({ mac, dst }) => ({ mac: parseMac(mac), remote: parseIpv4(dst) }))
		};
	},
	link({ vxlan: one }) {
		const { id, local, remote, port, ttl, learning, ageing, checksum } = one!;
		const words = [`vxlan id ${id} dstport ${port}`];
		if (local !== undefined) words.push(`local ${local}`);
		if (remote !== undefined) words.push(`remote ${remote}`);
		if (ttl !== 0) words.push(`ttl ${ttl}`);
		words.push(learning ? 'learning' : 'nolearning');
		words.push(`ageing ${Math.round(parseTime(ageing) / 1e9)}`);
		words.push(checksum ? 'udpcsum' : 'noudpcsum');
		return words.join(' ');
	},
	bridgeLines: ({ name, vxlan: one }) =>
		one!.fdb.map(
			({ mac, dst }) => `fdb ${mac === FLOOD ? 'append' : 'add'} ${mac} dev ${name} dst ${dst} self permanent`
		),
	check(node, { vxlan: one, mtu }, devices, at, report) {
		const { dev, fdb, remote, local } = one!;
		for (const [i, { mac }] of fdb.entries()) {
			if (mac !== FLOOD && fdb.findIndex((other) => other.mac === mac) !== i)
				report.error([...at, 'fdb', i, 'mac'], `${mac} stands here twice; Linux says "File exists"`);
		}
		if (remote !== undefined && remote === local)
			report.error([...at, 'remote'], `${remote} is its own address`, 'name the other end of the tunnel');
		if (dev === undefined) return;
		const others = (devices ?? []).filter(({ kind }) => kind !== 'lo' && kind !== 'vxlan');
		const lower = others.find(({ name }) => name === dev);
		if (lower === undefined) {
			const names = others.map(({ name }) => name).join(', ');
			report.error([...at, 'dev'], `${node.name} has no interface "${dev}"`, `it has ${names}`);
		} else if (mtu > lower.mtu - OVERHEAD) {
			const most = lower.mtu - OVERHEAD;
			report.warning(
				[...at.slice(0, -1), 'mtu'],
				`Linux gives it an MTU of ${most}: its packets grow by ${OVERHEAD} bytes and ${dev} takes ${lower.mtu}`,
				`set it to ${most}`
			);
		}
	},
	renamed(one, from, to) {
		return one.vxlan?.dev === from ? { ...one, vxlan: { ...one.vxlan, dev: to } } : one;
	},
	ports: ({ vxlan }) => [vxlan!.port]
};
