import { describe, expect, it } from 'vitest';
import { fromHex } from './bytes.ts';
import { dissect, frameLabel } from './dissect.ts';
import { BPDU_TCN, bpduType, checkBpdu, formatBridgeId, readConfigBpdu, writeConfigBpdu, writeTcnBpdu } from './stp.ts';

/** Sent by Linux's bridge, with a forward delay of 2.3 s; behind the Ethernet header. */
const config = fromHex(
	'42 42 03 00 00 00 00 01 80 00 02 00 00 03 00 00 00 00 00 02 80 00 02 00 00 04 00 00 80 01 00 01 06 00 02 00 02 4c'
);
const tcn = fromHex('42 42 03 00 00 00 80');

describe('a BPDU', () => {
	it('is read as it was written', () => {
		expect(checkBpdu(config, 0, config.length)).toBe(true);
		const read = readConfigBpdu(config, 0);
		expect(read).toEqual({
			topologyChange: true,
			topologyChangeAck: false,
			root: '8000020000030000',
			rootPathCost: 2,
			bridge: '8000020000040000',
			port: 0x8001,
			messageAge: 1,
			maxAge: 6 * 256,
			helloTime: 2 * 256,
			forwardDelay: 588
		});
		const written = new Uint8Array(config.length);
		writeConfigBpdu(written, 0, read);
		expect(written).toEqual(config);
	});

	it('may be a notification of a topology change', () => {
		const written = new Uint8Array(7);
		writeTcnBpdu(written, 0);
		expect(written).toEqual(tcn);
		expect(checkBpdu(tcn, 0, tcn.length)).toBe(true);
		expect(bpduType(tcn, 0)).toBe(BPDU_TCN);
	});

	it('is none when it is cut short, or for another service', () => {
		expect(checkBpdu(config, 0, 37)).toBe(false);
		expect(checkBpdu(tcn, 0, 6)).toBe(false);
		expect(checkBpdu(Uint8Array.of(0xaa, ...config.slice(1)), 0, config.length)).toBe(false);
	});

	it('is taken apart behind a length instead of a type', () => {
		const frame = Uint8Array.of(...fromHex('0180c2000000 020000040001 0026'), ...config);
		expect(dissect(frame).map(({ name }) => name)).toEqual(['Ethernet', 'LLC', 'STP']);
		expect(frameLabel(frame)).toBe('STP root 8000.…00:00 cost 2');
		expect(dissect(frame)[2].fields.find(({ name }) => name === 'Forward delay')?.value).toBe('2.296875 s');
	});

	it('names bridges as Linux does', () => {
		expect(formatBridgeId('8000020000030000')).toBe('8000.02:00:00:03:00:00');
	});
});
