/** Every type of set: a new one is a file of its own and a line here. */
import { hashIpPort } from './hash-ip-port.ts';
import { hashIp } from './hash-ip.ts';
import { hashNet } from './hash-net.ts';
import type { SetType } from './set-type.ts';

/** By IpSet.type. */
export const setTypes: readonly SetType[] = [hashIp, hashIpPort, hashNet];
