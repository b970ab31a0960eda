import type { Chain } from './chain.ts';
import type { ChainStore } from './chain-store.ts';
import type { TableName } from './hook.ts';
import { firstFailing, type PreparedRule } from './prepared-rule.ts';
import type { WalkState } from './walk-state.ts';

/** Everything that could happen to a packet in a chain when each random match may go either way. */
export interface Possibilities {
  /** Labels of the targets that may end the walk, in the order of the rules: `DNAT 10.244.3.4:80`, `DROP`. */
  readonly ends: readonly string[];
  /** Chains that may be entered. */
  readonly entered: ReadonlySet<string>;
}

/** Follows a packet through one chain of a table along all branches of its random matches. */
export function explore(store: ChainStore, table: TableName, chain: string, walk: WalkState): Possibilities {
  const ends: string[] = [];
  const entered = new Set<string>();
  const start = store.get(table, chain);
  if (start) follow(store, start, walk, { ends, entered });
  return { ends, entered };
}

/** Whether the chain certainly ends the packet's walk. */
function follow(
  store: ChainStore,
  chain: Chain,
  walk: WalkState,
  found: { readonly ends: string[]; readonly entered: Set<string> },
): boolean {
  found.entered.add(chain.row.name);
  for (const [at, prepared] of chain.prepared.entries()) {
    walk.begin(chain, at);
    if (!mayMatch(prepared, walk)) continue;
    const { target } = prepared.rule;
    const certain = !prepared.matches.some(({ match }) => isRandom(match));
    if (target?.name === 'RETURN' && certain) return false;
    if (target?.name === 'jump' || target?.name === 'goto') {
      const next = store.get(chain.row.table, target.chain);
      if (next && follow(store, next, walk, found) && certain) return true;
    } else if (prepared.active) {
      const { kind, target: data } = prepared.active;
      if (!kind.act(data, walk)) continue;
      found.ends.push(kind.label(data));
      if (certain) return true;
    }
  }
  return false;
}

function mayMatch(prepared: PreparedRule, walk: WalkState): boolean {
  if (firstFailing(prepared.header, walk) !== undefined) return false;
  return prepared.matches.every(
    ({ match, kind }) => isRandom(match) || kind.check(match, walk) === undefined,
  );
}

function isRandom(match: { readonly name: string; readonly mode?: string }): boolean {
  return match.name === 'statistic' && match.mode === 'random';
}
