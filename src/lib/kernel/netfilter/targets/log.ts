/** `-j LOG`: a line in the kernel's log about the packet, which goes on (net/netfilter/xt_LOG.c, nf_log_syslog.c). */
import { RuleError, type Target } from '../extension.ts';
import { quoted } from '../language/words.ts';
import { logLine } from '../log-line.ts';
import type { ExtensionData } from '../rule.ts';

interface Log extends ExtensionData {
	/** 4 (warning) unless given. */
	level: number;
	prefix: string;
	sequence: boolean;
	tcpOptions: boolean;
	ipOptions: boolean;
	uid: boolean;
	macDecode: boolean;
}

const levels = ['emerg', 'alert', 'crit', 'error', 'warning', 'notice', 'info', 'debug'];
const otherNames: Record<string, number> = { err: 3, warn: 4, panic: 0 };
/** Bytes of the prefix, its ending zero not counted. */
const LONGEST = 29;
const WARNING = 4;

function levelOf(word: string): number {
	if (/^[0-7]$/.test(word)) return Number(word);
	const level = otherNames[word] ?? levels.indexOf(word);
	if (level < 0) throw new RuleError(`"${word}" is not a log level`, `0 to 7, or one of ${levels.join(', ')}`);
	return level;
}

export const log: Target<Log> = {
	name: 'LOG',
	create: () => ({
		level: WARNING,
		prefix: '',
		sequence: false,
		tcpOptions: false,
		ipOptions: false,
		uid: false,
		macDecode: false
	}),
	options: {
		'log-level': { words: 1, read: (data, [word]) => void (data.level = levelOf(word)) },
		'log-prefix': {
			words: 1,
			read: (data, [word]) => {
				if (word.length > LONGEST) throw new RuleError(`a log prefix has at most ${LONGEST} characters`);
				data.prefix = word;
			}
		},
		'log-tcp-sequence': { words: 0, read: (data) => void (data.sequence = true) },
		'log-tcp-options': { words: 0, read: (data) => void (data.tcpOptions = true) },
		'log-ip-options': { words: 0, read: (data) => void (data.ipOptions = true) },
		'log-uid': { words: 0, read: (data) => void (data.uid = true) },
		'log-macdecode': { words: 0, read: (data) => void (data.macDecode = true) }
	},
	print: (data) =>
		[
			data.prefix === '' ? '' : `--log-prefix ${quoted(data.prefix)}`,
			data.level === WARNING ? '' : `--log-level ${data.level}`,
			data.sequence ? '--log-tcp-sequence' : '',
			data.tcpOptions ? '--log-tcp-options' : '',
			data.ipOptions ? '--log-ip-options' : '',
			data.uid ? '--log-uid' : '',
			data.macDecode ? '--log-macdecode' : ''
		]
			.filter((word) => word !== '')
			.join(' '),
	apply: (data, at) => {
		const { k } = at;
		if (k.rec.on) {
			const line = logLine(at, data);
			k.rec.step(at.ns, at.stage, 'note', at.packet, { kind: 'nf-log', line, level: data.level });
		}
		return 'CONTINUE';
	}
};
