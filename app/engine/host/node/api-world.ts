import { createCore, type Core } from '../../../base/core.ts';
import { createApiServer } from '../../../kube/apiserver/server.ts';
import type { ApiDoor, ApiRequest, ApiResponse } from '../../../kube/client.ts';
import { recorded } from '../../worlds/recorded.ts';
import type { NodeSpec } from '../../world-spec.ts';

/** The recorded cluster with nobody at work but its API server, as the API's cases were recorded. */
export interface ApiWorld {
  readonly core: Core;
  readonly door: ApiDoor;
  send(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): ApiResponse;
}

const NAMESPACES = ['default', 'kube-node-lease', 'kube-public', 'kube-system', 'shop'];

/** Makes a fresh one, with the empty namespace `shop`. */
export function createApiWorld(): ApiWorld {
  const core = createCore(1, Date.parse(recorded.date));
  const { door } = createApiServer(core, { serviceCidr: recorded.serviceCidr });
  const send: ApiWorld['send'] = (method, path, body, headers = {}) =>
    door(requestOf(method, path, body, headers));
  for (const name of NAMESPACES) addNamespace(send, name);
  for (const node of recorded.nodes) addNode(send, node);
  send('POST', '/api/v1/namespaces/default/services', {
    metadata: { name: 'kubernetes', labels: { component: 'apiserver', provider: 'kubernetes' } },
    spec: { clusterIP: '10.0.0.1', ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: 6443 }] },
  });
  send('POST', '/apis/networking.k8s.io/v1/servicecidrs', {
    metadata: { name: 'kubernetes', finalizers: ['networking.k8s.io/service-cidr-finalizer'] },
    spec: { cidrs: [recorded.serviceCidr] },
  });
  for (const object of recorded.objects) {
    const service = object.kind === 'Service';
    if (service) send('POST', '/api/v1/namespaces/kube-system/services', object);
  }
  return { core, door, send };
}

/** A request as it comes over HTTP: the query taken apart, names of headers in lower case, a body of text. */
export function requestOf(
  method: string,
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>>,
): ApiRequest {
  const [place = '', search = ''] = path.split(/\?(.*)/s);
  const query: Record<string, string[]> = {};
  for (const [key, value] of new URLSearchParams(search)) (query[key] ??= []).push(value);
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    method: method as ApiRequest['method'],
    path: place,
    query,
    headers: Object.fromEntries(lower) as Record<string, string>,
    user: 'lintas',
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  };
}

function addNamespace(send: ApiWorld['send'], name: string): void {
  send('POST', '/api/v1/namespaces', { metadata: { name } });
  send('POST', `/api/v1/namespaces/${name}/serviceaccounts`, { metadata: { name: 'default' } });
  send('POST', `/api/v1/namespaces/${name}/configmaps`, {
    metadata: {
      name: 'kube-root-ca.crt',
      annotations: {
        'kubernetes.io/description': 'Contains a CA bundle that can be used to verify the kube-apiserver',
      },
    },
    data: { 'ca.crt': 'CA\n' },
  });
}

function addNode(send: ApiWorld['send'], node: NodeSpec): void {
  const addresses = [
    { type: 'InternalIP', address: node.internalIp },
    ...(node.externalIp === undefined ? [] : [{ type: 'ExternalIP', address: node.externalIp }]),
    { type: 'Hostname', address: node.name },
  ];
  const labels = node.controlPlane === true ? { 'node-role.kubernetes.io/control-plane': '' } : {};
  send('POST', '/api/v1/nodes', {
    metadata: { name: node.name, labels: { 'kubernetes.io/hostname': node.name, ...labels } },
    spec: { podCIDR: node.podCidr, podCIDRs: [node.podCidr] },
    status: {
      addresses,
      conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady', message: '' }],
      nodeInfo: {
        kubeletVersion: 'v1.35.4',
        osImage: 'Debian GNU/Linux 13 (trixie)',
        kernelVersion: '6.12.48+deb13-amd64',
        containerRuntimeVersion: 'containerd://2.1.5',
      },
    },
  });
}
