/** What the tests need of this machine beyond Node: Linux, network namespaces, and the real tools. */
import { aptInstall, canInstall, isRoot, whereIs } from './debian.mjs';
import { run } from './terminal.mjs';

/** Program to its Debian package. */
const TOOLS = {
	ip: 'iproute2',
	iptables: 'iptables',
	ipset: 'ipset',
	tcpdump: 'tcpdump',
	tshark: 'tshark',
	ethtool: 'ethtool',
	ping: 'iputils-ping',
	dnsmasq: 'dnsmasq-base',
	udhcpc: 'udhcpc',
	conntrack: 'conntrack',
	python3: 'python3'
};

/** @typedef {keyof typeof TOOLS} Tool */

/**
 * Installs those that are missing, where it can.
 * @param {Tool[]} tools
 * @returns {Promise<Tool[]>} the ones that are still missing
 */
async function ensureTools(tools) {
	const missing = () => tools.filter((tool) => !whereIs(tool));
	if (missing().length > 0 && canInstall()) await aptInstall(missing().map((tool) => TOOLS[tool]));
	return missing();
}

/** tshark judges the captures that unit tests write. Without it those tests are skipped. */
export async function ensureTshark() {
	await ensureTools(['tshark']);
}

/**
 * Installs what is missing where it can.
 * @returns {Promise<string>} why the kernel tests can't run here, or "" when they can
 */
export async function ensureKernelTools() {
	if (process.platform !== 'linux') return `they need Linux, this is ${process.platform}`;
	if (!isRoot()) return 'they make network namespaces, which needs root';
	const missing = await ensureTools(/** @type {Tool[]} */ (Object.keys(TOOLS)));
	if (missing.length > 0) return `these programs are missing: ${missing.join(', ')}`;
	const { code, output } = await run('unshare', ['--net', 'true'], { output: 'collect', timeout: 10_000 });
	return code === 0 ? '' : `this machine does not let root make a network namespace (${output.trim()})`;
}
