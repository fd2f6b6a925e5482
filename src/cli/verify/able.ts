/** Whether this machine can run labs on its own kernel. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const PROGRAMS = [
	'bash',
	'ip',
	'bridge',
	'ethtool',
	'iptables',
	'ipset',
	'conntrack',
	'ping',
	'getent',
	'dnsmasq',
	'udhcpc',
	'python3'
];

/** Why it can't, or "". */
export function whyNoKernel(): string {
	if (process.platform !== 'linux') return `it needs Linux, this is ${process.platform}`;
	if (process.getuid?.() !== 0) return 'it makes network namespaces, which needs root';
	const missing = PROGRAMS.filter((program) => !isThere(program));
	if (missing.length > 0) return `these programs are missing: ${missing.join(', ')}`;
	const tried = spawnSync('unshare', ['--net', 'true'], { encoding: 'utf8' });
	return tried.status === 0 ? '' : 'this machine does not let root make a network namespace';
}

function isThere(program: string): boolean {
	return (process.env.PATH ?? '').split(delimiter).some((folder) => {
		try {
			accessSync(join(folder, program), constants.X_OK);
			return true;
		} catch {
			return false;
		}
	});
}
