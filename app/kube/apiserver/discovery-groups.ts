import type { ApiResponse } from '../client.ts';
import type { Api } from './api.ts';
import { listedIn, versionsOf, type Listed } from './listed.ts';
import { groupVersion } from './route.ts';

/** Order of the groups in discovery, as the real server lists them; the core group has a path of its own. */
export const GROUPS: readonly string[] = [
  'apiregistration.k8s.io',
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
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'scheduling.k8s.io',
  'coordination.k8s.io',
  'node.k8s.io',
  'discovery.k8s.io',
  'resource.k8s.io',
  'flowcontrol.apiserver.k8s.io',
];

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
          resources: listedIn(api, name, version).map(aggregatedResource),
          freshness: 'Current',
        })),
      },
    ];
  });
  return { kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2', metadata: {}, items };
}

function aggregatedResource(listed: Listed): unknown {
  const { plural, singular, kind, shortNames, categories, namespaced, verbs } = listed;
  const subresources = listed.subresources.map((one) => ({
    subresource: one.name,
    responseKind: { group: one.group, version: one.version, kind: one.kind },
    verbs: one.verbs,
  }));
  return {
    resource: plural,
    responseKind: { group: '', version: '', kind },
    scope: namespaced ? 'Namespaced' : 'Cluster',
    singularResource: singular,
    verbs,
    ...(shortNames.length > 0 && { shortNames }),
    ...(categories.length > 0 && { categories }),
    ...(subresources.length > 0 && { subresources }),
  };
}

function resourceList(api: Api, group: string, version: string): unknown {
  const resources = listedIn(api, group, version).flatMap((listed) => {
    const { plural, singular, kind, shortNames, categories, namespaced, verbs } = listed;
    const main = {
      name: plural,
      singularName: singular,
      namespaced,
      kind,
      verbs,
      ...(shortNames.length > 0 && { shortNames }),
      ...(categories.length > 0 && { categories }),
    };
    const subresources = listed.subresources.map((one) => ({
      name: `${plural}/${one.name}`,
      singularName: '',
      namespaced,
      ...(one.group !== '' && { group: one.group, version: one.version }),
      kind: one.kind,
      verbs: one.verbs,
    }));
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
