import { retyped } from '../../kinds/typed.decode.ts';
import type { ManagedFieldsEntry } from '../../kinds/types.data.ts';
import { commonFields, isEmptySet, withoutFields, type FieldSet } from './field-set.ts';

/** Who writes, in which way, through which version and subresource. */
export interface Writer {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  readonly subresource: string;
}

/** The fields of an entry as a set. */
export function fieldsOf(entry: ManagedFieldsEntry): FieldSet {
  return retyped<FieldSet>(entry.fieldsV1 ?? {});
}

/** Whether an entry is the one of a writer: appliers keep theirs through all versions. */
export function isOf(entry: ManagedFieldsEntry, writer: Writer): boolean {
  return (
    entry.manager === writer.manager &&
    entry.operation === writer.operation &&
    (entry.subresource ?? '') === writer.subresource &&
    (writer.operation === 'Apply' || entry.apiVersion === writer.apiVersion)
  );
}

/** An entry of metadata.managedFields. */
export function entryOf(writer: Writer, fields: FieldSet, time: string | undefined): ManagedFieldsEntry {
  return {
    manager: writer.manager,
    operation: writer.operation,
    apiVersion: writer.apiVersion,
    ...(time !== undefined && { time }),
    fieldsType: 'FieldsV1',
    fieldsV1: fields,
    ...(writer.subresource !== '' && { subresource: writer.subresource }),
  };
}

/** An entry with other fields; nothing when it has none any more; the same entry when they are the same. */
export function withFields(entry: ManagedFieldsEntry, fields: FieldSet): readonly ManagedFieldsEntry[] {
  if (fields === entry.fieldsV1) return [entry];
  return isEmptySet(fields) ? [] : [{ ...entry, fieldsV1: fields }];
}

/** Appliers first, then by time, manager, version and subresource. @upstream managedfields/internal/managedfields.go sortEncodedManagedFields */
export function inOrder(entries: readonly ManagedFieldsEntry[]): readonly ManagedFieldsEntry[] {
  if (entries.length < 2) return entries;
  return entries.toSorted((a, b) => {
    for (const key of ['operation', 'time', 'manager', 'apiVersion', 'subresource'] as const) {
      const [x, y] = [a[key] ?? '', b[key] ?? ''];
      if (x !== y) return x < y ? -1 : 1;
    }
    return 0;
  });
}

const SERVERS_OWN: FieldSet = {
  'f:apiVersion': {},
  'f:kind': {},
  'f:metadata': {
    '.': {},
    'f:name': {},
    'f:namespace': {},
    'f:creationTimestamp': {},
    'f:selfLink': {},
    'f:uid': {},
    'f:clusterName': {},
    'f:generation': {},
    'f:managedFields': {},
    'f:resourceVersion': {},
  },
};

/** The fields of a write that somebody can own: not what only the server writes, not what this path leaves alone. */
export function ownable(set: FieldSet, ignored: FieldSet): FieldSet {
  const own = withoutFields(set, SERVERS_OWN);
  const left: Record<string, FieldSet> = {};
  for (const [element, node] of Object.entries(own)) {
    const drop = ignored[element];
    if (drop && isEmptySet(drop)) continue;
    const kept = drop ? withoutSubtree(node, drop) : node;
    if (!isEmptySet(kept) || kept === node) left[element] = kept;
  }
  return left;
}

function withoutSubtree(set: FieldSet, drop: FieldSet): FieldSet {
  return Object.fromEntries(Object.entries(set).filter(([key]) => !(key in drop)));
}

/** The fields of an entry that a change touches. */
export function touched(entry: ManagedFieldsEntry, changed: FieldSet): FieldSet {
  return commonFields(fieldsOf(entry), changed);
}
