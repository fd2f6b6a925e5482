import type { Command } from '../command.ts';
import { check } from './check.ts';
import { exportLab } from './export.ts';
import { reach } from './reach.ts';
import { run } from './run.ts';
import { verifyLab } from './verify.ts';

/** Every command, in the order in which the help shows them. */
export const commands: readonly Command[] = [run, check, reach, exportLab, verifyLab];
