import { timestampAt } from '../../../base/core.ts';
import type { KubeObject } from '../../kinds/object.ts';
import type { ManagedFieldsEntry } from '../../kinds/types.data.ts';
import { without } from '../../kinds/plain.ts';
import type { Api, Call } from '../api.ts';
import { groupVersion } from '../route.ts';
import { compareFields } from './compare.ts';
import { entryOf, fieldsOf, inOrder, isOf, ownable, withFields, type Writer } from './entries.ts';
import { isEmptySet, unionSets, withoutFields, type FieldSet } from './field-set.ts';
import { structType, zeroObject } from './typed.ts';

/** Who writes by a call. */
export function writerOf(call: Call, operation: Writer['operation']): Writer {
  return {
    manager: call.fieldManager || 'unknown',
    operation,
    apiVersion: groupVersion(call.served),
    subresource: call.subresource,
  };
}

/** Fields that a path resets, so that nobody comes to own them by it. */
export function ignoredFields(call: Call): FieldSet {
  const { subresources = [], statusKeepsLabels } = call.kind;
  if (call.subresource === 'status')
    return { 'f:spec': {}, ...(statusKeepsLabels === true && { 'f:metadata': { 'f:labels': {} } }) };
  return subresources.includes('status') ? { 'f:status': {} } : {};
}

/** The entries that a write of `next` over `live` leaves behind. @upstream structured-merge-diff/merge/update.go Update */
export function trackUpdate(
  api: Api,
  call: Call,
  live: KubeObject | undefined,
  next: KubeObject,
): KubeObject {
  const entries = entriesBefore(call, live, next);
  const { schema } = api;
  const { wire, fromStored } = call.served;
  const shown = (object: KubeObject): KubeObject => (fromStored ? fromStored(object) : object);
  const before = live ? shown(live) : zeroObject(schema, wire);
  const same = live?.metadata.managedFields === next.metadata.managedFields;
  const difference = compareFields(
    schema,
    structType(wire),
    live && !same ? withoutEntries(shown(live)) : before,
    same ? shown(next) : withoutEntries(shown(next)),
  );
  const ignored = ignoredFields(call);
  const changed = ownable(difference.changed, ignored);
  const removed = ownable(difference.removed, ignored);
  const updated = trackChange(entries, writerOf(call, 'Update'), changed, removed, timeNow(api));
  return withEntries(next, updated);
}

/**
 * A client may write the entries themselves, or take all of them away by a single empty one; who sends none leaves them.
 * @upstream apimachinery/pkg/util/managedfields/internal/fieldmanager.go decodeLiveOrNew
 */
function entriesBefore(
  { subresource }: Call,
  live: KubeObject | undefined,
  next: KubeObject,
): readonly ManagedFieldsEntry[] {
  const given = next.metadata.managedFields ?? [];
  const kept = live?.metadata.managedFields ?? [];
  if (subresource !== '' || given.length === 0) return kept;
  const isReset = given.length === 1 && Object.keys(given[0] ?? {}).length === 0;
  return isReset ? [] : given;
}

function withoutEntries(object: KubeObject): KubeObject {
  if (!('managedFields' in object.metadata)) return object;
  return { ...object, metadata: without(object.metadata, 'managedFields') };
}

/** An object with its entries. */
export function withEntries(object: KubeObject, entries: readonly ManagedFieldsEntry[]): KubeObject {
  const { metadata } = object;
  if (metadata.managedFields === entries) return object;
  if (entries.length === 0) return withoutEntries(object);
  return { ...object, metadata: { ...metadata, managedFields: entries } };
}

/** What was changed belongs to the writer alone, what was removed to nobody. */
export function trackChange(
  entries: readonly ManagedFieldsEntry[],
  writer: Writer,
  changed: FieldSet,
  removed: FieldSet,
  time: string | undefined,
): readonly ManagedFieldsEntry[] {
  if (isEmptySet(changed) && isEmptySet(removed)) return entries;
  const own = entries.find((entry) => isOf(entry, writer));
  const others = entries
    .filter((entry) => entry !== own)
    .flatMap((entry) => withFields(entry, withoutFields(withoutFields(fieldsOf(entry), changed), removed)));
  const kept = own ? withoutFields(fieldsOf(own), removed) : {};
  const mine = unionSets(kept, changed);
  if (isEmptySet(mine)) return inOrder(others);
  return inOrder([...others, entryOf(writer, mine, isEmptySet(changed) ? own?.time : time)]);
}

/** The time of an entry. */
export function timeNow(api: Api): string {
  return timestampAt(api.core);
}
