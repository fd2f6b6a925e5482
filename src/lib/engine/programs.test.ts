import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { actionSchema, type Lab } from '../lab/document.ts';
import { labById } from '../labs/index.ts';
import { runLab } from './run-lab.ts';

type Doing = v.InferInput<typeof actionSchema>;

/** What a program said in the end, and what it printed. */
function outcome(lab: Lab, node: string, action: Doing): { result: string; output: string[] } {
	const { trace } = runLab(lab, [{ at: '0s', node, action: v.parse(actionSchema, action) }], { record: true });
	const said = { result: '', output: [] as string[] };
	for (let id = 0; id < trace!.count; id++) {
		const facts = trace!.factsOf(id);
		if (trace!.flowOf(id) !== 0) continue;
		if (facts?.kind === 'app-output') said.output.push(facts.line);
		if (facts?.kind === 'app-end') said.result = `${facts.ok ? 'ok' : 'failed'}: ${facts.result}`;
	}
	return said;
}

describe('programs end as they do on Linux', () => {
	it.each<[string, string, Doing, string]>([
		['names', 'host1', { do: 'ping', to: '10.0.0.80' }, 'ok: reply in 0.800 ms'],
		['names', 'host1', { do: 'ping', to: 'printer' }, 'ok: reply in 0.800 ms'],
		['names', 'host1', { do: 'ping', to: '10.0.0.77' }, 'failed: Destination Host Unreachable (from 10.0.0.10)'],
		['names', 'host1', { do: 'ping', to: '203.0.113.1' }, 'failed: Network is unreachable'],
		['names', 'host1', { do: 'ping', to: '127.0.0.1' }, 'ok: reply in 0 ns'],
		['names', 'host1', { do: 'ping', to: '10.0.0.10' }, 'ok: reply in 0 ns'],
		['names', 'host1', { do: 'ping', to: '10.0.0.80', count: 3 }, 'ok: 3 of 3 replies'],
		['names', 'host1', { do: 'ping', to: '10.0.0.80', size: 4000 }, 'ok: reply in 0.800 ms'],
		['names', 'host1', { do: 'ping', to: 'nowhere.example' }, 'failed: nowhere.example: Name or service not known'],
		['names', 'host1', { do: 'dns', name: 'web.example' }, 'ok: 10.0.0.80'],
		['names', 'host1', { do: 'dns', name: 'old.example' }, 'ok: 10.0.0.99'],
		['names', 'host1', { do: 'udp', to: '10.0.0.80', port: 9 }, 'failed: Connection refused'],
		['names', 'host1', { do: 'tcp', to: '10.0.0.80', port: 81 }, 'failed: Connection refused'],
		['names', 'host1', { do: 'tcp', to: '10.0.0.80', port: 80 }, 'ok: connected'],
		['names', 'host1', { do: 'tcp', to: '10.0.0.77', port: 80 }, 'failed: No route to host'],
		['names', 'host1', { do: 'http', url: 'http://web.example/' }, 'ok: 200 OK (23 bytes)'],
		[
			'home-nat',
			'internet',
			{ do: 'tcp', to: '198.51.100.80', port: 7, send: 'to myself' },
			'ok: connected, 9 bytes came back'
		],
		['home-nat', 'internet', { do: 'udp', to: '198.51.100.80', port: 7 }, 'ok: 1 datagram sent, 1 answered']
	])('%s, %s: %o', (lab, node, action, expected) => {
		expect(outcome(labById(lab)!, node, action).result).toBe(expected);
	});

	it('ping prints what ping prints', () => {
		const { output } = outcome(labById('names')!, 'host1', { do: 'ping', to: 'web.example', count: 2 });
		expect(output).toEqual([
			'64 bytes from 10.0.0.80: icmp_seq=1 ttl=64 time=0.800 ms',
			'64 bytes from 10.0.0.80: icmp_seq=2 ttl=64 time=0.400 ms'
		]);
	});
});
