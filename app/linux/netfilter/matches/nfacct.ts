import { bad, good } from '../../../base/result.ts';
import { lastGiven, type MatchKind } from '../extension.ts';

/** Data of `-m nfacct`: a named counter that matches everything. */
export interface NfacctMatch {
  readonly name: 'nfacct';
  readonly counter: string;
}

/** `-m nfacct --nfacct-name N`; iptables-save puts two blanks before the name. */
export const nfacct: MatchKind<NfacctMatch> = {
  name: 'nfacct',
  options: { '--nfacct-name': 1 },
  parse(given) {
    const counter = lastGiven(given, '--nfacct-name')?.values[0];
    if (counter === undefined) return bad('nfacct: option "--nfacct-name" must be specified');
    return good({ name: 'nfacct', counter });
  },
  save: ({ counter }) => ` --nfacct-name  ${counter}`,
  written: ({ counter }) => ` --nfacct-name ${counter}`,
  list: ({ counter }) => `nfacct-name  ${counter}`,
  check: () => undefined,
};
