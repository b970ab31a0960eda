import type { Chain } from './chain.ts';
import type { ChainStore } from './chain-store.ts';
import type { TableName } from './hook.ts';
import { matchKind } from './matches/index.ts';
import { withoutFullPrefix } from './print-rule.ts';
import { protocolName } from './protocols.ts';
import type { AddressTest, InterfaceTest, Rule } from './rule.ts';
import { targetKind } from './targets/index.ts';

/** How `iptables -L` prints. */
export interface ListOptions {
  readonly numeric?: boolean;
  readonly verbose?: boolean;
  readonly lineNumbers?: boolean;
  /** Counters in full (`-x`). */
  readonly exact?: boolean;
}

/** The text of `iptables -L` for all chains of a table. */
export function listText(store: ChainStore, table: TableName, options: ListOptions): string {
  const references = store.references(table);
  return store
    .list(table)
    .map((chain) => listChain(chain, references, options))
    .join('\n');
}

/** One chain with its header. */
export function listChain(
  chain: Chain,
  references: ReadonlyMap<string, number>,
  options: ListOptions,
): string {
  const { name, policy } = chain.row;
  const counters =
    options.verbose === true ? ` ${chain.policyPackets} packets, ${chain.policyBytes} bytes` : '';
  const state =
    policy === undefined ? `${references.get(name) ?? 0} references` : `policy ${policy}${counters}`;
  const rows = chain.row.rules.map((_, at) => listRule(chain, at, options));
  return `Chain ${name} (${state})\n${headerLine(options)}${rows.join('')}`;
}

/** One rule as a row of the table. */
export function listRule(chain: Chain, at: number, options: ListOptions): string {
  const rule = chain.row.rules[at];
  if (!rule) return '';
  const numeric = options.numeric === true;
  const number = options.lineNumbers === true ? String(at + 1).padEnd(5) : '';
  const { packets, bytes } = chain.counters(at);
  const width = options.exact === true ? [8, 10] : [5, 5];
  const counts =
    options.verbose === true
      ? `${counterText(packets, options).padStart(width[0] ?? 5)} ${counterText(bytes, options).padStart(width[1] ?? 5)} `
      : '';
  return `${number}${counts}${targetName(rule).padEnd(9)}  ${header(rule, options)}${details(rule, numeric)}\n`;
}

function headerLine({ verbose, lineNumbers, exact }: ListOptions): string {
  const number = lineNumbers === true ? 'num  ' : '';
  const counts = verbose !== true ? '' : exact === true ? '    pkts      bytes ' : ' pkts bytes ';
  const faces = verbose === true ? 'in     out     ' : '';
  return `${number}${counts}target     prot opt ${faces}source               destination         \n`;
}

/** @upstream iptables/iptables/xshared.c xtables_print_num */
function counterText(value: number, { exact }: ListOptions): string {
  if (exact === true || value <= 99_999) return String(value);
  let scaled = Math.floor((value + 500) / 1000);
  for (const unit of ['K', 'M', 'G']) {
    if (scaled <= 9999) return `${scaled}${unit}`;
    scaled = Math.floor((scaled + 500) / 1000);
  }
  return `${scaled}T`;
}

function targetName({ target }: Rule): string {
  if (!target) return '';
  return target.name === 'jump' || target.name === 'goto' ? target.chain : target.name;
}

function header(rule: Rule, { numeric, verbose }: ListOptions): string {
  const protocol = protocolText(rule, numeric === true);
  const faces =
    verbose === true
      ? ` ${faceText(rule.interfaceIn, numeric)} ${faceText(rule.interfaceOut, numeric)} `
      : '';
  const option = rule.fragment === true ? '-f' : '--';
  return `${protocol} ${option} ${faces}${addressText(rule.source, numeric)} ${addressText(rule.destination, numeric)} `;
}

function protocolText({ protocol }: Rule, numeric: boolean): string {
  const number = protocol?.number ?? 0;
  const name = numeric ? String(number) : number === 0 ? 'all' : protocolName(number);
  return `${protocol?.negated === true ? '!' : ''}${name.padEnd(4)}`;
}

function faceText(test: InterfaceTest | undefined, numeric: boolean | undefined): string {
  const name = test?.name ?? (numeric === true ? '*' : 'any');
  return `${test?.negated === true ? '!' : ''}${name}`.padEnd(6);
}

function addressText(test: AddressTest | undefined, numeric: boolean | undefined): string {
  const text = test ? withoutFullPrefix(test.network) : numeric === true ? '0.0.0.0/0' : 'anywhere';
  return `${test?.negated === true ? '!' : ' '}${text.padEnd(19)}`;
}

function details({ matches, target }: Rule, numeric: boolean): string {
  const parts = matches.map((match) => matchKind(match.name)?.list(match, numeric) ?? '');
  if (target?.name === 'goto') return `[goto] ${parts.map((part) => ` ${part}`).join('')}`;
  if (target && target.name !== 'jump' && target.name !== 'RETURN')
    parts.push(targetKind(target.name)?.list(target, numeric) ?? '');
  return parts
    .filter((part) => part !== '')
    .map((part) => ` ${part}`)
    .join('');
}
