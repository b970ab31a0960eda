import { bad, good, type Result } from '../../../base/result.ts';
import type { Sys } from '../../../linux/process/program.ts';
import { failed, prefixed, type Failure } from '../failure.ts';
import type { Invocation } from '../invocation.ts';
import { isFields, listAt, nameOf, namespaceOf, textAt, type Fields } from '../unstructured.ts';
import { itemsOf, readDocuments } from './files.ts';
import {
  apiVersionOf,
  findMapping,
  mappingOfKind,
  pathOf,
  resourceText,
  type Mapper,
  type Mapping,
} from './mapping.ts';

/** What a command line asks for. */
export interface Wanted {
  readonly args: readonly string[];
  readonly files?: readonly string[];
  readonly recursive?: boolean;
  readonly selector?: string;
  readonly fieldSelector?: string;
  readonly all?: boolean;
  readonly allNamespaces?: boolean;
  /** A type without name means all of them (get, describe). */
  readonly typeAlone?: boolean;
  /** Arguments name only resources of this type, and the type may be left out (cordon NODE). */
  readonly onlyType?: string;
  /** Files are taken as they are, without a namespace put in. */
  readonly local?: boolean;
  /** Files may be checked against the schema first (apply, create, replace). */
  readonly validate?: boolean;
}

/** One thing to work on: an object by its name, a list by its selectors, or an object read from a file. */
export interface Target {
  readonly mapping: Mapping;
  /** The kind as it was written, where it came from a file. */
  readonly kind?: string;
  readonly namespace: string;
  readonly name: string | undefined;
  readonly selector?: string;
  readonly fieldSelector?: string;
  readonly source?: string;
  readonly object?: Fields;
}

/** A found object with how it is reached. */
export interface Found {
  readonly mapping: Mapping;
  readonly namespace: string;
  readonly name: string;
  readonly object: Fields;
  readonly source: string;
}

const MISSING_RESOURCE =
  'You must provide one or more resources by argument or filename.\nExample resource specifications include:\n' +
  "   '-f rsrc.yaml'\n   '--filename=rsrc.json'\n   '<resource> <name>'\n   '<resource>'";

const COMBINED =
  'there is no need to specify a resource type as a separate argument when passing arguments in resource/name form ' +
  "(e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'";

/**
 * Turns arguments and flags into what they mean, in the order in which the real client would visit them.
 * @upstream cli-runtime pkg/resource/builder.go visitorResult
 */
export function* resolveTargets(k: Invocation, wanted: Wanted): Sys<Result<readonly Target[], Failure>> {
  if ((wanted.files ?? []).length > 0) return yield* fileTargets(k, wanted);
  const args = spread(wanted.args);
  const combined = args.filter((arg) => arg.includes('/')).length;
  if (combined > 0 && combined !== args.length) return failed(COMBINED);
  const malformed = combined > 0 ? args.map(tupleError).find((error) => error !== undefined) : undefined;
  if (malformed !== undefined) return failed(malformed);
  const mapper = yield* k.mapper();
  if (!mapper.ok) return mapper;
  const selecting =
    wanted.all === true ||
    (wanted.selector ?? '') !== '' ||
    (wanted.fieldSelector ?? '') !== '' ||
    (wanted.typeAlone === true && args.length === 1 && combined === 0);
  if (selecting) return selectTargets(k, wanted, args, mapper.value);
  if (combined > 0) return tupleTargets(k, args, mapper.value);
  return nameTargets(k, wanted, args, mapper.value);
}

/** `svc,cm a b` means `svc/a cm/a svc/b cm/b`. */
function spread(args: readonly string[]): readonly string[] {
  const types = (args[0] ?? '').split(',').filter((type) => type !== '');
  if (args.length < 2 || types.length < 2) return args;
  return args.slice(1).flatMap((name) => types.map((type) => `${type}/${name}`));
}

function tupleError(arg: string): string | undefined {
  const parts = arg.split('/');
  if (parts.length !== 2) return 'arguments in resource/name form may not have more than one slash';
  const [type = '', name = ''] = parts;
  if (type === '' || name === '' || type.split(',').length !== 1) {
    return 'arguments in resource/name form must have a single resource and name';
  }
  return undefined;
}

function selectTargets(
  k: Invocation,
  wanted: Wanted,
  args: readonly string[],
  mapper: Mapper,
): Result<readonly Target[], Failure> {
  const types = typesOf(args[0] ?? '', mapper);
  if (args.some((arg) => arg.includes('/'))) {
    return failed('selectors and the all flag cannot be used when passing resource/name arguments');
  }
  if (args.length > 1) return failed('name cannot be provided when a selector is specified');
  if (types.length === 0) return failed('at least one resource must be specified to use a selector');
  const targets: Target[] = [];
  for (const type of types) {
    const mapping = mappingFor(mapper, type);
    if (!mapping.ok) return mapping;
    targets.push({
      mapping: mapping.value,
      namespace: mapping.value.namespaced && wanted.allNamespaces !== true ? k.namespace : '',
      name: undefined,
      selector: wanted.selector ?? '',
      fieldSelector: wanted.fieldSelector ?? '',
    });
  }
  return good(targets);
}

function tupleTargets(
  k: Invocation,
  args: readonly string[],
  mapper: Mapper,
): Result<readonly Target[], Failure> {
  const targets: Target[] = [];
  for (const arg of args) {
    const [type = '', name = ''] = arg.split('/');
    const mapping = mappingFor(mapper, type);
    if (!mapping.ok) return mapping;
    targets.push({ mapping: mapping.value, namespace: mapping.value.namespaced ? k.namespace : '', name });
  }
  return good(targets);
}

function nameTargets(
  k: Invocation,
  wanted: Wanted,
  args: readonly string[],
  mapper: Mapper,
): Result<readonly Target[], Failure> {
  const [first = '', ...rest] = args;
  if (first === '') return failed(MISSING_RESOURCE);
  const types = typesOf(first, mapper);
  const mappings: Mapping[] = [];
  for (const type of types) {
    const mapping = mappingFor(mapper, type);
    if (!mapping.ok) return mapping;
    mappings.push(mapping.value);
  }
  if (rest.length === 0) return failed('resource(s) were provided, but no name was specified');
  if (mappings.length > 1) return failed('you must specify only one resource');
  const mapping = mappings[0];
  if (mapping === undefined) return failed(MISSING_RESOURCE);
  if (wanted.allNamespaces === true && mapping.namespaced) {
    return failed('a resource cannot be retrieved by name across all namespaces');
  }
  const namespace = mapping.namespaced ? k.namespace : '';
  return good(rest.map((name) => ({ mapping, namespace, name })));
}

/** Words separated by commas; `all` stands for the resources of that category. */
function typesOf(word: string, mapper: Mapper): readonly string[] {
  return word
    .split(',')
    .filter((type) => type !== '')
    .flatMap((type) => {
      const members = mapper.filter((one) => one.categories.includes(type));
      if (members.length === 0) return [type];
      return members.map((one) => (one.group === '' ? one.plural : `${one.plural}.${one.group}`));
    })
    .filter((type, at, all) => all.indexOf(type) === at);
}

/** The resource of a word, or the real client's complaint. */
export function mappingFor(mapper: Mapper, word: string): Result<Mapping, Failure> {
  const mapping = findMapping(mapper, word);
  return mapping === undefined
    ? failed(`the server doesn't have a resource type "${word.split('.')[0] ?? ''}"`)
    : good(mapping);
}

function* fileTargets(k: Invocation, wanted: Wanted): Sys<Result<readonly Target[], Failure>> {
  if (wanted.args.length > 0) {
    return failed(
      'when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well',
    );
  }
  const read = yield* readDocuments(k, wanted.files ?? [], wanted.recursive === true);
  if (!read.ok) return read;
  const mapper = yield* k.mapper();
  if (!mapper.ok) return mapper;
  const targets: Target[] = [];
  for (const document of read.value.documents) {
    if (wanted.validate === true) {
      const invalid = schemaComplaint(document.value);
      if (invalid !== undefined) {
        return failed(
          `error validating "${document.source}": error validating data: ${invalid}; ` +
            'if you choose to ignore these errors, turn validation off with --validate=false',
        );
      }
    }
    for (const { source, object } of itemsOf(document)) {
      const target = fileTarget(k, source, object, mapper.value, wanted.local === true);
      if (!target.ok) return target;
      targets.push(target.value);
    }
  }
  return read.value.error === undefined ? good(targets) : bad(read.value.error);
}

function schemaComplaint(value: unknown): string | undefined {
  if (!isFields(value)) return 'invalid object to validate';
  const missing = ['apiVersion', 'kind'].filter(
    (field) => typeof value[field] !== 'string' || value[field] === '',
  );
  if (missing.length === 0) return undefined;
  return missing.length === 1
    ? `${missing[0] ?? ''} not set`
    : `[${missing.map((field) => `${field} not set`).join(', ')}]`;
}

function fileTarget(
  k: Invocation,
  source: string,
  object: Fields,
  mapper: Mapper,
  local: boolean,
): Result<Target, Failure> {
  const apiVersion = textAt(object, 'apiVersion');
  const kind = textAt(object, 'kind');
  if (kind === '')
    return failed(`unable to decode "${source}": Object 'Kind' is missing in '${JSON.stringify(object)}'`);
  const misshapen = metadataComplaint(object);
  if (misshapen !== undefined) return failed(`unable to decode "${source}": ${misshapen}`);
  const mapping = mappingOfKind(mapper, apiVersion, kind);
  if (mapping === undefined) {
    return failed(
      `resource mapping not found for name: "${nameOf(object)}" namespace: "${namespaceOf(object)}" from "${source}": ` +
        `no matches for kind "${kind}" in version "${apiVersion}"\nensure CRDs are installed first`,
    );
  }
  const own = namespaceOf(object);
  if (mapping.namespaced && own !== '' && k.namespaceForced && own !== k.namespace) {
    return failed(
      `the namespace from the provided object "${own}" does not match the namespace "${k.namespace}". ` +
        `You must pass '--namespace=${own}' to perform this operation.`,
    );
  }
  const namespace = mapping.namespaced ? own || k.namespace : '';
  return good({
    mapping,
    kind,
    namespace,
    name: nameOf(object),
    source,
    object: local ? object : settle(object, namespace),
  });
}

/** Puts the object into its namespace, as the visitor does before a verb sees it. */
function settle(object: Fields, namespace: string): Fields {
  if (namespace === '' || namespaceOf(object) === namespace) return object;
  const metadata = isFields(object['metadata']) ? object['metadata'] : {};
  return { ...object, metadata: { ...metadata, namespace } };
}

const METADATA_TEXTS = ['name', 'generateName', 'namespace', 'uid', 'resourceVersion'];

/** The client decodes metadata itself, so a wrong shape there never reaches the server. */
function metadataComplaint(object: Fields): string | undefined {
  const { metadata } = object;
  if (metadata === undefined || metadata === null) return undefined;
  if (!isFields(metadata)) {
    return `json: cannot unmarshal ${jsonKind(metadata)} into Go struct field metadataOnlyObject.metadata of type v1.ObjectMeta`;
  }
  for (const field of METADATA_TEXTS) {
    const value = metadata[field];
    if (value === undefined || value === null || typeof value === 'string') continue;
    return `json: cannot unmarshal ${jsonKind(value)} into Go struct field ObjectMeta.metadata.${field} of type string`;
  }
  for (const field of ['labels', 'annotations']) {
    const map = metadata[field];
    if (map === undefined || map === null) continue;
    const path = `Go struct field ObjectMeta.metadata.${field} of type`;
    if (!isFields(map)) return `json: cannot unmarshal ${jsonKind(map)} into ${path} map[string]string`;
    const wrong = Object.entries(map)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .find(([, value]) => typeof value !== 'string' && value !== null);
    if (wrong !== undefined) return `json: cannot unmarshal ${jsonKind(wrong[1])} into ${path} string`;
  }
  return undefined;
}

function jsonKind(value: unknown): string {
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'object') return Array.isArray(value) ? 'array' : 'object';
  return typeof value;
}

/** Fetches what targets mean; goes on after errors, which come back beside the objects. */
export function* fetchTargets(
  k: Invocation,
  targets: readonly Target[],
): Sys<{ readonly found: readonly Found[]; readonly failures: readonly Failure[] }> {
  const found: Found[] = [];
  const failures: Failure[] = [];
  for (const target of targets) {
    const answer = yield* fetchTarget(k, target);
    if (answer.ok) found.push(...answer.value);
    else failures.push(answer.error);
  }
  return { found, failures };
}

/** Fetches one target: one object, or the items of a list. */
export function* fetchTarget(k: Invocation, target: Target): Sys<Result<readonly Found[], Failure>> {
  const answer = yield* k.get(pathOf(target.mapping, target.namespace, target.name), listQuery(target));
  if (!answer.ok) return bad(selectionFailure(answer.error, target));
  const objects =
    target.name === undefined
      ? listAt(answer.value, 'items').map((item) => withType(item, target.mapping))
      : [answer.value];
  return good(
    objects.filter(isFields).map((object) => ({
      mapping: target.mapping,
      namespace: namespaceOf(object),
      name: nameOf(object),
      object,
      source: target.source ?? '',
    })),
  );
}

/** The query of a list; nothing for one object. */
export function listQuery(target: Target): Readonly<Record<string, string | undefined>> | undefined {
  if (target.name !== undefined) return undefined;
  return {
    limit: '500',
    labelSelector: target.selector === '' ? undefined : target.selector,
    fieldSelector: target.fieldSelector === '' ? undefined : target.fieldSelector,
  };
}

/** A refused list names its selectors. */
export function selectionFailure(failure: Failure, target: Target): Failure {
  if (failure.type !== 'status' || target.name !== undefined) return failure;
  if (!['BadRequest', 'NotFound'].includes(failure.status.reason ?? '')) return failure;
  return prefixed(
    failure,
    `Unable to find "${resourceText(target.mapping)}" that match label selector "${target.selector ?? ''}", ` +
      `field selector "${target.fieldSelector ?? ''}": `,
  );
}

/** Items of a list come without their type; every printed object carries it. */
export function withType(item: unknown, mapping: Mapping): unknown {
  if (!isFields(item) || typeof item['kind'] === 'string') return item;
  return { apiVersion: apiVersionOf(mapping), kind: mapping.kind, ...item };
}
