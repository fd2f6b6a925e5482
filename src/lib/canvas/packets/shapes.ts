/**
 * The head of a packet: a small figure that rides on the link and points where the packet goes. Every class has a
 * figure of its own, so that nobody needs the colour.
 */
import type { FrameClass } from '../../trace/record.ts';

/** SVG paths around 0,0 that point to the right, about 16 pixels long. */
export const headPaths: Record<FrameClass, string> = {
	/** Diamond. */
	arp: 'M9 0 0 6.5-9 0 0-6.5Z',
	/** Drop: a circle with a point. */
	icmp: 'M10 0 3.2 5.6A6.4 6.4 0 1 1 3.2-5.6Z',
	/** Triangle. */
	udp: 'M9.5 0-6.5 7.5V-7.5Z',
	/** Double chevron. */
	tcp: 'M10 0 3.5 7H-9L-4.2 0-9-7H3.5Z',
	/** Hexagon. */
	dns: 'M9.5 0 5 7H-5L-9.5 0-5-7H5Z',
	/** A page with a point. */
	http: 'M10 0 4 7H-8V-7H4Z',
	/** Bar with a point. */
	other: 'M9 0 4 4H-8V-4H4Z'
};

/** Half the length of a head, pixels. */
export const HEAD_REACH = 10;
