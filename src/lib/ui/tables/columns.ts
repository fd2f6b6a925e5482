/** What is shown of each table, column by column. */
import type { TableName, Tables } from '../../trace/record.ts';
import { formatDuration } from '../../net/time.ts';

interface Column<Row> {
	title: string;
	cell(row: Row): string;
}

interface TableView<Row> {
	name: TableName;
	title: string;
	/** Linux command that shows the same. */
	command: string;
	/** Which of the rows; absent: all. */
	of?(row: Row): boolean;
	/** Shown from so many rows on: what few nodes have, or all have alike, is left out. */
	least?: number;
	/** Said while it is empty. */
	empty: string;
	key(row: Row): string;
	columns: Column<Row>[];
}

/** A length of time in the unit that a person would say it in. */
const about = (ns: number) =>
	ns < 0 ? '' : ns >= 1e9 ? `${(ns / 1e9).toFixed(ns >= 1e11 ? 0 : 1)} s` : formatDuration(ns);

const view = <N extends TableName>(v: TableView<Tables[N][number]> & { name: N }) => v as unknown as TableView<unknown>;

const routes = (table: 'main' | 'local', title: string, command: string, empty: string) =>
	view({
		name: 'routes',
		title,
		command,
		empty,
		of: (row) => row.table === table,
		key: (row) => row.key,
		columns: [
			{ title: 'To', cell: (row) => row.to },
			{ title: 'Via', cell: (row) => row.via },
			{ title: 'Interface', cell: (row) => row.dev },
			{ title: 'Type', cell: (row) => row.type },
			{ title: 'Scope', cell: (row) => row.scope },
			{ title: 'Source', cell: (row) => row.src },
			{ title: 'Metric', cell: (row) => (row.metric ? String(row.metric) : '') }
		]
	});

export const tableViews: TableView<unknown>[] = [
	view({
		name: 'interfaces',
		title: 'Interfaces',
		command: 'ip -s addr',
		empty: 'no interfaces',
		key: (row) => row.dev,
		columns: [
			{ title: 'Name', cell: (row) => row.dev },
			{ title: 'State', cell: (row) => (row.up ? (row.carrier ? 'up' : 'no carrier') : 'down') },
			{ title: 'Addresses', cell: (row) => row.addresses.join(', ') },
			{ title: 'MAC', cell: (row) => row.mac },
			{ title: 'Bridge', cell: (row) => row.master },
			{ title: 'Port', cell: (row) => row.port.split(' ')[0] },
			{ title: 'MTU', cell: (row) => String(row.mtu) },
			{ title: 'RX', cell: (row) => String(row.rx) },
			{ title: 'TX', cell: (row) => String(row.tx) },
			{ title: 'Dropped', cell: (row) => String(row.dropped) }
		]
	}),
	routes('main', 'Routes', 'ip route', 'no routes: nothing can be sent'),
	view({
		name: 'routingRules',
		least: 4,
		title: 'Routing rules',
		command: 'ip rule',
		empty: 'no rules',
		key: (row) => row.key,
		columns: [
			{ title: 'Priority', cell: (row) => String(row.priority) },
			{ title: 'Rule', cell: (row) => row.text }
		]
	}),
	view({
		name: 'routes',
		least: 1,
		title: 'Routes of other tables',
		command: 'ip route show table all',
		empty: 'no other tables',
		of: (row) => row.table !== 'main' && row.table !== 'local',
		key: (row) => row.key,
		columns: [
			{ title: 'Table', cell: (row) => row.table },
			{ title: 'Route', cell: (row) => row.text }
		]
	}),
	view({
		name: 'neighbours',
		title: 'Neighbours (ARP)',
		command: 'ip neigh',
		empty: 'nobody known yet: ARP asks when a packet needs it',
		key: (row) => row.key,
		columns: [
			{ title: 'Address', cell: (row) => row.address },
			{ title: 'MAC', cell: (row) => row.mac },
			{ title: 'Interface', cell: (row) => row.dev },
			{ title: 'State', cell: (row) => row.state },
			{ title: 'Changes in', cell: (row) => about(row.remaining) }
		]
	}),
	view({
		name: 'fdb',
		least: 1,
		title: 'Bridge FDB',
		command: 'bridge fdb',
		empty: 'no MAC learnt yet: frames are flooded',
		key: (row) => row.key,
		columns: [
			{ title: 'MAC', cell: (row) => row.mac },
			{ title: 'Port', cell: (row) => (row.dst === '' ? row.port : `${row.port} to ${row.dst}`) },
			{ title: 'Bridge', cell: (row) => row.bridge },
			{ title: 'Kind', cell: (row) => (row.local ? 'its own' : row.static ? 'set' : 'learnt') },
			{ title: 'Last seen', cell: (row) => (row.static ? '' : about(row.age)) }
		]
	}),
	view({
		name: 'conntrack',
		least: 1,
		title: 'Conntrack',
		command: 'conntrack -L',
		empty: 'no connections tracked',
		key: (row) => row.key,
		columns: [
			{ title: 'Protocol', cell: (row) => row.protocol },
			{ title: 'State', cell: (row) => row.state },
			{ title: 'Original', cell: (row) => row.original },
			{ title: 'Reply', cell: (row) => row.reply },
			{ title: 'Status', cell: (row) => row.status },
			{ title: 'Ends in', cell: (row) => about(row.timeout) }
		]
	}),
	view({
		name: 'rules',
		least: 1,
		title: 'Rules',
		command: 'iptables-save -c',
		empty: 'no rules: every packet passes',
		key: (row) => row.key,
		columns: [
			{ title: 'Table', cell: (row) => row.table },
			{ title: 'Chain', cell: (row) => row.chain },
			{ title: 'No.', cell: (row) => (row.number === 0 ? '' : String(row.number)) },
			{
				title: 'Rule',
				cell: (row) => (row.number > 0 ? row.text : row.policy === '' ? 'chain' : `policy ${row.policy}`)
			},
			{ title: 'Packets', cell: (row) => String(row.packets) },
			{ title: 'Bytes', cell: (row) => String(row.bytes) }
		]
	}),
	view({
		name: 'sets',
		least: 1,
		title: 'Sets',
		command: 'ipset list',
		empty: 'no sets',
		key: (row) => row.key,
		columns: [
			{ title: 'Set', cell: (row) => row.set },
			{ title: 'Type', cell: (row) => row.type },
			{ title: 'Entry', cell: (row) => (row.nomatch ? `not ${row.entry}` : row.entry) },
			{ title: 'Packets', cell: (row) => (row.packets < 0 ? '' : String(row.packets)) },
			{ title: 'Bytes', cell: (row) => (row.bytes < 0 ? '' : String(row.bytes)) },
			{ title: 'Ends in', cell: (row) => about(row.timeout) },
			{ title: 'Comment', cell: (row) => row.comment }
		]
	}),
	view({
		name: 'sockets',
		least: 1,
		title: 'Sockets',
		command: 'ss -an',
		empty: 'no sockets open',
		key: (row) => row.key,
		columns: [
			{ title: 'Protocol', cell: (row) => row.protocol },
			{ title: 'State', cell: (row) => row.state },
			{ title: 'Local', cell: (row) => row.local },
			{ title: 'Peer', cell: (row) => row.peer },
			{ title: 'Program', cell: (row) => row.owner }
		]
	}),
	routes('local', 'Local addresses', 'ip route show table local', 'no local addresses')
];
