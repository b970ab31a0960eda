import { listAt, textAt, at } from '../unstructured.ts';

/** A resource as discovery tells of it. */
export interface Mapping {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly subresources: readonly string[];
}

/** All resources of a server in discovery's order: the core group first, preferred versions before others. */
export type Mapper = readonly Mapping[];

/** `apps/v1`, or `v1` for the core group. */
export function apiVersionOf(mapping: Pick<Mapping, 'group' | 'version'>): string {
  return mapping.group === '' ? mapping.version : `${mapping.group}/${mapping.version}`;
}

/** How kubectl names a resource in its messages: `deployment.apps`, `service`. */
export function singularDotGroup(mapping: Mapping): string {
  const name = mapping.kind.toLowerCase();
  return mapping.group === '' ? name : `${name}.${mapping.group}`;
}

/** Go's text of a GroupVersionResource: `apps/v1, Resource=deployments`. */
export function resourceText(mapping: Mapping): string {
  return `${mapping.group}/${mapping.version}, Resource=${mapping.plural}`;
}

/** Go's text of a GroupVersionKind: `/v1, Kind=Service`. */
export function kindText(mapping: Mapping, kind = mapping.kind): string {
  return `${mapping.group}/${mapping.version}, Kind=${kind}`;
}

/** The path of a collection, an object or a subresource. */
export function pathOf(mapping: Mapping, namespace: string, name?: string, subresource?: string): string {
  const root = mapping.group === '' ? `/api/${mapping.version}` : `/apis/${mapping.group}/${mapping.version}`;
  const scope = mapping.namespaced && namespace !== '' ? `/namespaces/${namespace}` : '';
  return [`${root}${scope}/${mapping.plural}`, name, subresource]
    .filter((part) => part !== undefined)
    .join('/');
}

/** Reads both answers of aggregated discovery (`/api` and `/apis`). */
export function mapperFrom(discoveries: readonly unknown[]): Mapper {
  return discoveries.flatMap((discovery) =>
    listAt(discovery, 'items').flatMap((group) =>
      listAt(group, 'versions').flatMap((version) =>
        listAt(version, 'resources').map((resource) =>
          mappingFrom(resource, textAt(group, 'metadata', 'name'), textAt(version, 'version')),
        ),
      ),
    ),
  );
}

function mappingFrom(resource: unknown, group: string, version: string): Mapping {
  const plural = textAt(resource, 'resource');
  const kind = textAt(resource, 'responseKind', 'kind');
  return {
    group: textAt(resource, 'responseKind', 'group') || group,
    version: textAt(resource, 'responseKind', 'version') || version,
    kind,
    plural,
    singular: textAt(resource, 'singularResource') || kind.toLowerCase(),
    shortNames: texts(listAt(resource, 'shortNames')),
    categories: texts(listAt(resource, 'categories')),
    namespaced: at(resource, 'scope') === 'Namespaced',
    verbs: texts(listAt(resource, 'verbs')),
    subresources: listAt(resource, 'subresources').map((one) => textAt(one, 'subresource')),
  };
}

function texts(list: readonly unknown[]): readonly string[] {
  return list.filter((one) => typeof one === 'string');
}

/**
 * The resource that a word on the command line means: `po`, `Pods`, `deployments.apps`, `deployments.v1.apps`.
 * @upstream kubectl resource.Builder mappingFor
 */
export function findMapping(mapper: Mapper, word: string): Mapping | undefined {
  const [name = '', ...rest] = word.split('.');
  if (rest.length >= 2) {
    const [version, ...group] = rest;
    const exact = matching(mapper, name).find(
      (one) => one.version === version && one.group === group.join('.'),
    );
    if (exact !== undefined) return exact;
  }
  const group = rest.join('.');
  const candidates = matching(mapper, name);
  if (rest.length === 0) return candidates[0];
  return (
    candidates.find((one) => one.group === group) ?? candidates.find((one) => one.group.startsWith(group))
  );
}

function matching(mapper: Mapper, word: string): readonly Mapping[] {
  const name = word.toLowerCase();
  const named = mapper.filter((one) => one.plural === name || one.singular === name);
  return named.length > 0 ? named : mapper.filter((one) => one.shortNames.includes(name));
}

/** The resource that serves a kind of an apiVersion. */
export function mappingOfKind(mapper: Mapper, apiVersion: string, kind: string): Mapping | undefined {
  const found = mapper.filter((one) => apiVersionOf(one) === apiVersion);
  return found.find((one) => one.kind === kind) ?? found.find((one) => one.singular === kind);
}
