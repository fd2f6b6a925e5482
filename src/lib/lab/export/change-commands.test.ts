import { describe, expect, it } from 'vitest';
import type { Config } from '../document.ts';
import { emptySettings, type Settings } from '../settings.ts';
import { labOf } from '../testing/lab-of.ts';
import { devicesOf } from '../topology.ts';
import { changeCommands } from './change-commands.ts';

const devices = devicesOf(labOf([{ id: 'h', kind: 'host', interfaces: [{ name: 'eth0' }, { name: 'wan' }] }]), 'h');

function commands(before: Partial<Settings>, set: Config) {
	return changeCommands({ ...emptySettings, ...before }, set, devices);
}

const nothing = { sysctls: [], ip: [], ipsets: { first: [], last: [] }, iptables: [], files: {} };
const viaA = { to: 'default', type: 'unicast', via: '10.0.0.1', metric: 0 } as const;
const viaB = { ...viaA, via: '10.0.0.2' };
const device = { to: '10.9.0.0/16', type: 'unicast', dev: 'eth0', metric: 5 } as const;
const masquerade = { target: 'MASQUERADE', out: 'wan' } as const;
const forward = { target: 'DNAT', protocol: 'tcp', port: 80, to: '10.0.0.9' } as const;

describe('a change of settings as commands', () => {
	it('takes routes away before it adds any, and adds all, for one may have gone', () => {
		expect(commands({ routes: [device, viaA] }, { routes: [device, viaB] })).toEqual({
			...nothing,
			ip: [
				'route del default via 10.0.0.1 proto boot',
				'route add 10.9.0.0/16 dev eth0 metric 5',
				'route add default via 10.0.0.2'
			]
		});
	});

	it('takes a route of several next hops away by words in an order that iproute2 takes', () => {
		const nexthops = [
			{ via: '10.0.0.1', weight: 1 },
			{ via: '10.0.0.2', weight: 2 }
		];
		const before = { routes: [{ to: 'default', type: 'unicast', metric: 0, nexthops }] } as const;
		expect(commands({ routes: [...before.routes] }, { routes: [] }).ip).toEqual([
			'route del default proto boot nexthop via 10.0.0.1 weight 1 nexthop via 10.0.0.2 weight 2'
		]);
	});

	it('leaves alone what is not named', () => {
		const before = { forwarding: true, routes: [viaA], nat: [masquerade], nameservers: ['10.0.0.1'] };
		expect(commands(before, { forwarding: true })).toEqual(nothing);
	});

	it('adds a rule at the end of its chain, and builds the chain anew for any other change', () => {
		const lines = (before: Config, set: Config) => commands(before, set).iptables;
		expect(lines({ nat: [masquerade] }, { nat: [masquerade, forward] })).toEqual([
			'*nat',
			'-A PREROUTING -p tcp -m tcp --dport 80 -j DNAT --to-destination 10.0.0.9',
			'COMMIT'
		]);
		expect(lines({ nat: [masquerade, forward] }, { nat: [{ target: 'MASQUERADE' }, forward] })).toEqual([
			'*nat',
			'-F POSTROUTING',
			'-A POSTROUTING -j MASQUERADE',
			'COMMIT'
		]);
		expect(lines({ nat: [masquerade] }, { nat: [] })).toEqual(['*nat', '-F POSTROUTING', 'COMMIT']);
	});

	it('makes the chains of a table that is new, and leaves other chains their counters', () => {
		const before = {
			iptables: ['*filter', ':FORWARD DROP', ':mine -', '-A FORWARD -j mine', '-A INPUT -i lo', 'COMMIT']
		};
		const after = {
			iptables: ['*filter', ':own -', '-A FORWARD -j own', '-A INPUT -i lo', 'COMMIT', '*raw', 'COMMIT']
		};
		expect(commands(before, after).iptables).toEqual([
			'*filter',
			'-N own',
			'-P FORWARD ACCEPT',
			'-F FORWARD',
			'-A FORWARD -j own',
			'-X mine',
			'COMMIT',
			'*raw',
			':PREROUTING ACCEPT [0:0]',
			':OUTPUT ACCEPT [0:0]',
			'COMMIT'
		]);
	});

	it('gives a sysctl that is no longer set its default, on each device where it is one of theirs', () => {
		const before = { sysctls: { 'net.ipv4.ip_default_ttl': 9, 'net.ipv4.unknown': 1 } };
		const set = { sysctls: { 'net.ipv4.neigh.default.mcast_solicit': 2 } };
		expect(commands(before, set).sysctls).toEqual([
			{ path: 'net/ipv4/ip_default_ttl', value: 64 },
			{ path: 'net/ipv4/neigh/lo/mcast_solicit', value: 2 },
			{ path: 'net/ipv4/neigh/eth0/mcast_solicit', value: 2 },
			{ path: 'net/ipv4/neigh/wan/mcast_solicit', value: 2 }
		]);
	});

	it('says again what switching forwarding sets along', () => {
		const before = { sysctls: { 'net.ipv4.conf.all.accept_redirects': 0 } };
		expect(commands(before, { forwarding: true }).sysctls).toEqual([
			{ path: 'net/ipv4/ip_forward', value: 1 },
			{ path: 'net/ipv4/conf/all/accept_redirects', value: 0 }
		]);
	});

	it('deletes, adds and replaces static neighbours', () => {
		const one = { address: '10.0.0.9', mac: '02:00:00:00:00:09', dev: 'eth0' };
		const other = { ...one, address: '10.0.0.8' };
		expect(commands({ neighbours: [one, other] }, { neighbours: [{ ...one, mac: '02:00:00:00:00:0a' }] }).ip).toEqual([
			'neigh del 10.0.0.8 dev eth0',
			'neigh replace 10.0.0.9 lladdr 02:00:00:00:00:0a dev eth0 nud permanent'
		]);
	});

	it('writes the files of names whole', () => {
		const hosts = [{ address: '10.0.0.9', names: ['web', 'web.example'] }];
		expect(commands({ nameservers: ['10.0.0.1'] }, { hosts, nameservers: [] }).files).toEqual({
			hosts: '127.0.0.1 localhost\n10.0.0.9 web web.example\n',
			'resolv.conf': '# none\n'
		});
	});
});
