/** Rules as plain data, ready for a linear walk (struct ipt_entry and struct ipt_ip of include/uapi/linux/netfilter_ipv4/ip_tables.h). */

/** A match or a target: `op` is its place in its registry, which finds its behaviour; the rest is its own. */
export interface ExtensionData {
	op: number;
}

/** The parts that every rule has. Addresses and masks are in host order; an interface's name is "" for any. */
export interface RuleHeader {
	source: number;
	sourceMask: number;
	notSource: boolean;
	destination: number;
	destinationMask: number;
	notDestination: boolean;
	input: string;
	/** The name ended in "+": it is how a name begins. */
	inputIsPrefix: boolean;
	notInput: boolean;
	output: string;
	outputIsPrefix: boolean;
	notOutput: boolean;
	/** 0: any. */
	protocol: number;
	notProtocol: boolean;
	/** `-f` asks for second and further fragments. */
	fragment: 'any' | 'further' | 'not-further';
}

export interface Rule extends RuleHeader {
	matches: ExtensionData[];
	/** null: none, or a chain. */
	target: ExtensionData | null;
	/** Chain that it leads to, "" for none. */
	chain: string;
	/** `-g`: whoever returns from there returns to the caller of this rule's chain. */
	goto: boolean;
	/** Place of `chain` in its table; -1: it leads to none. */
	to: number;
	/** In iptables' syntax, without "-A CHAIN". */
	text: string;
	packets: number;
	bytes: number;
}

export interface Chain {
	name: string;
	/** Built-in chains only; "" for a person's own. */
	policy: 'ACCEPT' | 'DROP' | '';
	/** What the policy was asked about. */
	packets: number;
	bytes: number;
	rules: Rule[];
}

export function emptyHeader(): RuleHeader {
	return {
		source: 0,
		sourceMask: 0,
		notSource: false,
		destination: 0,
		destinationMask: 0,
		notDestination: false,
		input: '',
		inputIsPrefix: false,
		notInput: false,
		output: '',
		outputIsPrefix: false,
		notOutput: false,
		protocol: 0,
		notProtocol: false,
		fragment: 'any'
	};
}
