import { decodeBase64, encodeBase64 } from '../../base/base64.ts';
import { bad, good, type Result } from '../../base/result.ts';
import { decodeUtf8, encodeUtf8 } from '../../base/utf8.ts';
import type { Status } from '../client.ts';
import { forbidden, notSupported, type FieldError } from '../kinds/field-error.ts';
import type { Kind } from '../kinds/kind.ts';
import type { KubeObject } from '../kinds/object.ts';
import { textAt, valueAt } from '../kinds/plain.ts';
import { EVERYTHING, matches, parseSelector, type Selector } from '../kinds/selectors.ts';
import type { Api, Call, Outcome } from './api.ts';
import { parseJson, plainJson } from './decode/json-text.ts';
import { parseFieldSelector, type FieldRequirement } from './field-selector.ts';
import { optionsInvalid, queryFlag, queryValue } from './query.ts';
import { badRequest, failure, notFound } from './status.ts';
import { groupVersion } from './route.ts';

/** Gets one object. */
export function getObject(api: Api, call: Call): Outcome {
  const version = queryValue(call.request, 'resourceVersion');
  const unready = version === '' ? undefined : tooLargeVersion(api, version);
  if (unready) return bad(unready);
  const object = api.store.get(call.kind, call.namespace, call.name);
  if (!object) return bad(notFound(call.kind.resource, call.name));
  return good({ code: 200, object: presented(call, object) });
}

/** An object in the version of the path. */
export function presented(call: Pick<Call, 'served'>, object: KubeObject): KubeObject {
  return call.served.fromStored ? call.served.fromStored(object) : object;
}

/** Which objects of a kind a request means. */
export interface Filter {
  readonly namespace: string;
  readonly labels: Selector;
  readonly fields: readonly FieldRequirement[];
}

/** Reads the selectors of a request; a path that names one object selects it by name. */
export function requestFilter(call: Call): Result<Filter, Status> {
  const labelText = queryValue(call.request, 'labelSelector');
  const labels = labelText === '' ? good(EVERYTHING) : parseSelector(labelText);
  if (!labels.ok) return bad(badRequest(labels.error));
  const fieldText = queryValue(call.request, 'fieldSelector');
  const fields = fieldText === '' ? good([]) : parseFieldSelector(call.served, fieldText);
  if (!fields.ok) return bad(badRequest(fields.error));
  const named = call.name === '' ? [] : [{ field: 'metadata.name', value: call.name, equal: true }];
  return good({ namespace: call.namespace, labels: labels.value, fields: [...fields.value, ...named] });
}

/** Whether an object is meant. */
export function passes(filter: Filter, kind: Kind, object: KubeObject): boolean {
  if (filter.namespace !== '' && object.metadata.namespace !== filter.namespace && kind.resource.namespaced)
    return false;
  if (!matches(filter.labels, object.metadata.labels)) return false;
  return filter.fields.every(({ field, value, equal }) => (fieldOf(kind, object, field) === value) === equal);
}

/** The value of a field that selectors may name. */
export function fieldOf(kind: Kind, object: KubeObject, field: string): string {
  if (field === 'metadata.name') return object.metadata.name;
  if (field === 'metadata.namespace') return object.metadata.namespace ?? '';
  return kind.fields?.(object)[field] ?? '';
}

/** The objects that a filter takes, in the order of their names. */
export function selectObjects(api: Api, kind: Kind, filter: Filter): readonly KubeObject[] {
  const byName = filter.fields.find((one) => one.field === 'metadata.name' && one.equal);
  const candidates =
    byName && (filter.namespace !== '' || !kind.resource.namespaced)
      ? [api.store.get(kind, filter.namespace, byName.value)].filter((one) => one !== undefined)
      : api.store.list(kind, filter.namespace);
  const all =
    filter.labels.requirements.length === 0 && filter.labels.nothing !== true && filter.fields.length === 0;
  return all ? candidates : candidates.filter((object) => passes(filter, kind, object));
}

/** A list before it takes its final form. */
export interface Listed {
  readonly items: readonly KubeObject[];
  readonly metadata: {
    readonly resourceVersion: string;
    readonly continue?: string;
    readonly remainingItemCount?: number;
  };
}

/** Lists objects, in chunks where a limit is set. @upstream store.go ListPredicate */
export function listObjects(api: Api, call: Call): Result<Listed, Status> {
  const errors = listOptionErrors(call);
  if (errors.length > 0) return bad(optionsInvalid('ListOptions', errors));
  const filter = requestFilter(call);
  if (!filter.ok) return filter;
  const version = queryValue(call.request, 'resourceVersion');
  const unready = version === '' ? undefined : tooLargeVersion(api, version);
  if (unready) return bad(unready);
  const token = queryValue(call.request, 'continue');
  const start = token === '' ? good(undefined) : readContinue(api, call, token);
  if (!start.ok) return start;
  return good(chunk(api, call, filter.value, start.value));
}

/** The body of a list in its own kind. */
export function listBody(call: Call, listed: Listed): object {
  return {
    kind: `${call.served.kindName}List`,
    apiVersion: groupVersion(call.served),
    metadata: listed.metadata,
    items: call.served.fromStored ? listed.items.map((item) => presented(call, item)) : listed.items,
  };
}

interface ContinueAt {
  readonly revision: number;
  readonly start: string;
}

function chunk(api: Api, call: Call, filter: Filter, from: ContinueAt | undefined): Listed {
  const all = selectObjects(api, call.kind, filter);
  const rest = from === undefined ? all : all.filter((object) => storageKey(object) >= from.start);
  const revision = from?.revision ?? api.store.revision;
  const limit = Number(queryValue(call.request, 'limit'));
  const resourceVersion = String(revision);
  const next = limit > 0 ? rest[limit] : undefined;
  if (next === undefined) return { items: rest, metadata: { resourceVersion } };
  const selective = filter.labels.requirements.length > 0 || filter.fields.length > 0;
  return {
    items: rest.slice(0, limit),
    metadata: {
      resourceVersion,
      continue: continueToken(revision, storageKey(next)),
      ...(!selective && { remainingItemCount: rest.length - limit }),
    },
  };
}

function storageKey({ metadata }: KubeObject): string {
  return metadata.namespace === undefined ? metadata.name : `${metadata.namespace}/${metadata.name}`;
}

function continueToken(revision: number, start: string): string {
  const text = JSON.stringify({ v: 'meta.k8s.io/v1', rv: revision, start });
  return encodeBase64(encodeUtf8(text)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function readContinue(api: Api, call: Call, token: string): Result<ContinueAt, Status> {
  const padded = token.replaceAll('-', '+').replaceAll('_', '/');
  const bytes = decodeBase64(padded + '='.repeat((4 - (padded.length % 4)) % 4));
  if (!bytes.ok)
    return bad(
      badRequest(
        `invalid continue token: continue key is not valid: illegal base64 data at input byte ${bytes.error.at}`,
      ),
    );
  const parsed = parseJson(decodeUtf8(bytes.value));
  if (!parsed.ok)
    return bad(badRequest(`invalid continue token: continue key is not valid: ${parsed.error}`));
  const value = plainJson(parsed.value);
  const revision = Number(valueAt(value, 'rv') ?? 0);
  if (revision < api.store.compacted) return bad(expiredContinue(api, textAt(value, 'start')));
  return good({ revision, start: textAt(value, 'start') });
}

function expiredContinue(api: Api, start: string): Status {
  const status = failure(
    410,
    'Expired',
    'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.',
  );
  return { ...status, metadata: { continue: continueToken(api.store.revision, start) } };
}

/** 504 for a version that is still to come. */
export function tooLargeVersion(api: Api, text: string): Status | undefined {
  const version = Number(text);
  if (!(version > api.store.revision)) return undefined;
  const message = `Timeout: Too large resource version: ${text}, current: ${api.store.revision}`;
  return failure(504, 'Timeout', message, {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds: 1,
  });
}

/** What is wrong with the options of a list or watch. @upstream apimachinery/pkg/apis/meta/internalversion/validation */
export function listOptionErrors({ request }: Pick<Call, 'request'>): readonly FieldError[] {
  const match = queryValue(request, 'resourceVersionMatch');
  const version = queryValue(request, 'resourceVersion');
  const token = queryValue(request, 'continue');
  const watch = queryFlag(request, 'watch');
  if (watch) return watchOptionErrors(request.query['sendInitialEvents'] !== undefined, match, token);
  const errors: FieldError[] = [];
  if (request.query['sendInitialEvents'] !== undefined)
    errors.push(forbidden('sendInitialEvents', 'sendInitialEvents is forbidden for list'));
  if (match === '') return errors;
  if (token !== '')
    errors.push(
      forbidden('resourceVersionMatch', 'resourceVersionMatch is forbidden when continue is provided'),
    );
  if (version === '')
    errors.push(
      forbidden(
        'resourceVersionMatch',
        'resourceVersionMatch is forbidden unless resourceVersion is provided',
      ),
    );
  if (match !== 'Exact' && match !== 'NotOlderThan')
    errors.push(notSupported('resourceVersionMatch', match, ['Exact', 'NotOlderThan', '']));
  if (match === 'Exact' && version === '0')
    errors.push(
      forbidden('resourceVersionMatch', 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"'),
    );
  return errors;
}

function watchOptionErrors(initial: boolean, match: string, token: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (token !== '')
    errors.push(
      forbidden('resourceVersionMatch', 'resourceVersionMatch is forbidden when continue is provided'),
    );
  if (!initial) {
    if (match !== '')
      errors.push(
        forbidden(
          'resourceVersionMatch',
          'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided',
        ),
      );
    return errors;
  }
  if (match === '')
    errors.push(
      forbidden(
        'resourceVersionMatch',
        'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
      ),
    );
  else if (match !== 'NotOlderThan')
    errors.push(notSupported('resourceVersionMatch', match, ['NotOlderThan']));
  return errors;
}
