import { timestampAt } from '../../../base/core.ts';
import type { KubeObject } from '../../kinds/object.ts';
import type { ManagedFieldsEntry, ObjectMeta } from '../../kinds/types.data.ts';
import type { WireSchema } from '../../kinds/wire.ts';
import type { Api, Call, Served } from '../api.ts';
import { groupVersion } from '../route.ts';
import { compareFields } from './compare.ts';
import { entryOf, fieldsOf, inOrder, isOf, ownable, withFields, type Writer } from './entries.ts';
import { isEmptySet, unionSets, withoutFields, type FieldSet } from './field-set.ts';
import { bareMetadata, entriesOf, Ledger, ledgerOf, ownersOf, surelyOwns, type Owners } from './ledger.ts';
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

/**
 * The owners after a write of `next` over `live`.
 * @upstream structured-merge-diff/merge/update.go Update
 */
export function trackUpdate(
  api: Api,
  call: Call,
  live: KubeObject | undefined,
  next: KubeObject,
  written: readonly ManagedFieldsEntry[] | undefined,
): Owners {
  const before = live && ledgerOf(live.metadata);
  const ignored = ignoredFields(call);
  const writer = writerOf(call, 'Update');
  const { schema } = api;
  const { served } = call;
  const time = timeNow(api);
  const track = () => {
    const entries = written ?? (live ? entriesOf(ownersOf(live.metadata)) : []);
    const bare = live && withoutEntries(live);
    const after = withoutEntries(next);
    const difference = differenceOf(schema, served, bare, after);
    const changed = ownable(difference.changed, ignored);
    const removed = ownable(difference.removed, ignored);
    return trackChange(entries, writer, changed, removed, time);
  };
  return surelyOwns(live, next, ignored) ? new Ledger(before, track) : track();
}

function differenceOf(schema: WireSchema, served: Served, live: KubeObject | undefined, next: KubeObject) {
  const { wire, fromStored } = served;
  const shown = (object: KubeObject): KubeObject => (fromStored ? fromStored(object) : object);
  const before = live ? shown(live) : zeroObject(schema, wire);
  return compareFields(schema, structType(wire), before, shown(next));
}

/**
 * The entries that come with a write: a client may write them, or take all of them away by a single empty one. Undefined
 * where they are left as they are.
 * @upstream apimachinery/pkg/util/managedfields/internal/fieldmanager.go decodeLiveOrNew
 */
export function writtenEntries(
  { subresource }: Call,
  live: KubeObject | undefined,
  sent: ObjectMeta,
): readonly ManagedFieldsEntry[] | undefined {
  const ledger = ledgerOf(sent);
  if (subresource !== '' || (ledger && ledger === (live && ledgerOf(live.metadata)))) return undefined;
  const given = sent.managedFields ?? [];
  if (given.length === 0) return undefined;
  return given.length === 1 && Object.keys(given[0] ?? {}).length === 0 ? [] : given;
}

function withoutEntries(object: KubeObject): KubeObject {
  if (!('managedFields' in object.metadata)) return object;
  return { ...object, metadata: bareMetadata(object.metadata) };
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
