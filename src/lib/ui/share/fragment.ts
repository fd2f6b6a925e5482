/** Whether an address carries a session: asked at every start, so it loads nothing. */
export const PREFIX = 'session=';

export function carriesSession(fragment: string): boolean {
	return fragment.startsWith(`#${PREFIX}`);
}
