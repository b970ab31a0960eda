import { encodeBase64 } from '../../base/base64.ts';
import { bad, good } from '../../base/result.ts';
import { encodeUtf8 } from '../../base/utf8.ts';
import { valueAt } from '../kinds/plain.ts';
import type { Api, Call, Outcome } from './api.ts';
import { decodeBody } from './body.ts';
import { uuid } from './identity.ts';
import { notFound } from './status.ts';
import { nowText } from './write.ts';

const HOUR = 3600;
const ISSUER = 'https://kubernetes.default.svc.cluster.local';

/** Makes a token for a ServiceAccount: the form of the real one, with a signature that nobody checks here. @upstream pkg/registry/core/serviceaccount/storage/token.go */
export function requestToken(api: Api, call: Call): Outcome {
  const served = {
    ...call.served,
    group: 'authentication.k8s.io',
    version: 'v1',
    kindName: 'TokenRequest',
    wire: 'authentication.TokenRequest',
  };
  const account = api.store.get(call.kind, call.namespace, call.name);
  if (!account) return bad(notFound(call.kind.resource, call.name));
  const body = decodeBody(api, { ...call, served });
  if (!body.ok) return body;
  const asked = valueAt(body.value, 'spec', 'expirationSeconds');
  const seconds = typeof asked === 'number' && asked > 0 ? asked : HOUR;
  const given = valueAt(body.value, 'spec', 'audiences');
  const audiences = Array.isArray(given) && given.length > 0 ? given : [ISSUER];
  const now = Math.floor(api.context().now / 1000);
  const claims = {
    aud: audiences,
    exp: now + seconds,
    iat: now,
    iss: ISSUER,
    jti: uuid(api.core.random.stream('tokens')),
    'kubernetes.io': {
      namespace: call.namespace,
      serviceaccount: { name: call.name, uid: account.metadata.uid },
    },
    nbf: now,
    sub: `system:serviceaccount:${call.namespace}:${call.name}`,
  };
  const signature = uuid(api.core.random.stream('tokens'));
  const token = [JSON.stringify({ alg: 'RS256', kid: 'lintas' }), JSON.stringify(claims), signature]
    .map((part) => base64Url(part))
    .join('.');
  const spec = { audiences, expirationSeconds: seconds, boundObjectRef: null };
  return good({
    code: 201,
    object: {
      ...body.value,
      metadata: { name: call.name, namespace: call.namespace, creationTimestamp: nowText(api) },
      spec,
      status: { token, expirationTimestamp: nowText(api, seconds) },
    },
  });
}

function base64Url(text: string): string {
  return encodeBase64(encodeUtf8(text)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
