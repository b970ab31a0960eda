import { bad, good } from '../../../base/result.ts';
import { lastGiven, not, type MatchKind } from '../extension.ts';
import { inStates, parseStates } from '../state-list.ts';

/** Data of `-m conntrack`. */
export interface ConntrackMatch {
  readonly name: 'conntrack';
  readonly states: readonly string[];
  readonly negated?: true;
}

/** `-m conntrack --ctstate NEW`. */
export const conntrack: MatchKind<ConntrackMatch> = {
  name: 'conntrack',
  options: { '--ctstate': 1 },
  parse(given) {
    const option = lastGiven(given, '--ctstate');
    if (!option) return bad('conntrack: At least one option is required');
    const states = parseStates(option.values[0] ?? '');
    if (!states.ok) return states;
    return good({ name: 'conntrack', states: states.value, ...(option.negated ? { negated: true } : {}) });
  },
  save: ({ states, negated }) => `${not(negated)} --ctstate ${states.join(',')}`,
  list: ({ states, negated }) => `${negated === true ? '! ' : ''}ctstate ${states.join(',')}`,
  check: ({ states, negated }, walk) =>
    inStates(states, walk) !== (negated === true) ? undefined : 'ctstate',
};
