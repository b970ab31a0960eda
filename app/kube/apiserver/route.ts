import type { ApiRequest } from '../client.ts';
import type { Kind } from '../kinds/kind.ts';
import type { Served } from './api.ts';

/** Where a path leads inside a group and version. */
export interface Route {
  readonly served: Served;
  readonly namespace: string;
  readonly name: string;
  readonly subresource: string;
  /** The deprecated `/watch/` form of the path. */
  readonly watch: boolean;
}

/** All kinds by `group/version` and plural. */
export type ServedKinds = ReadonlyMap<string, ReadonlyMap<string, Served>>;

/** Lists what is served: every kind under its own group and version, some under further ones. */
export function serveKinds(kinds: readonly Kind[]): ServedKinds {
  const served = new Map<string, Map<string, Served>>();
  const add = (one: Served): void => {
    const key = groupVersion(one);
    const known = served.get(key) ?? new Map<string, Served>();
    known.set(one.kind.resource.plural, one);
    served.set(key, known);
  };
  for (const kind of kinds) {
    const { group, version, kind: kindName } = kind.resource;
    add({ kind, group, version, kindName, wire: kind.wire });
    for (const other of kind.versions ?? []) add({ kind, kindName, ...other });
  }
  return served;
}

/** `apps/v1`, or `v1` in the core group. */
export function groupVersion({
  group,
  version,
}: {
  readonly group: string;
  readonly version: string;
}): string {
  return group === '' ? version : `${group}/${version}`;
}

/** Finds the kind, namespace, name and subresource of a path; undefined where it leads nowhere. */
export function findRoute(served: ServedKinds, request: ApiRequest): Route | 'unknown-group' | undefined {
  const [, ...parts] = request.path.split('/');
  const segments = request.path.includes('%') ? parts.map((segment) => decodeSegment(segment)) : parts;
  const core = segments[0] === 'api';
  const version = core ? segments[1] : `${segments[1] ?? ''}/${segments[2] ?? ''}`;
  const kinds = served.get(version ?? '');
  if (!kinds) return 'unknown-group';
  const rest = segments.slice(core ? 2 : 3);
  const watch = rest[0] === 'watch';
  return findResource(kinds, watch ? rest.slice(1) : rest, watch);
}

function findResource(
  kinds: ReadonlyMap<string, Served>,
  segments: readonly string[],
  watch: boolean,
): Route | undefined {
  const [first = '', second = '', third] = segments;
  const inNamespace = first === 'namespaces' && third !== undefined && !isNamespaceSubresource(third);
  const namespace = inNamespace ? second : '';
  const [plural = '', name = '', subresource = '', ...more] = inNamespace ? segments.slice(2) : segments;
  const served = kinds.get(plural);
  if (!served || more.length > 0) return undefined;
  const { namespaced } = served.kind.resource;
  if (namespaced ? name !== '' && !inNamespace : inNamespace) return undefined;
  return { served, namespace, name, subresource, watch };
}

function isNamespaceSubresource(segment: string): boolean {
  return segment === 'status' || segment === 'finalize';
}

function decodeSegment(segment: string): string {
  return segment.includes('%') ? decodeURIComponent(segment) : segment;
}
