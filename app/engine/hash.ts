import type { Core } from '../base/core.ts';
import { sha256, toHex } from '../base/crypto/sha256.ts';
import { canonicalJson } from '../base/json.ts';

/**
 * The world as one number: tables, agenda, streams and clock. Two worlds with the same hash at the same instant go on
 * alike. What is only seen (scrollback, selection, ticks) is not in it.
 */
export function worldHash(core: Core): string {
  const tables = [...core.tables.all()].map((table) => [
    table.spec.name,
    [...table.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)),
  ]);
  const agenda = core.agenda.list().map(({ at, owner, payload, periodic }) => [at, owner, payload, periodic]);
  const text = canonicalJson([core.now(), tables, agenda, core.random.states()]);
  return toHex(sha256(text)).slice(0, 32);
}
