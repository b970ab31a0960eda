import { describe, expect, it } from 'vitest';
import { createCore } from '../../base/core.ts';
import type { ApiRequest, ApiResponse, WatchEvent } from '../client.ts';
import { createApiServer } from './server.ts';

function world() {
  const core = createCore(1, Date.parse('2026-01-01T00:00:00Z'));
  const server = createApiServer(core, { serviceCidr: '10.0.0.0/16' });
  const call = (
    method: ApiRequest['method'],
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): ApiResponse => {
    const [route = '', search = ''] = path.split('?');
    const query: Record<string, string[]> = {};
    for (const [key, value] of new URLSearchParams(search)) (query[key] ??= []).push(value);
    return server.door({
      method,
      path: route,
      query,
      headers,
      user: 'test',
      ...(body !== undefined && { body }),
    });
  };
  const send = (...parameters: Parameters<typeof call>) => {
    const response = call(...parameters);
    if (response.type !== 'object') throw new Error(response.type);
    return {
      status: response.status,
      body: response.body as Record<string, unknown>,
      headers: response.headers,
    };
  };
  send('POST', '/api/v1/namespaces', { metadata: { name: 'default' } });
  send('POST', '/api/v1/namespaces/default/serviceaccounts', { metadata: { name: 'default' } });
  return { core, server, call, send };
}

const web = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: {
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: { containers: [{ name: 'web', image: 'nginx:1.27' }] },
    },
  },
};
const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';

describe('the API server', () => {
  it('fills in what a Deployment leaves open', () => {
    const { send } = world();
    const { status, body } = send('POST', DEPLOYMENTS, web);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      metadata: { namespace: 'default', generation: 1 },
      spec: { replicas: 1, strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%' } } },
      status: {},
    });
  });

  it('raises the generation when the spec changes, not when the status does', () => {
    const { send } = world();
    send('POST', DEPLOYMENTS, web);
    const strategic = { 'content-type': 'application/strategic-merge-patch+json' };
    expect(send('PATCH', `${DEPLOYMENTS}/web`, { spec: { replicas: 3 } }, strategic).body).toMatchObject({
      metadata: { generation: 2 },
      spec: { replicas: 3 },
    });
    const status = send('PATCH', `${DEPLOYMENTS}/web/status`, { status: { replicas: 3 } }, strategic);
    expect(status.body).toMatchObject({ metadata: { generation: 2 }, status: { replicas: 3 } });
  });

  it('tells watchers of every write in order, with deletions last', () => {
    const { send, call } = world();
    const seen: string[] = [];
    const watch = call('GET', `${DEPLOYMENTS}?watch=1&resourceVersion=1`);
    if (watch.type !== 'watch') throw new Error(watch.type);
    watch.subscribe((event: WatchEvent) => void seen.push(event.type));
    send('POST', DEPLOYMENTS, web);
    send(
      'PATCH',
      `${DEPLOYMENTS}/web`,
      { spec: { replicas: 3 } },
      { 'content-type': 'application/merge-patch+json' },
    );
    send('DELETE', `${DEPLOYMENTS}/web`);
    expect(seen).toEqual(['ADDED', 'MODIFIED', 'DELETED']);
  });

  it('gives a scheduled Pod time to end and removes it with grace 0', () => {
    const { send } = world();
    const pods = '/api/v1/namespaces/default/pods';
    const spec = { nodeName: 'n', containers: [{ name: 'a', image: 'nginx:1' }] };
    send('POST', pods, { metadata: { name: 'a' }, spec });
    expect(send('DELETE', `${pods}/a`).body).toMatchObject({ metadata: { deletionGracePeriodSeconds: 30 } });
    expect(send('GET', `${pods}/a`).status).toBe(200);
    send('DELETE', `${pods}/a?gracePeriodSeconds=0`);
    expect(send('GET', `${pods}/a`).status).toBe(404);
  });

  it('refuses an update of an old version', () => {
    const { send } = world();
    const { body } = send('POST', DEPLOYMENTS, web);
    send('PUT', `${DEPLOYMENTS}/web`, { ...body, spec: { ...(body['spec'] as object), replicas: 2 } });
    const late = send('PUT', `${DEPLOYMENTS}/web`, {
      ...body,
      spec: { ...(body['spec'] as object), replicas: 5 },
    });
    expect(late.status).toBe(409);
    expect(late.body['message']).toBe(
      'Operation cannot be fulfilled on deployments.apps "web": the object has been modified; please apply your changes to the latest version and try again',
    );
  });

  it('gives Services addresses and node ports and takes them back', () => {
    const { send } = world();
    const services = '/api/v1/namespaces/default/services';
    const { body } = send('POST', services, {
      metadata: { name: 'a' },
      spec: { type: 'NodePort', ports: [{ port: 80 }] },
    });
    const spec = body['spec'] as { clusterIP: string; ports: [{ nodePort: number }] };
    expect(spec.clusterIP).toMatch(/^10\.0\.\d+\.\d+$/);
    expect(spec.ports[0].nodePort).toBeGreaterThanOrEqual(30086);
    const taken = { type: 'NodePort', ports: [{ port: 80, nodePort: spec.ports[0].nodePort }] };
    expect(send('POST', services, { metadata: { name: 'b' }, spec: taken }).status).toBe(422);
    send('DELETE', `${services}/a`);
    expect(send('POST', services, { metadata: { name: 'b' }, spec: taken }).status).toBe(201);
  });
});
