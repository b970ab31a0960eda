import { pathItem, resourceListPath, type Action } from './operations.ts';

/** A group and version with what it serves, as discovery tells of it. */
export interface PublishedGroup {
  readonly group: string;
  readonly version: string;
  readonly resources: readonly PublishedResource[];
}

/** A resource with its verbs and subresources. */
export interface PublishedResource {
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  /** A delete answers with the object instead of a Status. */
  readonly deleteShowsObject: boolean;
  readonly subresources: readonly {
    readonly name: string;
    readonly group: string;
    readonly version: string;
    readonly kind: string;
    readonly verbs: readonly string[];
  }[];
}

/** Finds the name of a kind's schema. */
export type SchemaOf = (group: string, version: string, kind: string) => string | undefined;

/** Streams into a Pod and proxies have a form of their own, which no client of ours reads. */
const CONNECTIONS = ['attach', 'exec', 'log', 'portforward', 'proxy'];
const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';

/**
 * The paths of a group version. @upstream k8s.io/apiserver pkg/endpoints/installer.go, pkg/endpoints/openapi/openapi.go
 */
export function pathsOf(group: PublishedGroup, schemaOf: SchemaOf): Readonly<Record<string, object>> {
  const root = group.group === '' ? `/api/${group.version}` : `/apis/${group.group}/${group.version}`;
  const name = groupName(group.group);
  const tag = `${name}_${group.version}`;
  const prefix = capital(name) + capital(group.version);
  const paths = group.resources.flatMap((resource) => {
    const schema = schemaOf(group.group, group.version, resource.kind);
    if (schema === undefined) return [];
    return resourcePaths({ root, prefix, schema, schemaOf, group, resource });
  });
  return {
    [`${root}/`]: resourceListPath(tag, `get${prefix}APIResources`),
    ...Object.fromEntries(
      paths
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([path, actions]) => [path, pathItem(path, tag, actions)]),
    ),
  };
}

interface Place {
  readonly root: string;
  readonly prefix: string;
  readonly schema: string;
  readonly schemaOf: SchemaOf;
  readonly group: PublishedGroup;
  readonly resource: PublishedResource;
}

type PathActions = readonly [string, readonly Action[]];

function resourcePaths(place: Place): readonly PathActions[] {
  const { root, prefix, group, resource, schema } = place;
  const { plural, namespaced, verbs } = resource;
  const kind = { group: group.group, version: group.version, kind: resource.kind };
  const scoped = `${namespaced ? 'Namespaced' : ''}${resource.kind}`;
  const collection = `${root}${namespaced ? '/namespaces/{namespace}' : ''}/${plural}`;
  const watched = collection.replace(root, `${root}/watch`);
  const make = (method: Action['method'], name: string, id: string, answers: string): Action => ({
    method,
    name,
    operationId: id,
    kind,
    answers,
    ...((name === 'post' || name === 'put') && { sends: schema }),
  });
  const list = (id: string) => make('get', 'list', `list${prefix}${id}`, `${schema}List`);
  const watch = (name: string, id: string) => make('get', name, `watch${prefix}${id}`, `${META}.WatchEvent`);
  const deleted = resource.deleteShowsObject ? schema : `${META}.Status`;
  const can = (verb: string, action: Action) => (verbs.includes(verb) ? [action] : []);
  const atCollection = [
    ...can('list', list(scoped)),
    ...can('create', make('post', 'post', `create${prefix}${scoped}`, schema)),
    ...can(
      'deletecollection',
      make('delete', 'deletecollection', `delete${prefix}Collection${scoped}`, `${META}.Status`),
    ),
  ];
  const atItem = [
    ...can('get', make('get', 'get', `read${prefix}${scoped}`, schema)),
    ...can('update', make('put', 'put', `replace${prefix}${scoped}`, schema)),
    ...can('patch', make('patch', 'patch', `patch${prefix}${scoped}`, schema)),
    ...can('delete', make('delete', 'delete', `delete${prefix}${scoped}`, deleted)),
  ];
  const item = itemPath(collection, resource);
  const everywhere = namespaced
    ? [
        [`${root}/${plural}`, can('list', list(`${resource.kind}ForAllNamespaces`))],
        [`${root}/watch/${plural}`, can('watch', watch('watchlist', `${resource.kind}ListForAllNamespaces`))],
      ]
    : [];
  return [
    ...everywhere,
    [collection, atCollection],
    [item, atItem],
    [watched, can('watch', watch('watchlist', `${scoped}List`))],
    [item.replace(root, `${root}/watch`), can('watch', watch('watch', scoped))],
    ...resource.subresources.flatMap((one) => subresourcePath(place, item, scoped, one)),
  ].filter((entry): entry is [string, Action[]] => (entry[1]?.length ?? 0) > 0);
}

function itemPath(collection: string, { plural }: PublishedResource): string {
  return plural === 'namespaces'
    ? collection.replace(/namespaces$/, 'namespaces/{name}')
    : `${collection}/{name}`;
}

function subresourcePath(
  { prefix, group, resource, schemaOf }: Place,
  item: string,
  scoped: string,
  one: PublishedResource['subresources'][number],
): readonly PathActions[] {
  if (CONNECTIONS.includes(one.name)) return [];
  const kind = {
    group: one.group === '' && one.version === '' ? group.group : one.group,
    version: one.version === '' ? group.version : one.version,
    kind: one.kind === '' ? resource.kind : one.kind,
  };
  const schema = schemaOf(kind.group, kind.version, kind.kind);
  if (schema === undefined) return [];
  const id = (verb: string) => `${verb}${prefix}${scoped}${capital(one.name)}`;
  const forms = [
    { verb: 'get', method: 'get', id: 'read', sends: false },
    { verb: 'update', method: 'put', id: 'replace', sends: true },
    { verb: 'patch', method: 'patch', id: 'patch', sends: false },
    { verb: 'create', method: 'post', id: 'create', sends: true },
  ] as const;
  const actions = forms
    .filter(({ verb }) => one.verbs.includes(verb))
    .map(({ method, id: verb, sends }) => ({
      method,
      name: method,
      operationId: id(verb),
      kind,
      answers: schema,
      ...(sends && { sends: schema }),
    }));
  return [[`${item}/${one.name}`, actions]];
}

/** `rbac.authorization.k8s.io` is called rbacAuthorization. */
function groupName(group: string): string {
  if (group === '') return 'core';
  const [first = '', ...rest] = group.replace(/\.k8s\.io$/, '').split('.');
  return first + rest.map(capital).join('');
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
