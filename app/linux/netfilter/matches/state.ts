import { bad, good } from '../../../base/result.ts';
import { lastGiven, not, type MatchKind } from '../extension.ts';
import { inStates, parseStates } from '../state-list.ts';

/** Data of `-m state`, the older name of `-m conntrack`. */
export interface StateMatch {
  readonly name: 'state';
  readonly states: readonly string[];
  readonly negated?: true;
}

/** `-m state --state NEW`. */
export const state: MatchKind<StateMatch> = {
  name: 'state',
  options: { '--state': 1 },
  parse(given) {
    const option = lastGiven(given, '--state');
    if (!option) return bad('state: option "--state" must be specified');
    const states = parseStates(option.values[0] ?? '');
    if (!states.ok) return bad(`Bad state "${option.values[0] ?? ''}"`);
    return good({ name: 'state', states: states.value, ...(option.negated ? { negated: true } : {}) });
  },
  save: ({ states, negated }) => `${not(negated)} --state ${states.join(',')}`,
  list: ({ states, negated }) => `${negated === true ? '! ' : ''}state ${states.join(',')}`,
  check: ({ states, negated }, walk) => (inStates(states, walk) !== (negated === true) ? undefined : 'state'),
};
