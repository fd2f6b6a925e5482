/** Devices as Linux would let them be made: names unique in a netns, MACs that a device can have, addresses once. */
import { parseMac } from '../../net/text.ts';
import type { Lab, LabNode } from '../document.ts';
import { isInterfaceName } from '../fields.ts';
import { bridgeDeviceName, netnsOf } from '../topology.ts';
import { checkBridge } from './bridges.ts';
import { checkInterface } from './interfaces.ts';
import { eachRepeated, type Report } from './report.ts';

type Path = (string | number)[];
interface Named {
	netns: string;
	name: string;
	at: Path;
}

function isBridging(node: LabNode): boolean {
	return node.kind === 'bridge' || node.kind === 'switch';
}

function checkMac(mac: string, at: Path, report: Report): void {
	// include/linux/etherdevice.h, is_valid_ether_addr
	if ((Number.parseInt(mac.slice(0, 2), 16) & 1) === 1) {
		report.error(at, `${mac} is a multicast MAC; a device can't have it`, 'make the first byte even, such as 02');
	} else if (parseMac(mac) === 0) {
		report.error(at, 'a device has no MAC of zeros only', 'such as 02:00:00:00:00:01');
	}
}

function checkAddresses(addresses: readonly string[], at: Path, report: Report): void {
	eachRepeated(
		addresses.entries(),
		([, address]) => address,
		([i, address]) => report.error([...at, 'addresses', i], `${address} is on this interface already`)
	);
}

export function checkDevices(lab: Lab, report: Report): void {
	const names: Named[] = [];
	for (const [i, node] of lab.nodes.entries()) {
		const netns = netnsOf(lab, node.id);
		if (isBridging(node)) {
			names.push({ netns, name: bridgeDeviceName(node), at: ['nodes', i, 'name'] });
			if (node.kind === 'bridge' && !isInterfaceName(node.name)) {
				const message = `"${node.name}" is no name for a bridge device: 1 to 15 letters, digits, ".", "_" or "-"`;
				report.error(['nodes', i, 'name'], message, 'such as br0');
			}
			if (node.bridge !== undefined) {
				const at = ['nodes', i, 'bridge'];
				checkAddresses(node.bridge.addresses, at, report);
				checkBridge(lab, node, node.bridge, at, report);
				if (node.bridge.mac !== undefined) checkMac(node.bridge.mac, [...at, 'mac'], report);
			}
		} else if (node.bridge !== undefined) {
			report.error(['nodes', i, 'bridge'], 'only a bridge or a switch has bridge settings');
		}
		for (const [j, one] of node.interfaces.entries()) {
			const at = ['nodes', i, 'interfaces', j];
			checkAddresses(one.addresses, at, report);
			if (one.name === 'lo') {
				if (node.kind === 'bridge') report.error([...at, 'name'], "lo can't be a bridge's port");
				if (one.mac !== undefined) report.error([...at, 'mac'], 'lo has no MAC', 'leave it out');
				if (one.type !== undefined) report.error([...at, 'type'], 'lo is of no other type', 'leave it out');
				// The device itself is there without being named: only a second one is too many.
				if (node.interfaces.findIndex((other) => other.name === 'lo') !== j) {
					report.error([...at, 'name'], 'lo stands here twice');
				}
				continue;
			}
			checkInterface(lab, node, one, at, report);
			names.push({ netns, name: one.name, at: [...at, 'name'] });
			if (one.mac === undefined) continue;
			checkMac(one.mac, [...at, 'mac'], report);
		}
	}
	for (const { name, at } of names) if (name === 'lo') report.error(at, 'lo is the loopback device');
	eachRepeated(
		names,
		({ netns, name }) => `${netns}/${name}`,
		({ name, at }, first) => {
			const where = describePlace(lab, first.at);
			report.error(at, `there is a device "${name}" in this network namespace already: ${where}`);
		}
	);
}

function describePlace(lab: Lab, at: Path): string {
	const node = lab.nodes[at[1] as number];
	if (at[2] === 'interfaces') return `${node.interfaces[at[3] as number].name} of ${node.name}`;
	return isBridging(node) && node.kind === 'switch' ? `the bridge of ${node.name}` : node.name;
}
