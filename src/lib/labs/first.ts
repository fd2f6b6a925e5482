/** What a first visit shows: apart from the others, so that it is there sooner. */
import { bridge } from './bridge.ts';
import { loadLab } from './load.ts';

export const firstLab = loadLab('bridge', bridge);
