import { canonicalJson } from '../../base/json.ts';
import { bad, good, type Result } from '../../base/result.ts';
import { BUILT_IN, type ChainStore } from './chain-store.ts';
import type { TableName } from './hook.ts';
import type { Policy } from './netfilter-tables.ts';
import type { Counters, Rule } from './rule.ts';
import type { Target } from './targets/index.ts';

/** Why a change of rules was refused: the tool's words, and whether the kernel said it at the end. */
export type Refusal =
  | { readonly type: 'no-chain' }
  | { readonly type: 'chain-exists' }
  | { readonly type: 'no-rule' }
  | { readonly type: 'index'; readonly of: 'insertion' | 'deletion' | 'replacement' }
  | { readonly type: 'no-target'; readonly chain: string }
  | { readonly type: 'kernel'; readonly text: string };

/** One chain as it will be after the commit. */
export interface StagedChain {
  readonly rules: readonly Rule[];
  readonly policy: Policy | undefined;
  readonly counters: ReadonlyMap<Rule, Counters>;
  readonly policyCounters: Counters | undefined;
}

const NONE: ReadonlyMap<Rule, Counters> = new Map<Rule, Counters>([]);

/** Changes of one table that are looked at together: all of them are made, or none. */
export class StagedTable {
  readonly #store: ChainStore;
  readonly #table: TableName;
  readonly #nfacct: readonly string[];
  /** Chains that differ from what the kernel holds; undefined ones are to be deleted. */
  readonly #changed = new Map<string, StagedChain | undefined>();

  constructor(store: ChainStore, table: TableName, nfacct: readonly string[]) {
    this.#store = store;
    this.#table = table;
    this.#nfacct = nfacct;
  }

  get(name: string): StagedChain | undefined {
    if (this.#changed.has(name)) return this.#changed.get(name);
    const chain = this.#store.get(this.#table, name);
    if (!chain) return this.isBuiltIn(name) ? { ...EMPTY, policy: 'ACCEPT' } : undefined;
    const policyCounters = { packets: chain.policyPackets, bytes: chain.policyBytes };
    return {
      rules: chain.row.rules,
      policy: chain.row.policy,
      counters: chain.allCounters(),
      policyCounters,
    };
  }

  isBuiltIn(name: string): boolean {
    return BUILT_IN[this.#table].some((hook) => hook === name);
  }

  /** `:CHAIN POLICY`: makes a chain or empties it; a built-in one only gets its policy. */
  declare(name: string, policy: Policy | undefined, counters: Counters | undefined): void {
    const before = this.get(name);
    if (this.isBuiltIn(name) && before)
      this.#changed.set(name, {
        ...before,
        policy: policy ?? before.policy,
        policyCounters: counters ?? before.policyCounters,
      });
    else this.#changed.set(name, EMPTY);
  }

  /** Empties the table: rules of built-in chains go, other chains go altogether. */
  clear(): void {
    for (const { row } of this.#store.list(this.#table))
      this.#changed.set(row.name, row.policy === undefined ? undefined : { ...EMPTY, policy: row.policy });
    for (const name of BUILT_IN[this.#table])
      if (!this.get(name)) this.#changed.set(name, { ...EMPTY, policy: 'ACCEPT' });
  }

  newChain(name: string): Refusal | undefined {
    if (this.get(name)) return { type: 'chain-exists' };
    this.#changed.set(name, EMPTY);
    return undefined;
  }

  deleteChain(name: string): Refusal | undefined {
    const chain = this.get(name);
    if (!chain) return { type: 'no-chain' };
    if (this.isBuiltIn(name)) return undefined;
    if (chain.rules.length > 0)
      return { type: 'kernel', text: `CHAIN_DEL failed (Device or resource busy): chain ${name}` };
    this.#changed.set(name, undefined);
    return undefined;
  }

  rename(from: string, to: string): Refusal | undefined {
    const chain = this.get(from);
    if (!chain || this.isBuiltIn(from)) return { type: 'no-chain' };
    if (this.get(to)) return { type: 'chain-exists' };
    this.#changed.set(from, undefined);
    this.#changed.set(to, chain);
    for (const name of this.#allNames()) this.#redirect(name, from, to);
    return undefined;
  }

  #allNames(): readonly string[] {
    return [...new Set([...this.#store.names(this.#table), ...this.#changed.keys()])];
  }

  /** Lets the jumps of a chain that lead to a renamed one follow it. */
  #redirect(name: string, from: string, to: string): void {
    const chain = this.get(name);
    if (!chain?.rules.some(({ target }) => leadsTo(target, from))) return;
    const rules = chain.rules.map((rule) =>
      rule.target && leadsTo(rule.target, from) ? { ...rule, target: { ...rule.target, chain: to } } : rule,
    );
    this.#changed.set(name, { ...chain, rules });
  }

  append(name: string, rules: readonly Rule[], counters?: Counters): Refusal | undefined {
    return this.#insertAt(name, Infinity, rules, 'APPEND', counters);
  }

  /** Inserts before the rule of that number, counted from 1. */
  insert(name: string, number: number, rules: readonly Rule[], counters?: Counters): Refusal | undefined {
    const chain = this.get(name);
    if (chain && number - 1 > chain.rules.length) return { type: 'index', of: 'insertion' };
    return this.#insertAt(name, number - 1, rules, 'INSERT', counters);
  }

  replace(name: string, number: number, rule: Rule): Refusal | undefined {
    const chain = this.get(name);
    if (!chain) return { type: 'no-chain' };
    if (number > chain.rules.length) return { type: 'index', of: 'replacement' };
    const refused = this.#refuse(name, [rule], 'REPLACE');
    if (!refused) this.#changed.set(name, { ...chain, rules: chain.rules.with(number - 1, rule) });
    return refused;
  }

  deleteNumber(name: string, number: number): Refusal | undefined {
    const chain = this.get(name);
    if (!chain) return { type: 'no-chain' };
    if (number > chain.rules.length) return { type: 'index', of: 'deletion' };
    this.#changed.set(name, { ...chain, rules: chain.rules.toSpliced(number - 1, 1) });
    return undefined;
  }

  deleteRule(name: string, rule: Rule): Refusal | undefined {
    const chain = this.get(name);
    if (!chain) return { type: 'no-chain' };
    const at = indexOfRule(chain.rules, rule);
    if (at < 0) return { type: 'no-rule' };
    this.#changed.set(name, { ...chain, rules: chain.rules.toSpliced(at, 1) });
    return undefined;
  }

  has(name: string, rule: Rule): boolean {
    return indexOfRule(this.get(name)?.rules ?? [], rule) >= 0;
  }

  flush(name: string): Refusal | undefined {
    const chain = this.get(name);
    if (!chain) return { type: 'no-chain' };
    this.#changed.set(name, { ...chain, rules: [] });
    return undefined;
  }

  zero(name: string): Refusal | undefined {
    const chain = this.get(name);
    if (!chain) return { type: 'no-chain' };
    this.#changed.set(name, { ...chain, counters: NONE, policyCounters: { packets: 0, bytes: 0 } });
    return undefined;
  }

  setPolicy(name: string, policy: Policy): Refusal | undefined {
    const chain = this.get(name);
    if (!chain || !this.isBuiltIn(name)) return { type: 'no-chain' };
    this.#changed.set(name, { ...chain, policy });
    return undefined;
  }

  /** Makes all changes, or says why the kernel refuses them. */
  commit(): Result<void, Refusal> {
    const refused = this.#danglingJump() ?? this.#referencedChain();
    if (refused) return bad(refused);
    this.#store.touch(this.#table);
    for (const [name, chain] of this.#changed) {
      if (!chain) this.#store.delete(this.#table, name);
      else
        this.#store.write(this.#table, name, chain.rules, {
          keep: chain.counters,
          ...(chain.policy ? { policy: chain.policy } : {}),
          ...(chain.policyCounters ? { policyCounters: chain.policyCounters } : {}),
        });
    }
    this.#store.dropUnusedRecentLists();
    return good(undefined);
  }

  #insertAt(
    name: string,
    at: number,
    rules: readonly Rule[],
    verb: string,
    counters: Counters | undefined,
  ): Refusal | undefined {
    const chain = this.get(name);
    if (!chain) return { type: 'no-chain' };
    const refused = this.#refuse(name, rules, verb);
    if (refused) return refused;
    const counted = counters
      ? new Map([...chain.counters, ...rules.map((rule) => [rule, counters] as const)])
      : chain.counters;
    const all = at === Infinity ? [...chain.rules, ...rules] : chain.rules.toSpliced(at, 0, ...rules);
    this.#changed.set(name, { ...chain, rules: all, counters: counted });
    return undefined;
  }

  /** Targets that the kernel does not take in this table, and counters that it does not have. */
  #refuse(name: string, rules: readonly Rule[], verb: string): Refusal | undefined {
    for (const { target, matches } of rules) {
      const place = target && PLACES[target.name];
      if (place !== undefined && place !== this.#table)
        return { type: 'kernel', text: `RULE_${verb} failed (Invalid argument): rule in chain ${name}` };
      if (matches.some((match) => match.name === 'nfacct' && !this.#nfacct.includes(match.counter)))
        return {
          type: 'kernel',
          text: `RULE_${verb} failed (No such file or directory): rule in chain ${name}`,
        };
    }
    return undefined;
  }

  #danglingJump(): Refusal | undefined {
    for (const chain of this.#changed.values())
      for (const { target } of chain?.rules ?? [])
        if ((target?.name === 'jump' || target?.name === 'goto') && !this.get(target.chain))
          return { type: 'no-target', chain: target.chain };
    return undefined;
  }

  #referencedChain(): Refusal | undefined {
    const deleted = new Set([...this.#changed].filter(([, chain]) => !chain).map(([name]) => name));
    if (deleted.size === 0) return undefined;
    for (const name of this.#allNames())
      for (const { target } of this.get(name)?.rules ?? [])
        if ((target?.name === 'jump' || target?.name === 'goto') && deleted.has(target.chain))
          return {
            type: 'kernel',
            text: `CHAIN_DEL failed (Device or resource busy): chain ${target.chain}`,
          };
    return undefined;
  }
}

function leadsTo(target: Target | undefined, chain: string): target is Target & { readonly chain: string } {
  return (target?.name === 'jump' || target?.name === 'goto') && target.chain === chain;
}

const EMPTY: StagedChain = { rules: [], policy: undefined, counters: NONE, policyCounters: undefined };

/** Targets that work in one table only. */
const PLACES: Readonly<Record<string, TableName>> = {
  REJECT: 'filter',
  DNAT: 'nat',
  SNAT: 'nat',
  MASQUERADE: 'nat',
  REDIRECT: 'nat',
};

function indexOfRule(rules: readonly Rule[], rule: Rule): number {
  const wanted = canonicalJson(rule);
  return rules.findIndex((candidate) => canonicalJson(candidate) === wanted);
}
