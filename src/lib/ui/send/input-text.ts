/** An action as the command that a person would type for it. */
import type { Action } from '../../lab/document.ts';
import { describeConfig } from '../../lab/settings.ts';

export function inputText(action: Action): string {
	switch (action.do) {
		case 'ping':
			return `ping -c ${action.count}${action.size === 56 ? '' : ` -s ${action.size}`}${action.ttl === 64 ? '' : ` -t ${action.ttl}`} ${action.to}`;
		case 'udp':
			return `UDP to ${action.to} port ${action.port}, ${action.size} bytes${action.count > 1 ? `, ${action.count} times` : ''}`;
		case 'tcp':
			return `TCP connect to ${action.to} port ${action.port}`;
		case 'http':
			return `curl ${action.url}`;
		case 'dns':
			return `look up ${action.name}`;
		case 'link':
			return `${action.up ? 'plug in' : 'pull'} ${action.link}`;
		case 'interface':
			return `ip link set ${action.interface} ${action.up ? 'up' : 'down'}`;
		case 'serve':
			return `start ${action.service.kind} on port ${action.service.port}`;
		case 'config':
			return `configure ${describeConfig(action.set)}`;
	}
}
