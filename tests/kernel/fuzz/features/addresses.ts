/** Addresses beyond the plan: further ones, wrong masks, single hosts, the same one twice, none at all. */
import { formatCidr } from '../../../../src/lib/net/text.ts';
import type { Draft, Segment } from '../draft.ts';
import type { Feature } from './feature.ts';

const members = (draft: Draft) => draft.members.filter(({ address }) => address !== 0);

function lengthOf(draft: Draft, address: number): number {
	return draft.segments.find((segment) => segment.members.some((member) => member.address === address))!.length;
}

export const furtherAddresses: Feature = {
	name: 'addresses',
	share: 25,
	draw(draft) {
		const { chance } = draft;
		for (const member of chance.some(members(draft), chance.between(1, 3))) {
			const own = lengthOf(draft, member.address);
			const [near, far] = [
				(member.address + chance.between(20, 60)) >>> 0,
				0xac140000 + chance.between(1, 3) * 256 + 1
			];
			const further = {
				secondary: () => formatCidr(near, own),
				other: () => formatCidr(far + chance.below(5), 24),
				host: () => formatCidr(chance.in100(50) ? near : far, 32),
				wider: () => formatCidr(near, Math.max(8, own - 8))
			}[chance.weighted({ secondary: 4, other: 3, host: 2, wider: 1 })]();
			if (!member.addresses.includes(further)) member.addresses.push(further);
			if (chance.in100(20)) member.addresses.reverse();
		}
	}
};

export const wrongMask: Feature = {
	name: 'wrong-mask',
	share: 15,
	draw(draft) {
		const { chance } = draft;
		for (const member of chance.some(members(draft), chance.between(1, 2))) {
			member.addresses[0] = formatCidr(member.address, chance.pick([8, 16, 22, 25, 28, 30, 31, 32]));
		}
	}
};

export const sameAddress: Feature = {
	name: 'same-address',
	share: 6,
	draw(draft) {
		const { chance } = draft;
		const segment: Segment = chance.pick(draft.segments);
		const [one, other] = chance.some(segment.members, 2);
		if (other === undefined || one.address === 0) return;
		other.addresses[0] = formatCidr(one.address, segment.length);
		other.address = one.address;
	}
};

export const noAddress: Feature = {
	name: 'no-address',
	share: 6,
	draw(draft) {
		const member = draft.chance.pick(draft.members);
		member.addresses.length = 0;
		member.address = 0;
	}
};

export const loopbackAddresses: Feature = {
	name: 'lo-addresses',
	share: 10,
	draw(draft) {
		const { chance } = draft;
		const node = chance.pick(draft.hosts);
		const address = formatCidr(0xc0a8c800 + chance.below(3), chance.pick([32, 32, 24]));
		node.interfaces = [{ name: 'lo', addresses: [address] }, ...(node.interfaces ?? [])];
		if (chance.in100(60)) {
			const other = chance.pick(draft.hosts);
			const via = draft.someGateway(other);
			if (other !== node && via !== null) (other.routes ??= []).push({ to: '192.168.200.0/24', via });
		}
	}
};
