/**
 * Frames that Linux sent over a veth pair, offloads off, captured with tcpdump: 10.0.0.1 (02:00:00:00:00:01) pings
 * 10.0.0.2 (02:00:00:00:00:02), sends a datagram to a closed port, and fetches a page. For tests.
 */
import { fromHex } from './bytes.ts';

export const arpRequest = fromHex(`
	ff ff ff ff ff ff 02 00 00 00 00 01 08 06 00 01
	08 00 06 04 00 01 02 00 00 00 00 01 0a 00 00 01
	00 00 00 00 00 00 0a 00 00 02
`);

export const arpReply = fromHex(`
	02 00 00 00 00 01 02 00 00 00 00 02 08 06 00 01
	08 00 06 04 00 02 02 00 00 00 00 02 0a 00 00 02
	02 00 00 00 00 01 0a 00 00 01
`);

export const echoRequest = fromHex(`
	02 00 00 00 00 02 02 00 00 00 00 01 08 00 45 00
	00 2c 98 ab 40 00 40 01 8e 23 0a 00 00 01 0a 00
	00 02 08 00 90 5f 13 c8 00 01 98 fc 04 6b 00 00
	00 00 a9 6f 0d 00 00 00 00 00
`);

export const echoReply = fromHex(`
	02 00 00 00 00 01 02 00 00 00 00 02 08 00 45 00
	00 2c 9f f9 00 00 40 01 c6 d5 0a 00 00 02 0a 00
	00 01 00 00 98 5f 13 c8 00 01 98 fc 04 6b 00 00
	00 00 a9 6f 0d 00 00 00 00 00
`);

export const datagram = fromHex(`
	02 00 00 00 00 02 02 00 00 00 00 01 08 00 45 00
	00 21 f0 db 40 00 40 11 35 ee 0a 00 00 01 0a 00
	00 02 9c 40 13 88 00 0d f8 36 68 65 6c 6c 6f
`);

export const portUnreachable = fromHex(`
	02 00 00 00 00 01 02 00 00 00 00 02 08 00 45 c0
	00 3d a0 29 00 00 40 01 c5 d4 0a 00 00 02 0a 00
	00 01 03 03 11 1e 00 00 00 00 45 00 00 21 f0 db
	40 00 40 11 35 ee 0a 00 00 01 0a 00 00 02 9c 40
	13 88 00 0d f8 36 68 65 6c 6c 6f
`);

export const syn = fromHex(`
	02 00 00 00 00 02 02 00 00 00 00 01 08 00 45 00
	00 3c c9 7d 40 00 40 06 5d 3c 0a 00 00 01 0a 00
	00 02 9c 41 00 50 89 0d 71 78 00 00 00 00 a0 02
	fa f0 ec 78 00 00 02 04 05 b4 04 02 08 0a e9 83
	cb f5 00 00 00 00 01 03 03 0a
`);

export const synAck = fromHex(`
	02 00 00 00 00 01 02 00 00 00 00 02 08 00 45 00
	00 3c 00 00 40 00 40 06 26 ba 0a 00 00 02 0a 00
	00 01 00 50 9c 41 b7 e5 53 8d 89 0d 71 79 a0 12
	fe 88 f2 45 00 00 02 04 05 b4 04 02 08 0a d4 d9
	16 3d e9 83 cb f5 01 03 03 0a
`);

export const ack = fromHex(`
	02 00 00 00 00 02 02 00 00 00 00 01 08 00 45 00
	00 34 c9 7e 40 00 40 06 5d 43 0a 00 00 01 0a 00
	00 02 9c 41 00 50 89 0d 71 79 b7 e5 53 8e 80 10
	00 3f 1f 5f 00 00 01 01 08 0a e9 83 cb f5 d4 d9
	16 3d
`);

export const httpRequest = fromHex(`
	02 00 00 00 00 02 02 00 00 00 00 01 08 00 45 00
	00 59 c9 7f 40 00 40 06 5d 1d 0a 00 00 01 0a 00
	00 02 9c 41 00 50 89 0d 71 79 b7 e5 53 8e 80 18
	00 3f cd 96 00 00 01 01 08 0a e9 83 cb f5 d4 d9
	16 3d 47 45 54 20 2f 20 48 54 54 50 2f 31 2e 31
	0d 0a 48 6f 73 74 3a 20 77 65 62 2e 65 78 61 6d
	70 6c 65 0d 0a 0d 0a
`);

export const httpResponse = fromHex(`
	02 00 00 00 00 01 02 00 00 00 00 02 08 00 45 00
	00 5c eb 10 40 00 40 06 3b 89 0a 00 00 02 0a 00
	00 01 00 50 9c 41 b7 e5 53 8e 89 0d 71 9e 80 18
	00 40 07 9f 00 00 01 01 08 0a d4 d9 16 3d e9 83
	cb f5 48 54 54 50 2f 31 2e 31 20 32 30 30 20 4f
	4b 0d 0a 43 6f 6e 74 65 6e 74 2d 4c 65 6e 67 74
	68 3a 20 32 0d 0a 0d 0a 68 69
`);

export const fin = fromHex(`
	02 00 00 00 00 01 02 00 00 00 00 02 08 00 45 00
	00 34 eb 11 40 00 40 06 3b b0 0a 00 00 02 0a 00
	00 01 00 50 9c 41 b7 e5 53 b6 89 0d 71 9e 80 11
	00 40 1f 10 00 00 01 01 08 0a d4 d9 16 3d e9 83
	cb f5
`);
