/** The lab and input formats as JSON Schema, made from the schemas that the program itself checks with. */
import { toJsonSchema } from '@valibot/to-json-schema';
import * as v from 'valibot';
import {
	actionSchema,
	configSchema,
	inputSchema,
	interfaceSchema,
	labSchema,
	linkSchema,
	natRuleSchema,
	neighbourSchema,
	nodeSchema,
	noteSchema,
	routeSchema
} from '../../src/lib/lab/document.ts';
import { bridgeSchema } from '../../src/lib/lab/bridge-settings.ts';
import { macvlanSchema, portSchema, vxlanSchema } from '../../src/lib/lab/interfaces/schemas.ts';
import { isRecord } from '../../src/lib/lab/services/dns-records.ts';
import { serviceSchema } from '../../src/lib/lab/services/registry.ts';
import { prettyJson } from '../../src/lib/lab/serialize.ts';
import { isCidr, isIpv4, isMac, isOwnCidr, isRate, isTime } from '../../src/lib/net/text.ts';

const octet = '(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])';
const ipv4 = `${octet}(\\.${octet}){3}`;

/** What a check in code is as a pattern: a JSON Schema can't call functions. */
const patterns = new Map<unknown, string>([
	[isIpv4, `^${ipv4}$`],
	[isCidr, `^${ipv4}/(3[0-2]|[12]?[0-9])$`],
	[isOwnCidr, `^(${ipv4} peer )?${ipv4}/(3[0-2]|[12]?[0-9])$`],
	[isMac, '^[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){5}$'],
	[isRecord, `^(${ipv4}|A ${ipv4}|(CNAME|PTR|NS) \\S+|MX [0-9]+ \\S+|SRV [0-9]+ [0-9]+ [0-9]+ \\S+|TXT .+)$`],
	[isRate, '^[0-9]+(\\.[0-9]+)?([bB][iI][tT]|[kKmMgG][bB][iI][tT])$'],
	[isTime, '^[0-9]+(\\.[0-9]+)?(ns|us|ms|s|min|h)$']
]);

const definitions = {
	node: nodeSchema,
	interface: interfaceSchema,
	macvlan: macvlanSchema,
	vxlan: vxlanSchema,
	port: portSchema,
	bridge: bridgeSchema,
	route: routeSchema,
	natRule: natRuleSchema,
	neighbour: neighbourSchema,
	service: serviceSchema,
	link: linkSchema,
	note: noteSchema,
	input: inputSchema,
	action: actionSchema,
	config: configSchema
};

/** Those that an input file is made of. */
const ofInputs: (keyof typeof definitions)[] = [
	'input',
	'action',
	'config',
	'route',
	'natRule',
	'neighbour',
	'service'
];

function schemaText(schema: v.GenericSchema, names: readonly (keyof typeof definitions)[], title: string): string {
	const json = toJsonSchema(schema, {
		target: 'draft-2020-12',
		typeMode: 'input',
		definitions: Object.fromEntries(names.map((name) => [name, definitions[name]])),
		overrideAction({ valibotAction, jsonSchema, errors }) {
			if (valibotAction.type !== 'check') return undefined;
			const pattern = patterns.get((valibotAction as unknown as { requirement: unknown }).requirement);
			if (pattern === undefined) throw new Error(`a check without a pattern: ${errors?.join(', ')}`);
			return { ...jsonSchema, pattern };
		}
	});
	const { $schema, ...rest } = json;
	return `${prettyJson({ $schema, title, ...rest }, '', 0)}\n`;
}

/** File in docs/ -> text. */
export function schemaFiles(): Record<string, string> {
	return {
		'lab.schema.json': schemaText(
			labSchema,
			Object.keys(definitions) as (keyof typeof definitions)[],
			'A lab of Hopwise'
		),
		'input.schema.json': schemaText(v.array(inputSchema), ofInputs, 'Inputs of Hopwise: timed actions')
	};
}
