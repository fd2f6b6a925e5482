/** What a DHCP client says, option by option as busybox's udhcpc says it (networking/udhcp/dhcpc.c). */
import {
	bytesOf,
	clientId,
	DHCPDECLINE,
	DHCPDISCOVER,
	type DhcpOption,
	DHCPRELEASE,
	DHCPREQUEST,
	encodeDhcp,
	OPTION_BROADCAST,
	OPTION_DNS,
	OPTION_DOMAIN,
	OPTION_HOST_NAME,
	OPTION_MAX_SIZE,
	OPTION_NTP,
	OPTION_PARAMETERS,
	OPTION_REQUESTED_ADDRESS,
	OPTION_ROUTER,
	OPTION_SERVER_ID,
	OPTION_SUBNET_MASK,
	OPTION_TYPE,
	OPTION_VENDOR,
	textOption,
	words
} from '../../wire/dhcp.ts';

/** Who says it, and since how many whole seconds. */
export interface Speaker {
	xid: number;
	mac: number;
	secs: number;
}

/** Bytes of IP, UDP and DHCP that it takes. */
const MAX_SIZE = 576;
const PARAMETERS = [
	OPTION_SUBNET_MASK,
	OPTION_ROUTER,
	OPTION_DNS,
	OPTION_HOST_NAME,
	OPTION_DOMAIN,
	OPTION_BROADCAST,
	OPTION_NTP
];

/** What it says of itself in every message that asks for something. */
function asks(): DhcpOption[] {
	return [
		bytesOf(OPTION_MAX_SIZE, MAX_SIZE >> 8, MAX_SIZE & 255),
		bytesOf(OPTION_PARAMETERS, ...PARAMETERS),
		textOption(OPTION_VENDOR, 'udhcp')
	];
}

function message({ xid, mac, secs }: Speaker, type: number, options: DhcpOption[], client = 0): Uint8Array {
	return encodeDhcp({
		reply: false,
		xid,
		secs,
		broadcast: false,
		client,
		yours: 0,
		server: 0,
		relay: 0,
		mac,
		options: [bytesOf(OPTION_TYPE, type), ...options, clientId(mac)]
	});
}

export function discoverMessage(speaker: Speaker): Uint8Array {
	return message(speaker, DHCPDISCOVER, asks());
}

/** Chooses an offer. */
export function requestMessage(speaker: Speaker, address: number, server: number): Uint8Array {
	return message(speaker, DHCPREQUEST, [
		words(OPTION_REQUESTED_ADDRESS, address),
		words(OPTION_SERVER_ID, server),
		...asks()
	]);
}

/** Asks for the address that it has already. */
export function renewMessage(speaker: Speaker, address: number): Uint8Array {
	return message(speaker, DHCPREQUEST, asks(), address);
}

export function declineMessage(speaker: Speaker, address: number, server: number): Uint8Array {
	return message(speaker, DHCPDECLINE, [words(OPTION_REQUESTED_ADDRESS, address), words(OPTION_SERVER_ID, server)]);
}

export function releaseMessage(speaker: Speaker, address: number, server: number): Uint8Array {
	return message(speaker, DHCPRELEASE, [words(OPTION_SERVER_ID, server)], address);
}
