import { parse as parseYaml } from 'yaml';
import { attempt } from '../../base/attempt.ts';
import { bad, good, type Result } from '../../base/result.ts';
import { encodeUtf8 } from '../../base/utf8.ts';
import type { Status } from '../client.ts';
import { textAt } from '../kinds/plain.ts';
import { asKubeObject } from '../kinds/typed.decode.ts';
import type { KubeObject } from '../kinds/object.ts';
import type { Api, Call, Served } from './api.ts';
import { parseJson, JsonFields } from './decode/json-text.ts';
import { decodeWire } from './decode/wire-decode.ts';
import { groupVersion } from './route.ts';
import { badRequest, failure } from './status.ts';

/** Decodes the body of a create or update into an object of the path's kind. */
export function decodeBody(api: Api, call: Call): Result<KubeObject, Status> {
  const read = readBody(call);
  if (!read.ok) return read;
  const body = read.value;
  const { served } = call;
  const misplaced = wrongKind(api, served, body);
  if (misplaced) return bad(misplaced);
  const decoded = decodeWire(api.schema, served.wire, body);
  const refused = decodingStatus(call, decoded.error, decoded.strict);
  if (refused) return bad(refused);
  const object = asKubeObject(decoded.value);
  const typed = { ...object, kind: served.kindName, apiVersion: groupVersion(served) };
  return good(served.toStored ? served.toStored(typed) : typed);
}

/** The Status for a decoding error or for what fieldValidation minds; warnings are noted on the way. */
export function decodingStatus(
  call: Call,
  error: string | undefined,
  strict: readonly string[],
): Status | undefined {
  const { kindName, version } = call.served;
  const prefix = `${kindName} in version "${version}" cannot be handled as a ${kindName}: `;
  if (error !== undefined) return badRequest(prefix + error);
  if (strict.length === 0 || call.fieldValidation === 'Ignore') return undefined;
  if (call.fieldValidation === 'Strict')
    return badRequest(`${prefix}strict decoding error: ${strict.join(', ')}`);
  call.warnings.push(...strict);
  return undefined;
}

/** Reads a body of text by its media type; an object is taken as it is. */
export function readBody(call: Call): Result<unknown, Status> {
  const { body = '', headers } = call.request;
  if (typeof body !== 'string') return good(body);
  const type = (headers['content-type'] ?? 'application/json').split(';')[0]?.trim() ?? '';
  switch (type) {
    case 'application/json':
    case '':
      return readJson(call, body);
    case 'application/yaml':
      return readYaml(call, body);
    case 'application/vnd.kubernetes.protobuf':
      return bad(unrecognized(call, 'unexpected EOF', body));
    default:
      return bad(unsupportedMedia(type));
  }
}

/** 415 with the media types of bodies. */
export function unsupportedMedia(_type: string): Status {
  const message =
    'the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf';
  return failure(415, 'UnsupportedMediaType', message);
}

function readJson(call: Call, text: string): Result<unknown, Status> {
  const parsed = parseJson(text);
  if (!parsed.ok)
    return bad(unrecognized(call, `couldn't get version/kind; json parse error: ${parsed.error}`, text));
  if (parsed.value instanceof JsonFields || parsed.value === null) return good(parsed.value);
  const kind = Array.isArray(parsed.value)
    ? 'array'
    : typeof parsed.value === 'boolean'
      ? 'bool'
      : typeof parsed.value;
  const target = String.raw`struct { APIVersion string "json:\"apiVersion,omitempty\""; Kind string "json:\"kind,omitempty\"" }`;
  return bad(
    unrecognized(
      call,
      `couldn't get version/kind; json parse error: json: cannot unmarshal ${kind} into Go value of type ${target}`,
      text,
    ),
  );
}

function readYaml(call: Call, text: string): Result<unknown, Status> {
  const parsed = parseFirstYaml(text);
  return parsed.ok ? parsed : bad(unrecognized(call, parsed.error, text));
}

/** Reads the first document of a YAML text, keys in order as the conversion to JSON leaves them; errors in go-yaml's words. */
export function parseFirstYaml(text: string): Result<unknown> {
  const first = text.split(/^---(?:\s.*)?$/m).find((part) => part.trim() !== '') ?? '';
  const tab = first.split('\n').findIndex((line) => /^\s*\t/.test(line));
  if (tab >= 0) return bad(`yaml: line ${tab + 1}: found a tab character that violates indentation`);
  const parsed = attempt((): unknown => parseYaml(first, { version: '1.1', maxAliasCount: 1000 }));
  if (!parsed.ok) return bad(`yaml: ${yamlProblem(parsed.error)}`);
  return good(sorted(parsed.value));
}

function yamlProblem(error: Error): string {
  const line = Number(/at line (\d+)/.exec(error.message)?.[1] ?? '1');
  const isMapping = /nested mappings|implicit key|implicit map/i.test(error.message);
  const words = isMapping
    ? 'mapping values are not allowed in this context'
    : 'did not find expected node content';
  // Go's parser counts from zero and does not name the first line.
  return line > 1 || !isMapping ? `line ${line}: ${words}` : words;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((part) => sorted(part));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => [key, sorted(part)]),
  );
}

function unrecognized(call: Call, message: string, text: string): Status {
  return badRequest(
    `the object provided is unrecognized (must be of type ${call.served.kindName}): ${message} (${preview(text)})`,
  );
}

/** The beginning of a body as the server shows it: text when it is JSON in form, hexadecimal otherwise. */
function preview(text: string): string {
  if (text === '') return '<empty>';
  if (text.startsWith('{')) return text.length > 30 ? `${text.slice(0, 30)} ...` : text;
  const bytes = encodeUtf8(text);
  const hex = Array.from(bytes.slice(0, 30), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return bytes.length > 30 ? `${hex} ...` : hex;
}

function wrongKind(api: Api, served: Served, body: unknown): Status | undefined {
  const { apiVersion, kind } = typeOf(body);
  const expected = groupVersion(served);
  if ((apiVersion === '' || apiVersion === expected) && (kind === '' || kind === served.kindName))
    return undefined;
  const prefix = `${served.kindName} in version "${served.version}" cannot be handled as a ${served.kindName}: `;
  const version = apiVersion === '' ? expected : apiVersion;
  const name = kind === '' ? served.kindName : kind;
  if (!isRegistered(api, version, name)) {
    const known = api.served.has(version) || LEGACY_VERSIONS.includes(version);
    if (known && kind === served.kindName)
      return badRequest(
        `the API version in the data (${version}) does not match the expected API version (${expected})`,
      );
    return badRequest(
      `${prefix}no kind ${JSON.stringify(name)} is registered for version ${JSON.stringify(version)} in scheme "pkg/runtime/scheme.go:111"`,
    );
  }
  if (kind === served.kindName || kind === '')
    return badRequest(
      `the API version in the data (${version}) does not match the expected API version (${expected})`,
    );
  const short = version.slice(version.lastIndexOf('/') + 1);
  const internal = served.group === '' ? 'core' : (served.group.split('.')[0] ?? '');
  return badRequest(
    `${name} in version ${JSON.stringify(short)} cannot be handled as a ${served.kindName}: converting (${short}.${name}) to (${internal}.${served.kindName}): unknown conversion`,
  );
}

/** Versions that the real scheme still knows although nothing serves them. */
const LEGACY_VERSIONS = [
  'extensions/v1beta1',
  'apps/v1beta1',
  'apps/v1beta2',
  'batch/v1beta1',
  'policy/v1beta1',
];

function isRegistered(api: Api, version: string, kind: string): boolean {
  if (version === 'v1' && kind === 'List') return true;
  return [...(api.served.get(version)?.values() ?? [])].some((one) => one.kindName === kind);
}

function typeOf(body: unknown): { readonly apiVersion: string; readonly kind: string } {
  if (body instanceof JsonFields) {
    const find = (key: string): string => {
      const value = body.entries.findLast(([name]) => name === key)?.[1];
      return typeof value === 'string' ? value : '';
    };
    return { apiVersion: find('apiVersion'), kind: find('kind') };
  }
  return { apiVersion: textAt(body, 'apiVersion'), kind: textAt(body, 'kind') };
}
