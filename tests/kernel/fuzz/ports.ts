/** Few ports, so that what asks and what answers meet often. */
export const PORTS = [7, 9, 80, 8080];
