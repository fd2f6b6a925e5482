/** `-m statistic`: every nth packet, or some by chance (net/netfilter/xt_statistic.c). */
import { RuleError, type Match } from '../extension.ts';
import { no, numberOf, oneOf } from '../language/values.ts';
import type { ExtensionData } from '../rule.ts';

interface Statistic extends ExtensionData {
	mode: 'random' | 'nth' | '';
	/** Of 2^31. */
	probability: number;
	notProbability: boolean;
	every: number;
	notEvery: boolean;
	packet: number;
	/** Packets since the last that was counted as the nth; -1: none has come yet. */
	count: number;
}

const WHOLE = 0x8000_0000;

export const statistic: Match<Statistic> = {
	name: 'statistic',
	create: () => ({
		mode: '',
		probability: -1,
		notProbability: false,
		every: 0,
		notEvery: false,
		packet: -1,
		count: -1
	}),
	options: {
		mode: { words: 1, read: (data, [word]) => void (data.mode = oneOf(word, ['random', 'nth'])) },
		probability: {
			words: 1,
			invertible: true,
			read: (data, [word], not) => {
				const share = /^\d*\.?\d+$/.test(word) ? Number(word) : NaN;
				if (!(share >= 0 && share <= 1)) throw new RuleError(`"${word}" is not a probability`, 'from 0 to 1');
				data.probability = Math.round(share * WHOLE);
				data.notProbability = not;
			}
		},
		every: {
			words: 1,
			invertible: true,
			read: (data, [word], not) => void Object.assign(data, { every: numberOf(word, 0xffffffff, 1), notEvery: not })
		},
		packet: { words: 1, read: (data, [word]) => void (data.packet = numberOf(word)) }
	},
	check: ({ mode, probability, every, packet }) => {
		if (mode === '') throw new RuleError('-m statistic needs --mode', 'random or nth');
		if (mode === 'random' && probability < 0) throw new RuleError('--mode random needs --probability');
		if (mode === 'nth' && every === 0) throw new RuleError('--mode nth needs --every');
		if (mode === 'nth' && packet < 0) throw new RuleError('--every needs --packet', 'such as --packet 0');
		if (mode === 'nth' && packet >= every) throw new RuleError(`--packet is at most ${every - 1} here`);
	},
	print: (data) =>
		data.mode === 'random'
			? `--mode random ${no(data.notProbability)}--probability ${(data.probability / WHOLE).toFixed(11)}`
			: `--mode nth ${no(data.notEvery)}--every ${data.every} --packet ${data.packet}`,
	test: (data, at) => {
		if (data.mode === 'random') return (at.k.random() & 0x7fffffff) < data.probability !== data.notProbability;
		const before = data.count < 0 ? data.every - 1 - data.packet : data.count;
		data.count = before === data.every - 1 ? 0 : before + 1;
		return (data.count === 0) !== data.notEvery;
	}
};
