/** What a protocol says of a packet. "repeat": the connection is gone, the packet begins another. "invalid": it makes no sense in it. */
export type Outcome = 'accept' | 'invalid' | 'repeat';
