import type { TableName } from '../../../linux/netfilter/hook.ts';
import type { Netfilter } from '../../../linux/netfilter/netfilter.ts';
import { restoreRule } from '../../../linux/netfilter/print-rule.ts';
import type { Rule } from '../../../linux/netfilter/rule.ts';

/** What one sync gives to iptables-restore: chains to be written anew, and chains to be deleted. */
export interface RuleSync {
  readonly filter: ReadonlyMap<string, readonly Rule[]>;
  readonly nat: ReadonlyMap<string, readonly Rule[]>;
  /** Stale chains of the nat table. */
  readonly deleted: readonly string[];
}

/** The sync as text for `iptables-restore --noflush`. */
export function syncText({ filter, nat, deleted }: RuleSync): string {
  return `${tableText('filter', filter, [])}${tableText('nat', nat, deleted)}`;
}

/** Makes the changes in the kernel; what the text says, without going through text. */
export function applySync({ chains }: Netfilter, { filter, nat, deleted }: RuleSync): void {
  for (const [name, rules] of filter) chains.write('filter', name, rules);
  for (const [name, rules] of nat) chains.write('nat', name, rules);
  for (const name of deleted) chains.delete('nat', name);
  chains.dropUnusedRecentLists();
}

function tableText(
  table: TableName,
  written: ReadonlyMap<string, readonly Rule[]>,
  deleted: readonly string[],
): string {
  const chains = [...written.keys(), ...deleted].map((name) => `:${name} - [0:0]\n`);
  const rules = [...written].flatMap(([name, list]) =>
    list.map((rule) => `-A ${name} ${restoreRule(rule)}\n`),
  );
  const gone = deleted.map((name) => `-X ${name}\n`);
  return `*${table}\n${chains.join('')}${rules.join('')}${gone.join('')}COMMIT\n`;
}
