import type { KindOfInterface } from './kind.ts';

export const dummy: KindOfInterface = {
	label: 'dummy',
	description: 'Has addresses and swallows what is sent by it: a home for an address that no cable should carry.',
	overhead: 0,
	settings: () => null,
	link: () => 'dummy'
};
