import type { ApiRequest, ApiResponse } from '../client.ts';
import { AGE_COLUMN, NAME_COLUMN } from '../kinds/kind.ts';
import type { Api } from './api.ts';
import { unservedResource, type Listed } from './listed.ts';
import { failure, notFound, qualified } from './status.ts';

/**
 * Answers requests for resources that every server has and this one does not keep. Of most of them a fresh cluster holds
 * none: a list is empty, a name is not found. Making one, and whatever other parts of a cluster make, is refused.
 */
export function unservedAnswer(api: Api, request: ApiRequest): ApiResponse | undefined {
  const place = /^\/(?:api|apis\/([^/]+))\/([^/]+)\/(?:namespaces\/[^/]+\/)?([a-z]+)(?:\/([^/]+))?/.exec(
    request.path,
  );
  if (!place) return undefined;
  const [, group = '', version = '', plural = '', name = ''] = place;
  const listed = unservedResource(group === '' ? version : `${group}/${version}`, plural);
  if (listed === undefined) return undefined;
  const resource = { group, plural, kind: listed.kind };
  if (listed.kept === 'elsewhere' || request.method === 'POST') {
    const status = failure(501, 'NotImplemented', `lintas: ${qualified(resource)} is not simulated`);
    return { type: 'object', status: 501, body: status };
  }
  if (name !== '') return { type: 'object', status: 404, body: notFound(resource, name) };
  if (request.query['watch']?.[0] === 'true') return { type: 'watch', subscribe: () => () => undefined };
  const apiVersion = group === '' ? version : `${group}/${version}`;
  return { type: 'object', status: 200, body: emptyList(api, request, apiVersion, listed) };
}

function emptyList(api: Api, { headers }: ApiRequest, apiVersion: string, { kind }: Listed): object {
  const metadata = { resourceVersion: String(api.store.revision) };
  if (!(headers['accept'] ?? '').includes('as=Table'))
    return { kind: `${kind}List`, apiVersion, metadata, items: [] };
  const columnDefinitions = [NAME_COLUMN, AGE_COLUMN];
  return { kind: 'Table', apiVersion: 'meta.k8s.io/v1', metadata, columnDefinitions, rows: [] };
}
