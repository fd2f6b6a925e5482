/** What a lease sets on a node, as the script of udhcpc does: address, default route, /etc/resolv.conf. */
import { formatCidr, formatIpv4 } from '../../net/text.ts';
import {
	addressesOption,
	type DhcpMessage,
	OPTION_DNS,
	OPTION_DOMAIN,
	OPTION_ROUTER,
	OPTION_SUBNET_MASK,
	optionOf,
	wordOption
} from '../../wire/dhcp.ts';
import type { Device } from '../../kernel/devices/device.ts';
import { addAddress } from '../../kernel/ip/address-change.ts';
import type { Netns } from '../../kernel/netns.ts';
import { setDefaultRoute } from '../../sim/configure/default-route.ts';
import { writeResolvConf } from '../../sim/configure/names.ts';

function maskLength(mask: number): number {
	let length = 0;
	while (length < 32 && (mask & (0x8000_0000 >>> length)) !== 0) length++;
	return length;
}

/** Answers the commands that would do the same. */
export function configure(ns: Netns, device: Device, ack: DhcpMessage): string[] {
	const length = maskLength(wordOption(ack, OPTION_SUBNET_MASK) ?? 0xffffff00);
	const done: string[] = [];
	if (addAddress(ns, device, ack.yours, length))
		done.push(`ip addr add ${formatCidr(ack.yours, length)} dev ${device.name}`);
	const [router] = addressesOption(ack, OPTION_ROUTER);
	if (router !== undefined && setDefaultRoute(ns, device, router))
		done.push(`ip route add default via ${formatIpv4(router)} dev ${device.name}`);
	const servers = addressesOption(ack, OPTION_DNS);
	if (servers.length === 0) return done;
	const domain = optionOf(ack, OPTION_DOMAIN);
	const search = domain === undefined ? [] : [new TextDecoder().decode(domain)];
	writeResolvConf(ns, servers, { search });
	const lines = [...search.map((name) => `search ${name}`), ...servers.map((one) => `nameserver ${formatIpv4(one)}`)];
	done.push(`/etc/resolv.conf: ${lines.join('; ')}`);
	return done;
}
