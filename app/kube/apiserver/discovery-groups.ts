import type { ApiResponse } from '../client.ts';
import type { Api, Served } from './api.ts';
import { groupVersion } from './route.ts';

/** Order of the groups in discovery, as the real server lists them; the core group has a path of its own. */
const GROUPS = [
  'apps',
  'events.k8s.io',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'certificates.k8s.io',
  'networking.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'storage.k8s.io',
  'scheduling.k8s.io',
  'coordination.k8s.io',
  'node.k8s.io',
  'discovery.k8s.io',
];

const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];
const STATUS_VERBS = ['get', 'patch', 'update'];
const PROXY_VERBS = ['create', 'delete', 'get', 'patch', 'update'];

/** What a subresource answers with, and which verbs it takes, where it is not the object itself with get, patch, update. */
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

/** Answers discovery of groups, versions and resources, in the aggregated form where it is asked for. */
export function discoverGroups(api: Api, path: string, accept: string): ApiResponse | undefined {
  const aggregated = accept.includes('as=APIGroupDiscoveryList');
  if (path === '/api') return answer(aggregated ? aggregatedList(api, ['']) : coreVersions());
  if (path === '/apis') return answer(aggregated ? aggregatedList(api, GROUPS) : groupList(api));
  const match = /^\/(?:api|apis\/([a-z0-9.]+))(?:\/(v\d\w*))?$/.exec(path);
  if (!match) return undefined;
  const [, group = '', version] = match;
  const versions = versionsOf(api, group);
  if (versions.length === 0) return undefined;
  if (version === undefined) return group === '' ? undefined : answer(groupOf(group, versions));
  return versions.includes(version) ? answer(resourceList(api, group, version)) : undefined;
}

function answer(body: unknown): ApiResponse {
  return { type: 'object', status: 200, body };
}

function coreVersions(): unknown {
  return {
    kind: 'APIVersions',
    versions: ['v1'],
    serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: '10.240.0.2:6443' }],
  };
}

function groupList(api: Api): unknown {
  const groups = GROUPS.flatMap((name) => {
    const versions = versionsOf(api, name);
    return versions.length === 0 ? [] : [groupBody(name, versions)];
  });
  return { kind: 'APIGroupList', apiVersion: 'v1', groups };
}

function groupOf(name: string, versions: readonly string[]): unknown {
  return { kind: 'APIGroup', apiVersion: 'v1', ...groupBody(name, versions) };
}

function groupBody(name: string, versions: readonly string[]) {
  const listed = versions.map((version) => ({ groupVersion: `${name}/${version}`, version }));
  return { name, versions: listed, preferredVersion: listed[0] };
}

function aggregatedList(api: Api, groups: readonly string[]): unknown {
  const items = groups.flatMap((name) => {
    const versions = versionsOf(api, name);
    if (versions.length === 0) return [];
    return [
      {
        metadata: name === '' ? {} : { name },
        versions: versions.map((version) => ({
          version,
          resources: servedIn(api, name, version).map(aggregatedResource),
          freshness: 'Current',
        })),
      },
    ];
  });
  return { kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2', metadata: {}, items };
}

function aggregatedResource({ kind, kindName }: Served): unknown {
  const { plural, singular, shortNames, categories, namespaced } = kind.resource;
  const subresources = (kind.subresources ?? []).toSorted().map((name) => ({
    subresource: name,
    responseKind: responseKind(name, kindName),
    verbs: verbsOf(name),
  }));
  return {
    resource: plural,
    responseKind: { group: '', version: '', kind: kindName },
    scope: namespaced ? 'Namespaced' : 'Cluster',
    singularResource: singular,
    verbs: resourceVerbs(kind),
    ...(shortNames.length > 0 && { shortNames }),
    ...(categories.length > 0 && { categories }),
    ...(subresources.length > 0 && { subresources }),
  };
}

function resourceList(api: Api, group: string, version: string): unknown {
  const resources = servedIn(api, group, version).flatMap(({ kind, kindName }) => {
    const { plural, singular, shortNames, categories, namespaced } = kind.resource;
    const main = {
      name: plural,
      singularName: singular,
      namespaced,
      kind: kindName,
      verbs: resourceVerbs(kind),
      ...(shortNames.length > 0 && { shortNames }),
      ...(categories.length > 0 && { categories }),
    };
    const subresources = (kind.subresources ?? []).toSorted().map((name) => {
      const other = responseKind(name, kindName);
      return {
        name: `${plural}/${name}`,
        singularName: '',
        namespaced,
        ...(other.group !== '' && { group: other.group, version: other.version }),
        kind: other.kind,
        verbs: verbsOf(name),
      };
    });
    return [main, ...subresources];
  });
  const groupVersionText = groupVersion({ group, version });
  return {
    kind: 'APIResourceList',
    ...(group !== '' && { apiVersion: 'v1' }),
    groupVersion: groupVersionText,
    resources,
  };
}

function resourceVerbs({ noDeleteCollection }: Served['kind']): readonly string[] {
  return noDeleteCollection === true ? VERBS.filter((verb) => verb !== 'deletecollection') : VERBS;
}

function responseKind(subresource: string, kindName: string) {
  if (subresource === 'proxy') return { group: '', version: '', kind: `${kindName}ProxyOptions` };
  const known = SUBRESOURCES[subresource];
  return { group: known?.group ?? '', version: known?.version ?? '', kind: known?.kind ?? kindName };
}

function verbsOf(subresource: string): readonly string[] {
  if (subresource === 'proxy') return PROXY_VERBS;
  return SUBRESOURCES[subresource]?.verbs ?? STATUS_VERBS;
}

/** Versions of a group, the preferred one first: higher numbers before lower. */
function versionsOf(api: Api, group: string): string[] {
  const versions = [...api.served.values()].flatMap((resources) =>
    [...resources.values()].filter((served) => served.group === group).map(({ version }) => version),
  );
  return [...new Set(versions)].toSorted((a, b) => (a > b ? -1 : 1));
}

function servedIn(api: Api, group: string, version: string): Served[] {
  const resources = api.served.get(groupVersion({ group, version }));
  return [...(resources?.values() ?? [])].toSorted((a, b) =>
    a.kind.resource.plural < b.kind.resource.plural ? -1 : 1,
  );
}
