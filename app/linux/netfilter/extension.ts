import type { Result } from '../../base/result.ts';
import type { Walk } from './walk.ts';

/** One option of a match or target as it was given on the command line. */
export interface GivenOption {
  /** With its dashes: `--dport`. */
  readonly name: string;
  readonly values: readonly string[];
  readonly negated: boolean;
}

/** What matches and targets have in common: their options, and the three ways in which their data are read and printed. */
interface Extension<Data extends { readonly name: string }> {
  readonly name: Data['name'];
  /** Options with the number of values that follow each; aliases are listed too. */
  readonly options: Readonly<Record<string, number>>;
  /** Makes the data of what was given; the error is the tool's text after `iptables v…: `. */
  parse(given: readonly GivenOption[]): Result<Data>;
  /** As iptables-save prints it after `-m NAME` or `-j NAME`, each option with a blank before it. */
  save(data: Data): string;
  /** As `iptables -L` prints it (ports by name unless `numeric`), without the blank before it; empty where nothing is shown. */
  list(data: Data, numeric: boolean): string;
}

/** One kind of match: `-m NAME`. */
export interface MatchKind<Data extends { readonly name: string }> extends Extension<Data> {
  /** Undefined when the packet matches, else the code of what failed (`dport`, `ctstate`, `statistic`, …). */
  check(data: Data, walk: Walk): string | undefined;
  /** As a program wrote it for iptables-restore, where that differs from the normal form. */
  written?(data: Data): string;
}

/** One kind of target: `-j NAME`. */
export interface TargetKind<Data extends { readonly name: string }> extends Extension<Data> {
  /** Acts on the packet; a verdict ends the walk of the table, undefined goes on with the next rule. */
  act(data: Data, walk: Walk): Verdict | undefined;
  /** What a trace says that the rule led to: `DNAT 10.244.3.4:80`. */
  label(data: Data): string;
  written?(data: Data): string;
}

/** How a target ends the walk. */
export type Verdict =
  | { readonly type: 'accept' }
  | { readonly type: 'drop' }
  | { readonly type: 'reject'; readonly with: RejectWith };

/** What a REJECT sends back. */
export type RejectWith =
  | 'icmp-port-unreachable'
  | 'icmp-host-unreachable'
  | 'icmp-net-unreachable'
  | 'icmp-admin-prohibited'
  | 'tcp-reset';

/** The values of the last giving of an option, by any of its names. */
export function lastGiven(
  given: readonly GivenOption[],
  ...names: readonly string[]
): GivenOption | undefined {
  return given.findLast((option) => names.includes(option.name));
}

/** A negation as iptables-save prints it, with the blank before it. */
export function not(negated: boolean | undefined): string {
  return negated === true ? ' !' : '';
}
