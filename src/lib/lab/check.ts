/** What a schema can't say: whether the parts of a lab fit together, and whether Linux would build it. */
import { checkDevices } from './checks/devices.ts';
import { checkIdentity } from './checks/identity.ts';
import { checkLinks } from './checks/links.ts';
import { checkPrograms } from './checks/programs.ts';
import { createReport } from './checks/report.ts';
import type { Lab } from './document.ts';
import type { Problem } from './problem.ts';

const checks = [checkIdentity, checkDevices, checkLinks, checkPrograms];

/** Every problem of a lab that has passed the schema, errors and warnings; empty: it is sound. */
export function checkLab(lab: Lab): Problem[] {
	const problems: Problem[] = [];
	const report = createReport(problems);
	for (const check of checks) check(lab, report);
	return problems;
}
