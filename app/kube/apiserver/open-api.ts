import type { ApiRequest, ApiResponse } from '../client.ts';
import type { OpenApi } from '../openapi/document.ts';
import type { Api } from './api.ts';
import { GROUPS } from './discovery-groups.ts';
import { listedIn, versionsOf } from './listed.ts';

/** What makes the documents, once there is something that does, and those made so far. */
export interface Published {
  openApi?: OpenApi;
  readonly documents: Map<string, object>;
}

/** Answers `/openapi/v3`: the index, and the document of a group and version. */
export function openApiAnswer(
  api: Api,
  published: Published,
  { method, path }: ApiRequest,
): ApiResponse | undefined {
  const { openApi, documents } = published;
  if (openApi === undefined || method !== 'GET' || !path.startsWith('/openapi/v3')) return undefined;
  if (path === '/openapi/v3') return { type: 'object', status: 200, body: { paths: index(api) } };
  const place = /^\/openapi\/v3\/(?:api|apis\/([^/]+))\/([^/]+)$/.exec(path);
  const [, group = '', version = ''] = place ?? [];
  if (!place || !versionsOf(api, group).includes(version)) return undefined;
  const known = documents.get(path);
  if (known) return { type: 'object', status: 200, body: known };
  const body = openApi({ group, version, resources: listedIn(api, group, version) });
  documents.set(path, body);
  return { type: 'object', status: 200, body };
}

function index(api: Api): object {
  return Object.fromEntries(
    ['', ...GROUPS].flatMap((group) =>
      versionsOf(api, group).map((version) => {
        const path = group === '' ? `api/${version}` : `apis/${group}/${version}`;
        return [path, { serverRelativeURL: `/openapi/v3/${path}` }];
      }),
    ),
  );
}
