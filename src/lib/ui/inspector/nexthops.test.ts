import { expect, it } from 'vitest';
import { nexthopsOf, nexthopsText } from './nexthops.ts';

it.each([
	['10.0.1.1', [{ via: '10.0.1.1' }]],
	['10.0.1.1 weight 2, 10.0.2.1', [{ via: '10.0.1.1', weight: 2 }, { via: '10.0.2.1' }]],
	['nexthop via 10.0.1.1 dev eth0 onlink, dev eth1', [{ via: '10.0.1.1', dev: 'eth0', onlink: true }, { dev: 'eth1' }]]
])('%s is read as ways', (text, ways) => {
	expect(nexthopsOf(text)).toEqual(ways);
});

it('ways are written as they are read', () => {
	const ways = [
		{ via: '10.0.1.1', weight: 2 },
		{ via: '10.0.2.1', dev: 'eth1', weight: 1, onlink: true }
	];
	expect(nexthopsText(ways)).toBe('10.0.1.1 weight 2, 10.0.2.1 dev eth1 onlink');
	expect(nexthopsText(undefined)).toBe('');
});
