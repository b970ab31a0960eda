import { portMatch } from '../transport-match.ts';

/** `-m sctp --sport --dport`. */
export const sctp = portMatch('sctp');
