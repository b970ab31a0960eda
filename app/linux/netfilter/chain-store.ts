import type { NetnsId } from '../names.ts';
import { Chain } from './chain.ts';
import type { Hook, TableName } from './hook.ts';
import type { NetfilterTables, Policy } from './netfilter-tables.ts';
import type { Counters, Rule } from './rule.ts';
import { RuleTree, type Node } from './rule-tree.ts';

/** The built-in chains of each table in the order of the hooks; tables in the order in which iptables-save prints them. */
export const BUILT_IN: Readonly<Record<TableName, readonly Hook[]>> = {
  mangle: ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'],
  raw: ['PREROUTING', 'OUTPUT'],
  filter: ['INPUT', 'FORWARD', 'OUTPUT'],
  nat: ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'],
};

/** The tables in printing order. */
export const TABLE_NAMES: readonly TableName[] = ['mangle', 'raw', 'filter', 'nat'];

const NOTHING: Counters = { packets: 0, bytes: 0 };

/** The chains of one namespace. Everything that changes rules goes through `write` and `delete`. */
export class ChainStore {
  readonly #netns: NetnsId;
  readonly #tables: NetfilterTables;
  readonly #chains: Readonly<Record<TableName, Map<string, Chain>>> = {
    mangle: new Map(),
    raw: new Map(),
    filter: new Map(),
    nat: new Map(),
  };
  /** The ways through each table since its rules last changed. */
  readonly #trees = new Map<TableName, RuleTree>();
  /** How many rules name each list of the recent match; a list lives as long as one does. */
  readonly #recentUsers = new Map<string, number>();
  #deleteListeners: readonly ((table: TableName, name: string) => void)[] = [];

  constructor(tables: NetfilterTables, netns: NetnsId) {
    this.#tables = tables;
    this.#netns = netns;
  }

  /** Whether the table has ever been touched. */
  exists(table: TableName): boolean {
    return this.#chains[table].size > 0;
  }

  get(table: TableName, name: string): Chain | undefined {
    return this.#chains[table].get(name);
  }

  /** Where the walk of a table begins at a hook, as its rules stand now. */
  root(table: TableName, hook: Hook, recorded: boolean): Node | undefined {
    let tree = this.#trees.get(table);
    if (!tree) {
      tree = new RuleTree((name) => this.get(table, name));
      this.#trees.set(table, tree);
    }
    return tree.root(hook, recorded);
  }

  /** Chains in printing order: built-in ones by hook, the others by name. */
  list(table: TableName): readonly Chain[] {
    const chains = this.#chains[table];
    const builtIn = BUILT_IN[table].flatMap((name) => chains.get(name) ?? []);
    const own = [...chains.values()].filter(({ row }) => row.policy === undefined);
    return [...builtIn, ...own.toSorted((a, b) => (a.row.name < b.row.name ? -1 : 1))];
  }

  /** Names of a table's own chains. */
  names(table: TableName): IterableIterator<string> {
    return this.#chains[table].keys();
  }

  /** Makes the built-in chains of a table, as the first command that touches it does. */
  touch(table: TableName): void {
    if (this.exists(table)) return;
    for (const name of BUILT_IN[table]) this.#put(table, name, [], 'ACCEPT');
  }

  /** Replaces the rules of a chain, or makes the chain. Counters start at 0 but for the rules that `keep` names. */
  write(
    table: TableName,
    name: string,
    rules: readonly Rule[],
    options: {
      readonly policy?: Policy;
      readonly keep?: ReadonlyMap<Rule, Counters>;
      readonly policyCounters?: Counters;
    } = {},
  ): void {
    this.touch(table);
    const before = this.get(table, name);
    const chain = this.#put(table, name, rules, options.policy ?? before?.row.policy);
    const policyCounters = before ? { packets: before.policyPackets, bytes: before.policyBytes } : NOTHING;
    if (options.keep || before)
      chain.restoreCounters(options.keep ?? new Map(), options.policyCounters ?? policyCounters);
  }

  /** Changes the rules of a chain; rules that stay keep their counters. */
  edit(table: TableName, name: string, rules: readonly Rule[]): void {
    this.write(table, name, rules, { keep: this.get(table, name)?.allCounters() ?? new Map() });
  }

  delete(table: TableName, name: string): void {
    const chain = this.get(table, name);
    if (!chain) return;
    this.#chains[table].delete(name);
    this.#trees.delete(table);
    this.#tables.chains.delete(this.#key(table, name));
    this.#countRecent(chain.row.rules, -1);
    for (const listener of this.#deleteListeners) listener(table, name);
  }

  /** Tells of every chain that is deleted from now on; the listener must only enqueue. Returns how to stop. */
  onDelete(listener: (table: TableName, name: string) => void): () => void {
    this.#deleteListeners = [...this.#deleteListeners, listener];
    return () => {
      this.#deleteListeners = this.#deleteListeners.filter((other) => other !== listener);
    };
  }

  /** Lets go of the recent lists that no rule names any more; called at the end of a transaction. */
  dropUnusedRecentLists(): void {
    for (const [key, row] of this.#tables.recent.entries())
      if (row.netns === this.#netns && !this.#recentUsers.has(row.list)) this.#tables.recent.delete(key);
  }

  /** How many rules of the table jump to each of its chains. */
  references(table: TableName): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const { row } of this.#chains[table].values())
      for (const { target } of row.rules)
        if (target?.name === 'jump' || target?.name === 'goto')
          counts.set(target.chain, (counts.get(target.chain) ?? 0) + 1);
    return counts;
  }

  #put(table: TableName, name: string, rules: readonly Rule[], policy: Policy | undefined): Chain {
    const row = { netns: this.#netns, table, name, rules, ...(policy ? { policy } : {}) };
    const before = this.get(table, name);
    const chain = new Chain(row);
    this.#chains[table].set(name, chain);
    this.#trees.delete(table);
    this.#tables.chains.put(this.#key(table, name), row);
    this.#countRecent(rules, 1);
    if (before) this.#countRecent(before.row.rules, -1);
    return chain;
  }

  #countRecent(rules: readonly Rule[], by: number): void {
    for (const { matches } of rules)
      for (const match of matches)
        if (match.name === 'recent') {
          const users = (this.#recentUsers.get(match.list) ?? 0) + by;
          if (users > 0) this.#recentUsers.set(match.list, users);
          else this.#recentUsers.delete(match.list);
        }
  }

  #key(table: TableName, name: string): string {
    return `${this.#netns} ${table} ${name}`;
  }
}
