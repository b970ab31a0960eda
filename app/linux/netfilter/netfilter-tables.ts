import type { Core } from '../../base/core.ts';
import type { Table } from '../../base/tables.ts';
import type { NetnsId } from '../names.ts';
import type { Connection } from './conntrack/connection.ts';
import type { TableName } from './hook.ts';
import type { Rule } from './rule.ts';

/** One chain of one namespace. Built-in chains have a policy. */
export interface ChainRow {
  readonly netns: NetnsId;
  readonly table: TableName;
  readonly name: string;
  readonly policy?: Policy;
  readonly rules: readonly Rule[];
}

/** What becomes of a packet at the end of a built-in chain. */
export type Policy = 'ACCEPT' | 'DROP';

/** One address in one list of the recent match. */
export interface RecentRow {
  readonly netns: NetnsId;
  readonly list: string;
  readonly address: string;
  readonly ttl: number;
  /** Virtual milliseconds, oldest first. */
  readonly stamps: readonly number[];
}

/** The tables that hold the rules and connections of every namespace of a world. */
export interface NetfilterTables {
  readonly chains: Table<ChainRow>;
  readonly connections: Table<Connection>;
  readonly recent: Table<RecentRow>;
}

/** Opens them, once for each world. */
export function openNetfilterTables(core: Core): NetfilterTables {
  return {
    chains: core.tables.open<ChainRow>({ name: 'iptables', lasting: true }),
    connections: core.tables.open<Connection>({ name: 'conntrack', lasting: false }),
    recent: core.tables.open<RecentRow>({ name: 'xt_recent', lasting: false }),
  };
}
