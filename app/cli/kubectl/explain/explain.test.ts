import { expect, test } from 'vitest';
import { createCore } from '../../../base/core.ts';
import { createApiServer } from '../../../kube/apiserver/server.ts';
import { openApi } from '../../../kube/openapi/document.ts';
import { testBed } from '../../../linux/process/testing.ts';
import { kubectl } from '../kubectl.ts';
import recorded from '../testdata/explain.json';

const server = createApiServer(createCore(1, 0), { serviceCidr: '10.0.0.0/16' });
server.publish(openApi);

function run(line: string) {
  const { out, err, code } = testBed({ programs: [kubectl(server.door)] }).exec(line.split(' '));
  return { out, err, code };
}

test.each(recorded.cases)('$cmd prints what the real one prints', ({ cmd, out }) => {
  expect(run(cmd)).toEqual({ out, err: '', code: 0 });
});

test('a field that does not exist ends after the head', () => {
  expect(run('kubectl explain pod.spec.nope')).toEqual({
    out: 'KIND:       Pod\nVERSION:    v1\n\n',
    err: 'error: field "nope" does not exist\n',
    code: 1,
  });
});

test('the form of older versions names every object Object', () => {
  expect(run('kubectl explain deployment.spec --output=plaintext-openapiv2').out).toContain(
    'KIND:     Deployment\nVERSION:  apps/v1\n\nRESOURCE: spec <Object>\n\nDESCRIPTION:\n     What is wanted.\n',
  );
});

test('a kind without a document is not found in it', () => {
  expect(run('kubectl explain csidrivers').code).toBe(0);
  expect(run('kubectl explain runtimeclasses').err).toBe(
    'error: GVR (node.k8s.io/v1, Resource=runtimeclasses) not found in OpenAPI schema\n',
  );
});
