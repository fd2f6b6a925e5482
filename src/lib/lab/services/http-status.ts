/** Statuses that an answer can have, and their reason phrases (RFC 9110, 15). */
const reasons = {
	200: 'OK',
	201: 'Created',
	202: 'Accepted',
	204: 'No Content',
	301: 'Moved Permanently',
	302: 'Found',
	303: 'See Other',
	307: 'Temporary Redirect',
	308: 'Permanent Redirect',
	400: 'Bad Request',
	401: 'Unauthorized',
	403: 'Forbidden',
	404: 'Not Found',
	405: 'Method Not Allowed',
	410: 'Gone',
	413: 'Content Too Large',
	418: "I'm a teapot",
	429: 'Too Many Requests',
	431: 'Request Header Fields Too Large',
	500: 'Internal Server Error',
	501: 'Not Implemented',
	502: 'Bad Gateway',
	503: 'Service Unavailable',
	504: 'Gateway Timeout',
	505: 'HTTP Version Not Supported'
} as const;

export type HttpStatus = keyof typeof reasons;

export const httpStatuses = Object.keys(reasons).map(Number) as HttpStatus[];

export function reasonOf(status: HttpStatus): string {
	return reasons[status];
}

/** It names another place to ask. */
export function isRedirect(status: number): boolean {
	return [301, 302, 303, 307, 308].includes(status);
}
