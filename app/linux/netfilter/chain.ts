import type { RuleStep } from '../trace.ts';
import type { ChainRow, Policy } from './netfilter-tables.ts';
import { prepareRule, type PreparedRule } from './prepared-rule.ts';
import { saveRule, withoutFullPrefix } from './print-rule.ts';
import { protocolName } from './protocols.ts';
import type { Counters, Rule } from './rule.ts';

const NOTHING: Counters = { packets: 0, bytes: 0 };

/** A chain as the kernel holds it: its row, what its rules have counted, and what speeds up walking. */
export class Chain {
  readonly row: ChainRow;
  policyPackets = 0;
  policyBytes = 0;
  // Made when they are first needed: a large cluster has tens of thousands of chains that no packet meets.
  #counted: Map<number, { packets: number; bytes: number }> | undefined;
  #memories: Map<number, { value: number; at: number }> | undefined;
  #texts: Map<number, string> | undefined;
  #steps: (Map<string | undefined, RuleStep> | undefined)[] | undefined;
  #policyStep: RuleStep | undefined;
  #prepared: readonly PreparedRule[] | undefined;
  #index: RuleIndex | undefined;

  constructor(row: ChainRow) {
    this.row = row;
  }

  get prepared(): readonly PreparedRule[] {
    this.#prepared ??= this.row.rules.map(prepareRule);
    return this.#prepared;
  }

  /** Positions of the rules that a packet might match, in order; all others are certain not to. */
  candidates(destination: string, protocol: string, port: number): readonly number[] {
    this.#index ??= new RuleIndex(this.row.rules);
    return this.#index.candidates(destination, protocol, port);
  }

  /** What the rule counts, for whoever walks by it. */
  counter(at: number): { packets: number; bytes: number } {
    this.#counted ??= new Map();
    const known = this.#counted.get(at);
    if (known) return known;
    const made = { packets: 0, bytes: 0 };
    this.#counted.set(at, made);
    return made;
  }

  counters(at: number): Counters {
    return this.#counted?.get(at) ?? NOTHING;
  }

  /** Takes over what another chain has counted, rule by rule. */
  restoreCounters(counters: ReadonlyMap<Rule, Counters>, policy: Counters): void {
    for (const [at, rule] of counters.size > 0 ? this.row.rules.entries() : []) {
      const found = counters.get(rule);
      if (!found || found.packets === 0) continue;
      this.#counted ??= new Map();
      this.#counted.set(at, { ...found });
    }
    this.policyPackets = policy.packets;
    this.policyBytes = policy.bytes;
  }

  allCounters(): ReadonlyMap<Rule, Counters> {
    const all = new Map<Rule, Counters>();
    for (const [at, counters] of this.#counted ?? []) {
      const rule = this.row.rules[at];
      if (rule) all.set(rule, counters);
    }
    return all;
  }

  memory(at: number, initial: number, now: number): { value: number; at: number } {
    this.#memories ??= new Map();
    const known = this.#memories.get(at);
    if (known) return known;
    const made = { value: initial, at: now };
    this.#memories.set(at, made);
    return made;
  }

  /**
   * The step of a trace for a rule that matched, or failed at a condition, without a draw: made once, so that a walk
   * only points at it.
   */
  step(at: number, failed: string | undefined): RuleStep {
    this.#steps ??= [];
    const ofRule = (this.#steps[at] ??= new Map());
    const known = ofRule.get(failed);
    if (known) return known;
    const { table, name } = this.row;
    const prepared = this.prepared[at];
    const outcome = failed === undefined ? { matched: true, ...label(prepared) } : { matched: false, failed };
    const made = Object.freeze({ table, chain: name, number: at + 1, text: this.text(at), ...outcome });
    ofRule.set(failed, made);
    return made;
  }

  /** The step of a trace for a walk that came to the end of a built-in chain. */
  policyStep(policy: Policy): RuleStep {
    const { table, name, rules } = this.row;
    this.#policyStep ??= Object.freeze({
      table,
      chain: name,
      number: rules.length + 1,
      text: `-P ${name} ${policy}`,
      matched: true,
      target: `policy ${policy}`,
    });
    return this.#policyStep;
  }

  /** The rule as iptables-save prints it. */
  text(at: number): string {
    this.#texts ??= new Map();
    const known = this.#texts.get(at);
    if (known !== undefined) return known;
    const rule = this.row.rules[at];
    const text = rule ? `-A ${this.row.name} ${saveRule(rule)}` : '';
    this.#texts.set(at, text);
    return text;
  }
}

/**
 * Finds the rules of a long chain that can match at all: by a single destination address, or by transport protocol and
 * a single destination port. A rule is left out only when a condition without side effects is known to fail.
 */
class RuleIndex {
  readonly #byKey = new Map<string, number[]>();
  readonly #rest: number[] = [];
  readonly #merged = new Map<string, readonly number[]>();

  constructor(rules: readonly Rule[]) {
    for (const [at, rule] of rules.entries()) {
      const key = keyOf(rule);
      const group = key === undefined ? this.#rest : (this.#byKey.get(key) ?? []);
      group.push(at);
      if (key !== undefined) this.#byKey.set(key, group);
    }
  }

  candidates(destination: string, protocol: string, port: number): readonly number[] {
    if (this.#byKey.size === 0) return this.#rest;
    const keys = [destination, `${protocol} ${port}`].filter((key) => this.#byKey.has(key));
    if (keys.length === 0) return this.#rest;
    const name = keys.join(',');
    const known = this.#merged.get(name);
    if (known) return known;
    const merged = [...this.#rest, ...keys.flatMap((key) => this.#byKey.get(key) ?? [])].toSorted(
      (a, b) => a - b,
    );
    this.#merged.set(name, merged);
    return merged;
  }
}

function keyOf(rule: Rule): string | undefined {
  const address = rule.destination;
  if (address && address.negated !== true && withoutFullPrefix(address.network) !== address.network)
    return withoutFullPrefix(address.network);
  if (!rule.protocol || rule.protocol.negated === true) return undefined;
  if (rule.matches.some(({ name }) => name === 'statistic' || name === 'recent' || name === 'limit'))
    return undefined;
  for (const match of rule.matches)
    if ((match.name === 'tcp' || match.name === 'udp' || match.name === 'sctp') && match.dport) {
      const { from, to, negated } = match.dport;
      if (from === to && negated !== true) return `${protocolName(rule.protocol.number)} ${from}`;
    }
  return undefined;
}

function label(prepared: PreparedRule | undefined): { readonly target?: string } {
  const target = prepared?.rule.target;
  if (!target) return {};
  if (target.name === 'jump' || target.name === 'goto') return { target: target.chain };
  return { target: prepared.active ? prepared.active.kind.label(prepared.active.target) : 'RETURN' };
}
