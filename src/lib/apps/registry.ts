/** Every program that runs on nodes, by name. A new one is a file and a line here. */
import type { Program } from '../sim/simulation.ts';
import { dnsServer } from './dns/server.ts';
import { frame } from './frame.ts';
import { dhcpClient } from './dhcp/client.ts';
import { loadMeter } from './load/meter.ts';
import { http } from './http/client.ts';
import { httpServer } from './http/server.ts';
import { load } from './load/source.ts';
import { dns } from './name-lookup.ts';
import { ping } from './ping.ts';
import { dhcpServer } from './dhcp/server.ts';
import { tcpEcho, tcpScripted } from './serve-tcp.ts';
import { udpEcho, udpSink } from './serve-udp.ts';
import { tcp } from './tcp-client.ts';
import { udp } from './udp-send.ts';

export const programs: Record<string, Program> = {
	ping,
	udp,
	tcp,
	http,
	dns,
	frame,
	dhcp: dhcpClient,
	load,
	'serve-udp-echo': udpEcho,
	'serve-udp-sink': udpSink,
	'serve-tcp': tcpScripted,
	'serve-tcp-echo': tcpEcho,
	'serve-http': httpServer,
	'serve-dns': dnsServer,
	'serve-dhcp': dhcpServer,
	'serve-load': loadMeter
};
