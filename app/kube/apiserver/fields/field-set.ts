import { isObject } from '../../kinds/plain.ts';

/**
 * A set of field paths in the form of FieldsV1: `f:name` and `k:{keys}` and `v:value` lead deeper; a field belongs to the
 * set when its node is empty or has the mark `.`. The root belongs to no set.
 * @upstream sigs.k8s.io/structured-merge-diff/fieldpath/set.go
 */
export interface FieldSet {
  readonly [element: string]: FieldSet;
}

/** The set without any field. */
export const NO_FIELDS: FieldSet = {};
const MARK = '.';
const LEAF: FieldSet = {};

/** A node: a member with or without fields below it; undefined when it is neither. */
export function fieldNode(isItself: boolean, below: FieldSet): FieldSet | undefined {
  const hasBelow = !isEmptySet(below);
  if (!hasBelow) return isItself ? LEAF : undefined;
  return isItself && !(MARK in below) ? { [MARK]: LEAF, ...below } : below;
}

/** Whether a set has no fields. */
export function isEmptySet(set: FieldSet): boolean {
  return Object.keys(set).length === 0;
}

function isMember(node: FieldSet | undefined): boolean {
  return node !== undefined && (MARK in node || isEmptySet(node));
}

function childrenOf(node: FieldSet | undefined): readonly (readonly [string, FieldSet])[] {
  return Object.entries(node ?? {}).filter(([key]) => key !== MARK);
}

/** The fields of both. */
export function unionSets(a: FieldSet, b: FieldSet): FieldSet {
  if (isEmptySet(b) || a === b) return a;
  return isEmptySet(a) ? b : joinChildren(a, b);
}

function joinChildren(a: FieldSet, b: FieldSet): FieldSet {
  const result: Record<string, FieldSet> = Object.fromEntries(childrenOf(a));
  for (const [key, node] of childrenOf(b)) {
    const own = result[key];
    result[key] = own ? joinNodes(own, node) : node;
  }
  return result;
}

function joinNodes(a: FieldSet, b: FieldSet): FieldSet {
  return fieldNode(isMember(a) || isMember(b), joinChildren(a, b)) ?? LEAF;
}

/** The fields of a that are not in b; a itself when nothing is. */
export function withoutFields(a: FieldSet, b: FieldSet): FieldSet {
  if (isEmptySet(b)) return a;
  let changed = false;
  const result: Record<string, FieldSet> = {};
  for (const [key, node] of childrenOf(a)) {
    const other = b[key];
    const left = other ? nodeWithout(node, other) : node;
    if (left !== node) changed = true;
    if (left) result[key] = left;
  }
  return changed ? result : a;
}

function nodeWithout(a: FieldSet, b: FieldSet): FieldSet | undefined {
  const below = withoutFields(a, b);
  const kept = isMember(a) && !isMember(b);
  if (below === a && kept === isMember(a)) return a;
  return fieldNode(kept, Object.fromEntries(childrenOf(below)));
}

/** The fields that are in both. */
export function commonFields(a: FieldSet, b: FieldSet): FieldSet {
  const result: Record<string, FieldSet> = {};
  for (const [key, node] of childrenOf(a)) {
    const other = b[key];
    const common = other && fieldNode(isMember(node) && isMember(other), commonFields(node, other));
    if (common) result[key] = common;
  }
  return result;
}

/** What a set has at one element: nothing, the field itself, or fields below it. */
export function elementOf(
  set: FieldSet,
  key: string,
): { readonly isMember: boolean; readonly below: FieldSet } | undefined {
  const node = set[key];
  return node && { isMember: isMember(node), below: node };
}

/** Every field of a set as a path for error texts, in order: `.spec.containers[name="web"].image`. */
export function fieldPaths(set: FieldSet, prefix = ''): readonly string[] {
  const keys = childrenOf(set).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const own = keys.flatMap(([key, node]) => (isMember(node) ? [prefix + elementText(key)] : []));
  return [...own, ...keys.flatMap(([key, node]) => fieldPaths(node, prefix + elementText(key)))];
}

/** One element of a path as error texts print it. */
export function elementText(element: string): string {
  const rest = element.slice(2);
  if (element.startsWith('f:')) return `.${rest}`;
  if (element.startsWith('v:')) return `[=${rest}]`;
  const keys: unknown = JSON.parse(rest);
  const list = isObject(keys)
    ? Object.entries(keys).map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    : [];
  return `[${list.join(',')}]`;
}
