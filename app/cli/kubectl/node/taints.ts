import { bad, good, type Result } from '../../../base/result.ts';

/** A taint as it stands on a node. */
export interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
}

/** Taints to set, and those to remove (without an effect: all of that key). */
export interface TaintChanges {
  readonly set: readonly Taint[];
  readonly remove: readonly { readonly key: string; readonly effect: string }[];
}

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];
const KEY = /^([a-z0-9.-]+\/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const NAME_RULE =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric " +
  "character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

/** Reads `key=value:Effect`, `key:Effect`, `key:Effect-` and `key-`. @upstream kubectl/pkg/cmd/taint/utils.go parseTaints */
export function parseTaints(specs: readonly string[]): Result<TaintChanges> {
  const set: Taint[] = [];
  const remove: { key: string; effect: string }[] = [];
  for (const spec of specs) {
    if (spec.endsWith('-')) {
      const [key = '', effect = ''] = spec.slice(0, -1).split(':');
      remove.push({ key: key.split('=')[0] ?? key, effect });
      continue;
    }
    const taint = parseTaint(spec);
    if (!taint.ok) return taint;
    const twice = set.some((one) => one.key === taint.value.key && one.effect === taint.value.effect);
    if (twice) {
      const { key, value, effect } = taint.value;
      return bad(`duplicated taints with the same key and effect: {${key} ${value ?? ''} ${effect} <nil>}`);
    }
    set.push(taint.value);
  }
  return good({ set, remove });
}

function parseTaint(spec: string): Result<Taint> {
  const colon = spec.lastIndexOf(':');
  const [pair, effect] = colon === -1 ? [spec, ''] : [spec.slice(0, colon), spec.slice(colon + 1)];
  const equals = pair.indexOf('=');
  const key = equals === -1 ? pair : pair.slice(0, equals);
  if (colon === -1 || !KEY.test(key)) return bad(`invalid taint spec: ${spec}, ${NAME_RULE}`);
  if (!EFFECTS.includes(effect)) return bad(`invalid taint effect: ${effect}, unsupported taint effect`);
  const value = equals === -1 ? '' : pair.slice(equals + 1);
  return good({ key, ...(value === '' ? {} : { value }), effect });
}

/** A node's taints after the changes, and what happened; an error when nothing may or can be changed. */
export function changeTaints(
  before: readonly Taint[],
  changes: TaintChanges,
  overwrite: boolean,
  node: string,
): Result<{ readonly taints: readonly Taint[]; readonly operation: string }> {
  const both = changes.remove.filter((gone) => changes.set.some((one) => one.key === gone.key));
  if (both.length > 0) {
    const words = both.map((one) => `${one.key}=${one.effect}`).join(',');
    return bad(`can not both modify and remove the following taint(s) in the same command: ${words}`);
  }
  const matches = (one: Taint, gone: { key: string; effect: string }): boolean =>
    one.key === gone.key && (gone.effect === '' || one.effect === gone.effect);
  for (const gone of changes.remove) {
    if (!before.some((one) => matches(one, gone))) {
      return bad(`taint "${gone.key}${gone.effect === '' ? '' : `:${gone.effect}`}" not found`);
    }
  }
  const sameAs = (one: Taint, other: Taint): boolean => one.key === other.key && one.effect === other.effect;
  const existing = changes.set.filter((one) => before.some((other) => sameAs(one, other)));
  if (existing.length > 0 && !overwrite) {
    const keys = existing.map((one) => one.key).join(',');
    return bad(`node ${node} already has ${keys} taint(s) with same effect(s) and --overwrite is false`);
  }
  const kept = before.filter(
    (one) =>
      !changes.remove.some((gone) => matches(one, gone)) && !changes.set.some((other) => sameAs(one, other)),
  );
  const operation =
    changes.set.length === 0
      ? 'untainted'
      : changes.remove.length > 0 || existing.length > 0
        ? 'modified'
        : 'tainted';
  return good({ taints: [...changes.set, ...kept], operation });
}
