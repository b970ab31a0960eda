import { bad, good, type Result } from '../../../base/result.ts';
import { canonicalJson } from '../../../base/json.ts';
import type { Status } from '../../client.ts';
import type { KubeObject } from '../../kinds/object.ts';
import { isEqual, isObject, textAt, valueAt, without, type PlainObject } from '../../kinds/plain.ts';
import type { ManagedFieldsEntry } from '../../kinds/types.data.ts';
import type { Api, Call } from '../api.ts';
import { groupVersion } from '../route.ts';
import { badRequest, failure } from '../status.ts';
import { compareFields } from './compare.ts';
import { configuredFields } from './configuration.ts';
import { entryOf, fieldsOf, inOrder, isOf, ownable, touched, withFields } from './entries.ts';
import {
  commonFields,
  fieldPaths,
  isEmptySet,
  NO_FIELDS,
  unionSets,
  withoutFields,
  type FieldSet,
} from './field-set.ts';
import { mergeApplied, removeFields, withNamedFields } from './merge.ts';
import { ignoredFields, timeNow, writerOf } from './track.ts';
import { structType, type FieldType } from './typed.ts';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** What an apply makes of an object: its parts before they are decoded, and who owns what afterwards. */
export interface Applied {
  readonly value: unknown;
  readonly entries: readonly ManagedFieldsEntry[];
}

/** Applies a configuration to a live object, or to nothing. @upstream structured-merge-diff/merge/update.go Apply */
export function applyConfiguration(
  api: Api,
  call: Call,
  live: KubeObject | undefined,
  config: PlainObject,
  force: boolean,
): Result<Applied, Status> {
  const misplaced = wrongType(call, config);
  if (misplaced) return bad(misplaced);
  const type = structType(call.served.wire);
  const configured = configuredFields(api.schema, type, config);
  if (!configured.ok) return bad(untyped(call, config, configured.error));
  const entries = live?.metadata.managedFields ?? [];
  const base: unknown = live ? { ...live, metadata: without(live.metadata, 'managedFields') } : {};
  const ignored = ignoredFields(call);
  const set = ownable(configured.value, ignored);
  const writer = writerOf(call, 'Apply');
  const own = entries.find((entry) => isOf(entry, writer));
  const others = entries.filter((entry) => entry !== own);
  const merged = mergeApplied(api.schema, type, base, config);
  const pruned = own
    ? prune(api, type, merged, fieldsOf(own), [configured.value, ...others.map(fieldsOf)])
    : merged;
  const difference = compareFields(api.schema, type, base, pruned);
  const changed = ownable(difference.changed, ignored);
  const conflicts = others.filter((entry) => !isEmptySet(touched(entry, changed)));
  if (conflicts.length > 0 && !force && !isUpgrade(call, live, conflicts, changed))
    return bad(conflictStatus(conflicts, changed));
  const removed = ownable(difference.removed, ignored);
  const left = others.flatMap((entry) =>
    withFields(entry, withoutFields(withoutFields(fieldsOf(entry), changed), removed)),
  );
  const isNoop = live !== undefined && isEqual(pruned, base);
  const time = isNoop ? own?.time : timeNow(api);
  const mine = isEmptySet(set)
    ? []
    : [own && isNoop && isEqual(set, own.fieldsV1) ? own : entryOf(writer, set, time)];
  const value = refreshLastApplied(call, pruned, config);
  return good({ value, entries: inOrder([...left, ...mine]) });
}

function wrongType(call: Call, config: PlainObject): Status | undefined {
  const apiVersion = textAt(config, 'apiVersion');
  const kind = textAt(config, 'kind');
  if (apiVersion === '' || kind === '') {
    const shownVersion = apiVersion === '' ? '/' : apiVersion.includes('/') ? apiVersion : `/${apiVersion}`;
    return badRequest(`invalid object type: ${shownVersion}, Kind=${kind}`);
  }
  const expected = groupVersion(call.served);
  if (apiVersion !== expected)
    return badRequest(
      `Incorrect version specified in apply patch. Specified patch version: ${apiVersion}, expected: ${expected}`,
    );
  return valueAt(config, 'metadata', 'managedFields') === undefined
    ? undefined
    : badRequest('metadata.managedFields must be nil');
}

function untyped(call: Call, config: PlainObject, errors: readonly string[]): Status {
  const { group, version, kindName } = call.served;
  const place = `${call.namespace === '' ? '' : `${call.namespace}/`}${textAt(config, 'metadata', 'name')}`;
  const text =
    errors.length === 1 ? (errors[0] ?? '') : `errors:\n${errors.map((one) => `  ${one}`).join('\n')}`;
  return failure(
    500,
    '',
    `failed to create typed patch object (${place}; ${group}/${version}, Kind=${kindName}): ${text}`,
  );
}

/** Takes out what the applier had applied before and nobody owns any more. */
function prune(
  api: Api,
  type: FieldType,
  merged: unknown,
  last: FieldSet,
  owned: readonly FieldSet[],
): unknown {
  const { schema } = api;
  const named = (set: FieldSet): FieldSet => withNamedFields(schema, type, set);
  const all = named(presentFields(api, type, merged));
  const lastNamed = named(last);
  const pruned = removeFields(schema, type, merged, lastNamed);
  const gone = withoutFields(all, named(presentFields(api, type, pruned)));
  const managed = named(owned.reduce(unionSets, NO_FIELDS));
  const removable = commonFields(withoutFields(gone, managed), lastNamed);
  return removeFields(schema, type, merged, removable);
}

function presentFields(api: Api, type: FieldType, value: unknown): FieldSet {
  const set = configuredFields(api.schema, type, value);
  return set.ok ? set.value : NO_FIELDS;
}

function conflictStatus(conflicts: readonly ManagedFieldsEntry[], changed: FieldSet): Status {
  const named = conflicts
    .map((entry) => ({ name: managerText(entry), paths: fieldPaths(touched(entry, changed)) }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const causes = named.flatMap(({ name, paths }) =>
    paths.map((field) => ({ reason: 'FieldManagerConflict', message: `conflict with ${name}`, field })),
  );
  const lines = named.map(({ name, paths }) =>
    causes.length === 1
      ? `conflict with ${name}: ${paths[0] ?? ''}`
      : `conflicts with ${name}:\n${paths.map((path) => `- ${path}`).join('\n')}`,
  );
  const count = causes.length === 1 ? '1 conflict' : `${causes.length} conflicts`;
  return failure(409, 'Conflict', `Apply failed with ${count}: ${lines.join('\n')}`, { causes });
}

function managerText({ manager = '', operation, apiVersion = '', subresource }: ManagedFieldsEntry): string {
  const via = subresource ? ` with subresource ${JSON.stringify(subresource)}` : '';
  const using = operation === 'Update' ? ` using ${apiVersion}` : '';
  return `${JSON.stringify(manager)}${via}${using}`;
}

/** kubectl goes over to server-side apply without conflicts about what it has applied itself before. */
function isUpgrade(
  call: Call,
  live: KubeObject | undefined,
  conflicts: readonly ManagedFieldsEntry[],
  _changed: FieldSet,
): boolean {
  if (call.fieldManager !== 'kubectl' || live?.metadata.annotations?.[LAST_APPLIED] === undefined)
    return false;
  return conflicts.every(({ manager }) => manager === 'kubectl-client-side-apply');
}

/** An object that kubectl applied by itself before keeps the annotation that says what. */
function refreshLastApplied(call: Call, value: unknown, config: PlainObject): unknown {
  const annotations = valueAt(value, 'metadata', 'annotations');
  if (call.fieldManager !== 'kubectl' || !isObject(value) || !isObject(annotations)) return value;
  if (!(LAST_APPLIED in annotations)) return value;
  const metadata = valueAt(value, 'metadata');
  if (!isObject(metadata)) return value;
  const text = `${canonicalJson(config)}\n`;
  return { ...value, metadata: { ...metadata, annotations: { ...annotations, [LAST_APPLIED]: text } } };
}
