import type { Api, Served } from './api.ts';
import { groupVersion } from './route.ts';
import { UNSERVED } from './unserved.data.ts';

/** A resource as discovery tells of it. */
export interface Listed {
  readonly plural: string;
  readonly singular: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly deleteShowsObject: boolean;
  readonly subresources: readonly ListedSubresource[];
  /** Whether this cluster keeps such objects; of those it does not, a fresh cluster has none, or what we cannot say. */
  readonly kept: 'kept' | 'none' | 'elsewhere';
}

/** A subresource: what it answers with, and which verbs it takes. */
export interface ListedSubresource {
  readonly name: string;
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly verbs: readonly string[];
}

const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];
const STATUS_VERBS = ['get', 'patch', 'update'];
const PROXY_VERBS = ['create', 'delete', 'get', 'patch', 'update'];

/** Subresources that are not the object itself with get, patch, update. */
const SUBRESOURCES: Readonly<
  Record<
    string,
    {
      readonly kind: string;
      readonly group?: string;
      readonly version?: string;
      readonly verbs: readonly string[];
    }
  >
> = {
  attach: { kind: 'PodAttachOptions', verbs: ['create', 'get'] },
  binding: { kind: 'Binding', verbs: ['create'] },
  eviction: { kind: 'Eviction', group: 'policy', version: 'v1', verbs: ['create'] },
  exec: { kind: 'PodExecOptions', verbs: ['create', 'get'] },
  log: { kind: 'Pod', verbs: ['get'] },
  portforward: { kind: 'PodPortForwardOptions', verbs: ['create', 'get'] },
  scale: { kind: 'Scale', group: 'autoscaling', version: 'v1', verbs: STATUS_VERBS },
  token: { kind: 'TokenRequest', group: 'authentication.k8s.io', version: 'v1', verbs: ['create'] },
  finalize: { kind: 'Namespace', verbs: ['update'] },
};

/** The resource that discovery lists and this cluster does not keep. */
export function unservedResource(key: string, plural: string): Listed | undefined {
  return (UNSERVED[key] ?? []).map(readUnserved).find((listed) => listed.plural === plural);
}

/** The resources of a group and version by name, kept or not. */
export function listedIn(api: Api, group: string, version: string): readonly Listed[] {
  const key = groupVersion({ group, version });
  const served = [...(api.served.get(key)?.values() ?? [])].map(listedKind);
  const known = new Set(served.map(({ plural }) => plural));
  const others = (UNSERVED[key] ?? []).map(readUnserved).filter(({ plural }) => !known.has(plural));
  return [...served, ...others].toSorted((a, b) => (a.plural < b.plural ? -1 : 1));
}

/** Versions of a group, the preferred one first: higher numbers before lower. */
export function versionsOf(api: Api, group: string): readonly string[] {
  const keys = [...api.served.keys(), ...Object.keys(UNSERVED)];
  const versions = keys.flatMap((key) => {
    const words = key.split('/');
    const version = words.pop() ?? '';
    return (words[0] ?? '') === group ? [version] : [];
  });
  return [...new Set(versions)].toSorted((a, b) => (a > b ? -1 : 1));
}

function listedKind({ kind, kindName }: Served): Listed {
  const { plural, singular, shortNames, categories, namespaced } = kind.resource;
  return {
    plural,
    singular,
    kind: kindName,
    namespaced,
    shortNames,
    categories,
    verbs: kind.noDeleteCollection === true ? VERBS.filter((verb) => verb !== 'deletecollection') : VERBS,
    deleteShowsObject: kind.deleteShowsObject === true,
    subresources: (kind.subresources ?? []).toSorted().map((name) => listedSubresource(name, kindName)),
    kept: 'kept',
  };
}

function listedSubresource(name: string, kindName: string): ListedSubresource {
  if (name === 'proxy')
    return { name, group: '', version: '', kind: `${kindName}ProxyOptions`, verbs: PROXY_VERBS };
  return { name, group: '', version: '', kind: kindName, verbs: STATUS_VERBS, ...SUBRESOURCES[name] };
}

function readUnserved(row: string): Listed {
  const [marked = '', kind = '', ...rest] = row.split(' ');
  const plural = marked.replace(/^[*+?!-]+/, '');
  const marks = marked.slice(0, marked.length - plural.length);
  const words = (first: string) =>
    rest.filter((word) => word.startsWith(first)).map((word) => word.slice(first.length));
  const onlyCreated = marks.includes('+');
  const onlyRead = marks.includes('?');
  return {
    plural,
    kind,
    singular: kind.toLowerCase(),
    namespaced: marks.includes('*'),
    verbs: onlyCreated ? ['create'] : onlyRead ? ['get', 'list'] : VERBS,
    shortNames: rest.filter((word) => /^\w/.test(word)).flatMap((word) => word.split(',')),
    categories: words('@'),
    deleteShowsObject: marks.includes('!'),
    subresources: words('/').map((name) => listedSubresource(name, kind)),
    kept: onlyCreated || onlyRead || marks.includes('-') ? 'elsewhere' : 'none',
  };
}
