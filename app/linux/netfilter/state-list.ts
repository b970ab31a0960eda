import { bad, good, type Result } from '../../base/result.ts';
import type { Walk } from './walk.ts';

/** The order in which states are printed. */
const STATES = ['INVALID', 'NEW', 'RELATED', 'ESTABLISHED', 'UNTRACKED', 'SNAT', 'DNAT'];

/** Reads `RELATED,ESTABLISHED,DNAT`; the result is in printing order. */
export function parseStates(text: string): Result<readonly string[]> {
  const states = text.toUpperCase().split(',');
  const unknown = states.find((state) => !STATES.includes(state));
  return unknown === undefined
    ? good(STATES.filter((state) => states.includes(state)))
    : bad(`Bad ctstate "${unknown}"`);
}

/** Whether the packet's connection is in one of the states. */
export function inStates(states: readonly string[], { ctState, translated }: Walk): boolean {
  return (
    states.includes(ctState) ||
    (translated.src && states.includes('SNAT')) ||
    (translated.dst && states.includes('DNAT'))
  );
}
