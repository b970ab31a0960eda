import { portMatch } from '../transport-match.ts';

/** `-m udp --sport --dport`. */
export const udp = portMatch('udp');
