import { describe, expect, it } from 'vitest';
import { createCore } from '../../base/core.ts';
import { createApiServer } from './server.ts';
import recorded from './testdata/discovery.json';

function answer(path: string, accept = 'application/json', method: 'GET' | 'POST' = 'GET'): unknown {
  const { door } = createApiServer(createCore(1, 0), { serviceCidr: '10.0.0.0/16' });
  const response = door({ method, path, query: {}, headers: { accept }, user: 'someone', body: {} });
  return response.type === 'object' ? response.body : response.type;
}

describe('discovery (recorded from a v1.35.4 API server)', () => {
  it.each(['/api', '/apis'] as const)('tells of all resources at %s in one answer', (path) => {
    expect(answer(path, recorded.contentType)).toEqual(recorded.aggregated[path]);
  });

  it.each(Object.entries(recorded.legacy))('answers %s', (path, expected) => {
    // The hash of the stored version is for the migration of storage, which nothing here does.
    const text = JSON.stringify(expected).replaceAll(/,"storageVersionHash":"[^"]*"/g, '');
    expect(answer(path)).toEqual(JSON.parse(text));
  });
});

describe('resources that this cluster does not keep', () => {
  it('has none of those that a fresh cluster has none of', () => {
    expect(answer('/apis/apiextensions.k8s.io/v1/customresourcedefinitions')).toMatchObject({
      kind: 'CustomResourceDefinitionList',
      items: [],
    });
    expect(answer('/apis/apiextensions.k8s.io/v1/customresourcedefinitions/x')).toMatchObject({
      message: 'customresourcedefinitions.apiextensions.k8s.io "x" not found',
    });
  });

  it('makes none', () => {
    expect(
      answer('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', 'application/json', 'POST'),
    ).toMatchObject({
      message: 'lintas: customresourcedefinitions.apiextensions.k8s.io is not simulated',
    });
  });

  it('does not say that there are no objects where every cluster has some', () => {
    expect(answer('/apis/apiregistration.k8s.io/v1/apiservices')).toMatchObject({ code: 501 });
  });
});
