/** An address that means the whole subnet, on one machine (RFC 1122, 3.2.1.3). */
import { broadcastOf, networkOf } from '../../net/prefix.ts';
import { nextFreeAddress, takenAddresses } from '../addressing.ts';
import type { Adviser } from './advice.ts';
import { replaceAddress } from './edits.ts';
import { nameOf } from './network.ts';

export const reservedAddress: Adviser = (network) =>
	network.segments
		.flatMap(({ stations }) => stations.flatMap(({ addresses }) => addresses))
		.filter(({ address, length }) => {
			return length < 31 && (address === networkOf(address, length) || address === broadcastOf(address, length));
		})
		.map((own) => {
			const { station, text, address, length } = own;
			const free = nextFreeAddress(takenAddresses(network.lab), own);
			const what = address === networkOf(address, length) ? 'network' : 'broadcast';
			return {
				kind: 'reserved-address',
				path: network.pathOf(own),
				message: `${text} on ${nameOf(station)} is the ${what} address of its subnet`,
				severity: 'warning',
				why:
					what === 'broadcast'
						? 'Everybody on the subnet takes what is sent there for a broadcast: no single machine can be reached by it.'
						: 'The first address of a subnet names the subnet itself, and old machines take it for a broadcast.',
				mends:
					free === null
						? []
						: [
								{
									text: `Give ${nameOf(station)} ${free}`,
									apply: (lab) => replaceAddress(lab, station.device, text, free)
								}
							]
			};
		});
