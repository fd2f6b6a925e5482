/** A node's sysctls, as they are to be written. */
import { findSysctl } from '../net/sysctls.ts';

/** What is set for every interface (`default`) stands before what is set for one. */
export function inOrderOfWriting(sysctls: Readonly<Record<string, number>>): [string, number][] {
	const common = (name: string) => {
		const found = findSysctl(name);
		return found === undefined || found.of === 'netns' || found.target === 'all' || found.target === 'default';
	};
	const entries = Object.entries(sysctls);
	return [...entries.filter(([name]) => common(name)), ...entries.filter(([name]) => !common(name))];
}
