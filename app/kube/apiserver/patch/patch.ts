import { canonicalJson } from '../../../base/json.ts';
import { bad, good, type Result } from '../../../base/result.ts';
import type { Status } from '../../client.ts';
import type { KubeObject } from '../../kinds/object.ts';
import { goText, applyStrategicPatch } from '../../kinds/strategic-merge.ts';
import { invalid } from '../../kinds/field-error.ts';
import { isList, isObject } from '../../kinds/plain.ts';
import type { WireShape } from '../../kinds/wire.ts';
import { asKubeObject } from '../../kinds/typed.decode.ts';
import type { Api, Call } from '../api.ts';
import { parseJson, plainJson } from '../decode/json-text.ts';
import { decodeWire } from '../decode/wire-decode.ts';
import { groupVersion } from '../route.ts';
import { badRequest, failure, invalidStatus } from '../status.ts';
import { applyJsonPatch } from './json-patch.ts';
import { applyMergePatch, mergedText } from './merge.ts';

/** The kinds of patch that change what is stored; apply has its own way. */
export type PatchKind = 'json' | 'merge' | 'strategic';

const MEDIA_TYPES: Readonly<Record<string, PatchKind | 'apply'>> = {
  'application/json-patch+json': 'json',
  'application/merge-patch+json': 'merge',
  'application/strategic-merge-patch+json': 'strategic',
  'application/apply-patch+yaml': 'apply',
};

/** Which kind of patch a request is; undefined for media types that are none. */
export function patchKind(call: Pick<Call, 'request'>): PatchKind | 'apply' | undefined {
  const type = (call.request.headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';
  return MEDIA_TYPES[type];
}

/** 415 for what is no kind of patch. */
export function unsupportedPatch(): Status {
  return failure(415, 'UnsupportedMediaType', '415: Unsupported Media Type');
}

/** What the stored object becomes by a patch, decoded again. */
export type PatchStep = (old: KubeObject) => Result<KubeObject, Status>;

/** Reads a patch once and gives what it does to an object. @upstream apiserver/pkg/endpoints/handlers/patch.go */
export function readPatch(api: Api, call: Call, kind: PatchKind): Result<PatchStep, Status> {
  const { body } = call.request;
  const parsed = typeof body === 'string' ? parseJson(body) : good(body);
  if (!parsed.ok) return bad(badRequest(unreadable(kind, parsed.error)));
  const patch = plainJson(parsed.value);
  const shapeProblem = patchShapeProblem(patch, kind);
  if (shapeProblem !== undefined) return bad(badRequest(shapeProblem));
  return good((old) => {
    const patched = applyPatch(api, call, kind, patch, versioned(call, old));
    if (!patched.ok) return patched;
    const left = kind === 'strategic' ? withoutOrderedLists(patch, old) : patch;
    return decodePatched(api, call, patched.value, kind, left);
  });
}

function unreadable(kind: PatchKind, error: string): string {
  if (kind === 'merge') return 'Invalid JSON Patch';
  return kind === 'strategic' ? error : `error decoding patch: ${error}`;
}

/**
 * What is left of a strategic merge patch when it has been carried out, as errors print it: lists that came with an order
 * are taken out while they are merged. @upstream apimachinery/pkg/util/strategicpatch mergePatchIntoOriginal
 */
function withoutOrderedLists(patch: unknown, old: unknown): unknown {
  if (!isObject(patch) || !isObject(old)) return patch;
  const merged = Object.keys(patch).flatMap((key) =>
    key.startsWith(ORDER) ? [key, key.slice(ORDER.length)] : [],
  );
  return Object.fromEntries(
    Object.entries(patch)
      .filter(([key]) => !merged.includes(key))
      .map(([key, part]) => [key, withoutOrderedLists(part, old[key])]),
  );
}

const ORDER = '$setElementOrder/';

function versioned(call: Call, object: KubeObject): KubeObject {
  return call.served.fromStored ? call.served.fromStored(object) : object;
}

function patchShapeProblem(patch: unknown, kind: PatchKind): string | undefined {
  if (kind === 'json')
    return isList(patch)
      ? undefined
      : `error decoding patch: json: cannot unmarshal ${jsonKind(patch)} into Go value of type []handlers.jsonPatchOp`;
  if (isObject(patch)) return undefined;
  if (patch === null)
    return kind === 'merge' ? 'Invalid JSON Patch' : 'error decoding patch: unexpected null';
  return unreadable(
    kind === 'merge' ? 'json' : kind,
    `json: cannot unmarshal ${jsonKind(patch)} into Go value of type map[string]interface {}`,
  );
}

function jsonKind(value: unknown): string {
  if (isList(value)) return 'array';
  if (isObject(value)) return 'object';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

function applyPatch(
  api: Api,
  call: Call,
  kind: PatchKind,
  patch: unknown,
  old: KubeObject,
): Result<unknown, Status> {
  if (kind === 'merge') return good(applyMergePatch(old, patch));
  if (kind === 'json') {
    const patched = applyJsonPatch(old, isList(patch) ? patch.filter((one) => isObject(one)) : []);
    return patched.ok
      ? patched
      : bad(failure(422, 'Invalid', 'the server rejected our request due to an error in our request', {}));
  }
  const patched = applyStrategicPatch(api.schema, call.served.wire, old, patch);
  if (patched.ok) return patched;
  const { code, message } = patched.error;
  return bad(code === 400 ? badRequest(message) : failure(code, '', message));
}

/** What comes out of a patch is decoded like a body; what a strict decoder minds makes the patch itself invalid. */
function decodePatched(
  api: Api,
  call: Call,
  value: unknown,
  kind: PatchKind,
  patch: unknown,
): Result<KubeObject, Status> {
  const { served } = call;
  const decoded = decodeWire(api.schema, served.wire, value);
  const shown = (): string =>
    kind === 'strategic' ? goText(patch) : mergedText(inGoOrder(api, call, value), patch);
  if (decoded.error !== undefined)
    return bad(invalidPatch(shown(), kind === 'strategic' ? strategicError(decoded.error) : decoded.error));
  if (decoded.strict.length > 0) {
    if (call.fieldValidation === 'Strict')
      return bad(invalidPatch(shown(), `strict decoding error: ${decoded.strict.join(', ')}`));
    if (call.fieldValidation === 'Warn') call.warnings.push(...decoded.strict);
  }
  const object = asKubeObject(decoded.value);
  const typed = { ...object, kind: served.kindName, apiVersion: groupVersion(served) };
  return good(served.toStored ? served.toStored(typed) : typed);
}

/** A value with the fields of its type in Go's order; what its type does not know, or cannot be, follows as it is. */
function inGoOrder(api: Api, call: Call, value: unknown): unknown {
  return ordered(api, { is: 'struct', struct: call.served.wire }, value);
}

function ordered(api: Api, shape: WireShape, value: unknown): unknown {
  if (shape.is === 'list' && isList(value)) return value.map((one) => ordered(api, shape.of, one));
  if (shape.is === 'scalar' && shape.scalar === 'any') return JSON.parse(canonicalJson(value));
  if (shape.is !== 'struct' || !isObject(value)) return value;
  const { fields } = api.schema.struct(shape.struct);
  const known = fields.flatMap(({ name, shape: inner }) =>
    name in value ? [[name, ordered(api, inner, value[name])] as const] : [],
  );
  const names = new Set(known.map(([name]) => name));
  return Object.fromEntries([...known, ...Object.entries(value).filter(([name]) => !names.has(name))]);
}

/** The converter of strategic merge patches has words of its own for values of a wrong type. */
function strategicError(error: string): string {
  const match =
    /^json: cannot unmarshal (\w+)(?: (\S+))? into Go (?:struct field \S+|value) of type (.+)$/.exec(error);
  if (!match) return error;
  const [, got = '', literal = '', type = ''] = match;
  const from = /[.eE]/.test(literal) ? 'float64' : (GO_KINDS[got] ?? got);
  if (type.startsWith('[]')) return `cannot restore slice from ${from}`;
  if (type.startsWith('map[')) return `cannot restore map from ${from}`;
  // Go can make a text of an integer and an integer of a fraction, but here it must not.
  const convertible =
    (type === 'string' && from === 'int64') || (type.startsWith('int') && from === 'float64');
  if (convertible) return `cannot convert ${from} to ${type}`;
  if (SCALAR_KINDS.includes(type)) return `unrecognized type: ${type}`;
  return /^v[0-9]\w*\.(Protocol|\w+(Policy|Type|Operator|Effect|Mode|Phase|Action))$/.test(type)
    ? 'unrecognized type: string'
    : `cannot restore struct from: ${from}`;
}

const GO_KINDS: Readonly<Record<string, string>> = { array: 'slice', object: 'map', number: 'int64' };
const SCALAR_KINDS = ['string', 'bool', 'int32', 'int64', 'float64'];

function invalidPatch(shown: string, detail: string): Status {
  return invalidStatus({ group: '', kind: '' }, '', [invalid('patch', shown, detail)]);
}
