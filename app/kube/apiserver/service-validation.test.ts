import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createCore } from '../../base/core.ts';
import type { ApiRequest, Status } from '../client.ts';
import { createApiServer } from './server.ts';

interface Case {
  readonly name: string;
  readonly service: { readonly metadata: { readonly namespace?: string } };
  readonly real: {
    readonly code: number;
    readonly reason?: string;
    readonly message?: string;
    readonly causes?: unknown;
  };
}

const { cases } = JSON.parse(
  readFileSync(new URL('testdata/service-validation.json', import.meta.url), 'utf8'),
) as { readonly cases: readonly Case[] };

function send(method: ApiRequest['method'], path: string, body: unknown) {
  const [route = '', search] = path.split('?');
  const query: Record<string, string[]> = search === undefined ? {} : { dryRun: ['All'] };
  return { method, path: route, query, headers: {}, user: 'test', body };
}

describe('a new Service', () => {
  it.each(cases.map((one) => [one.name, one] as const))('%s', (_, { service, real }) => {
    const core = createCore(1, Date.parse('2026-01-01T00:00:00Z'));
    const { door } = createApiServer(core, { serviceCidr: '10.0.0.0/16' });
    const namespace = service.metadata.namespace || 'valid';
    door(send('POST', '/api/v1/namespaces', { metadata: { name: namespace } }));
    const response = door(send('POST', `/api/v1/namespaces/${namespace}/services?dryRun`, service));
    if (response.type !== 'object') throw new Error(response.type);
    expect(response.status).toBe(real.code);
    if (real.code === 201) return;
    const status = response.body as Status;
    expect({ reason: status.reason, message: status.message, causes: status.details?.causes }).toEqual({
      reason: real.reason,
      message: real.message,
      causes: real.causes,
    });
  });
});
