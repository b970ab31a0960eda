import { expect, test } from 'vitest';
import { createCore } from '../../../base/core.ts';
import type { ApiRequest } from '../../client.ts';
import { createApiServer } from '../server.ts';

const MAP = '/api/v1/namespaces/default/configmaps';
const STRATEGIC = 'application/strategic-merge-patch+json';
const APPLY = 'application/apply-patch+yaml';

function world() {
  const { door } = createApiServer(createCore(1, 0), { serviceCidr: '10.0.0.0/16' });
  const call = (
    method: ApiRequest['method'],
    path: string,
    body: unknown,
    contentType = 'application/json',
    fieldManager = '',
  ): unknown => {
    const headers = { 'content-type': contentType };
    const query = fieldManager === '' ? {} : { fieldManager: [fieldManager] };
    const response = door({ method, path, query, headers, body, user: 'someone' });
    return response.type === 'object' ? response.body : undefined;
  };
  call('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default' } });
  call('POST', MAP, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, data: { a: '1' } });
  return call;
}

test('a strategic merge patch makes no text of a number', () => {
  expect(world()('PATCH', `${MAP}/c`, { data: { n: 5 } }, STRATEGIC)).toMatchObject({
    message: ' "" is invalid: patch: Invalid value: "map[data:map[n:5]]": cannot convert int64 to string',
  });
});

test('a strategic merge patch that is no object is told so without further words', () => {
  expect(world()('PATCH', `${MAP}/c`, 'nonsense', STRATEGIC)).toMatchObject({ code: 400 });
  expect(world()('PATCH', `${MAP}/c`, '"nonsense"', STRATEGIC)).toMatchObject({
    message: 'json: cannot unmarshal string into Go value of type map[string]interface {}',
  });
});

test('conflicts with several managers are listed under each of them', () => {
  const call = world();
  const config = (data: object) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'd' }, data });
  call('PATCH', `${MAP}/d`, config({ a: '1' }), APPLY, 'one');
  call('PATCH', `${MAP}/d`, config({ b: '1' }), APPLY, 'two');
  expect(call('PATCH', `${MAP}/d`, config({ a: '2', b: '2' }), APPLY, 'three')).toMatchObject({
    message:
      'Apply failed with 2 conflicts: conflicts with "one":\n- .data.a\nconflicts with "two":\n- .data.b',
  });
});

test('a client may write the owners of fields; one that sends none leaves them', () => {
  const call = world();
  const entry = {
    manager: 'mine',
    operation: 'Update',
    apiVersion: 'v1',
    fieldsType: 'FieldsV1',
    fieldsV1: { 'f:data': { 'f:a': {} } },
  };
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, data: { a: '1' } };
  const written = call('PUT', `${MAP}/c`, {
    ...object,
    metadata: { ...object.metadata, managedFields: [entry] },
  });
  expect(written).toMatchObject({ metadata: { managedFields: [{ manager: 'mine' }] } });
  expect(call('PUT', `${MAP}/c`, object)).toMatchObject({
    metadata: { managedFields: [{ manager: 'mine' }] },
  });
});
