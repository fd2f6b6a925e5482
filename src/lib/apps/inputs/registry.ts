/** The actions that change the world themselves; all others start the program of their name. A new one is a file and a line here. */
import type { Action } from '../../lab/document.ts';
import { address } from './address.ts';
import { config } from './config.ts';
import { dhcp } from './dhcp.ts';
import type { Change } from './input.ts';
import { setInterface } from './interface.ts';
import { link } from './link.ts';
import { serve } from './serve.ts';

export const changes = new Map<string, Change<Action['do']>>(
	Object.entries({ link, address, interface: setInterface, serve, config, dhcp }) as [string, Change<Action['do']>][]
);
