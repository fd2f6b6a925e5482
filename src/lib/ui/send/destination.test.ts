import { expect, it } from 'vitest';
import { labOf } from '../../lab/testing/lab-of.ts';
import { knownAddresses } from './destination.ts';

it('offers an address once, with everybody who has it', () => {
	const eth0 = (address: string) => [{ name: 'eth0', addresses: [address] }];
	const lab = labOf(
		[
			{ id: 'laptop', kind: 'host', interfaces: eth0('10.0.0.1/24') },
			{ id: 'phone', kind: 'host', interfaces: eth0('10.0.0.1/24') },
			{ id: 'web', kind: 'host', interfaces: eth0('10.0.0.2/24') }
		],
		[['laptop/eth0', 'phone/eth0']]
	);
	expect(knownAddresses(lab)).toEqual([
		['10.0.0.1', ['laptop', 'phone']],
		['10.0.0.2', ['web']]
	]);
});
