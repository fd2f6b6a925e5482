/** Every type of interface beyond the end of a link. A new one is a file here, its settings in `schemas.ts`, and a line in each. */
import type { Interface } from '../document.ts';
import { dummy } from './dummy.ts';
import type { KindOfInterface } from './kind.ts';
import { macvlan } from './macvlan.ts';
import type { InterfaceType } from './schemas.ts';
import { vxlan } from './vxlan.ts';

const kinds: Record<Exclude<InterfaceType, 'veth'>, KindOfInterface> = { dummy, macvlan, vxlan };

/** Types whose settings are a field of the same name. */
export const typesWithSettings = ['macvlan', 'vxlan'] as const;

/** What its type has to be told is missing: such a document is refused, but has to be looked at until then. */
export function lacksSettings(one: Interface): boolean {
	return typesWithSettings.some((type) => one.type === type && one[type] === undefined);
}

/** null: the end of a link, or lo. */
export function kindOfInterface(one: Pick<Interface, 'type'>): KindOfInterface | null {
	return one.type === undefined || one.type === 'veth' ? null : kinds[one.type];
}
