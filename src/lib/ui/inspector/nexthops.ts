/** Several ways of a route in one line, as a person would type them: "10.0.1.1 weight 2, 10.0.2.1 dev eth1 onlink". */
import type { Route } from '../../lab/document.ts';

export function nexthopsText(nexthops: Route['nexthops']): string {
	return (nexthops ?? [])
		.map(({ via, dev, weight, onlink }) =>
			[
				via ?? '',
				dev === undefined ? '' : `dev ${dev}`,
				weight === 1 ? '' : `weight ${weight}`,
				onlink === true ? 'onlink' : ''
			]
				.filter((word) => word !== '')
				.join(' ')
		)
		.join(', ');
}

/** What a word is not known as stays as it is, for the schema to refuse with its reason. */
export function nexthopsOf(text: string): unknown[] {
	return text.split(',').map((part) => {
		const words = part.trim().split(/\s+/);
		const way: Record<string, unknown> = {};
		for (let i = 0; i < words.length; i++) {
			const word = words[i];
			if (word === 'nexthop') continue;
			if (word === 'onlink') way.onlink = true;
			else if (word === 'dev') way.dev = words[++i] ?? '';
			else if (word === 'weight') way.weight = Number(words[++i]);
			else if (word === 'via') way.via = words[++i] ?? '';
			else way.via = word;
		}
		return way;
	});
}
