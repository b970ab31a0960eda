import { describe, expect, it } from 'vitest';
import { createCore } from '../../base/core.ts';
import { createApiServer } from '../apiserver/server.ts';
import { isObject } from '../kinds/plain.ts';
import { openApi } from './document.ts';
import slices from './testdata/discovery.k8s.io.v1.json';
import storage from './testdata/storage.k8s.io.v1.json';

function answer(path: string): unknown {
  const server = createApiServer(createCore(1, 0), { serviceCidr: '10.0.0.0/16' });
  server.publish(openApi);
  const response = server.door({ method: 'GET', path, query: {}, headers: {}, user: 'someone' });
  return response.type === 'object' ? response.body : undefined;
}

/** The recordings carry no descriptions. */
function undescribed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(undescribed);
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(
    ([key, text]) => key !== 'description' || typeof text !== 'string',
  );
  return Object.fromEntries(kept.map(([key, part]) => [key, undescribed(part)]));
}

describe('the OpenAPI documents of the API server', () => {
  it.each([
    ['discovery.k8s.io', slices],
    ['storage.k8s.io', storage],
  ])('%s/v1 has the paths and schemas of the recorded document', (group, recorded) => {
    expect(undescribed(answer(`/openapi/v3/apis/${group}/v1`))).toEqual(recorded);
  });

  it('has an index with every group and version', () => {
    expect(answer('/openapi/v3')).toMatchObject({
      paths: {
        'api/v1': { serverRelativeURL: '/openapi/v3/api/v1' },
        'apis/autoscaling/v1': {},
        'apis/autoscaling/v2': {},
      },
    });
  });

  it('says what fields are for', () => {
    expect(JSON.stringify(answer('/openapi/v3/api/v1'))).toContain(
      '"description":"The ports of the Service.',
    );
  });

  it('has no document for a group that is not served', () => {
    expect(answer('/openapi/v3/apis/nope/v1')).toBeUndefined();
  });
});
