import { dateAt, type Core } from '../../base/core.ts';
import { Invariant } from '../../base/assert.ts';

import type { ApiDoor, ApiRequest, ApiResponse, Status } from '../client.ts';
import { kinds as allKinds } from '../kinds/index.ts';
import type { Kind } from '../kinds/kind.ts';
import { WireSchema } from '../kinds/wire.ts';
import type { OpenApi } from '../openapi/document.ts';
import { ServiceAllocator } from './allocation/service-allocator.ts';
import type { Api, ApiServerOptions } from './api.ts';
import { answer } from './handle.ts';
import { discovery } from './discovery.ts';
import { openApiAnswer, type Published } from './open-api.ts';
import { findRoute, serveKinds } from './route.ts';
import { reviewAnswer } from './reviews.ts';
import { noSuchPath } from './status.ts';
import { Store } from './store.ts';
import { unservedAnswer } from './unserved.ts';

/** The API server of a simulated cluster. */
export interface ApiServer {
  readonly door: ApiDoor;
  /** Revision of the last write. */
  readonly revision: number;
  /** Publishes the OpenAPI documents that this makes; until then the server has none. */
  publish(openApi: OpenApi): void;
}

/** Makes an API server that keeps its objects in the world's tables. */
export function createApiServer(core: Core, options: ApiServerOptions): ApiServer {
  const store = new Store(core);
  const kinds: readonly Kind[] = options.kinds ?? allKinds;
  const byName = new Map(kinds.map((kind) => [kind.resource.kind, kind]));
  const published: Published = { documents: new Map() };
  const checked = new WeakMap<object, string>();
  const api: Api = {
    core,
    store,
    options,
    schema: new WireSchema(),
    served: serveKinds(kinds),
    services: new ServiceAllocator(core, options),
    context: (group = '') => ({ now: dateAt(core).getTime(), group, checked }),
    kind: (name) => {
      const kind = byName.get(name);
      if (!kind) throw new Invariant('kind-not-served', name);
      return kind;
    },
  };
  return {
    door: (request) => openApiAnswer(api, published, request) ?? respond(api, request),
    publish: (openApi) => (published.openApi = openApi),
    get revision() {
      return store.revision;
    },
  };
}

function respond(api: Api, request: ApiRequest): ApiResponse {
  const fixed = discovery(api, request);
  if (fixed) return fixed;
  const asked: string[] = [];
  const review = reviewAnswer(api, request, asked);
  if (review) return withWarnings(review.ok ? review.value : refusal(review.error), asked);
  const route = findRoute(api.served, request);
  const unserved = typeof route === 'object' ? undefined : unservedAnswer(api, request);
  if (unserved) return unserved;
  if (route === 'unknown-group')
    return {
      type: 'text',
      status: 404,
      headers: { 'content-type': ['text/plain; charset=utf-8'] },
      text: '404 page not found\n',
    };
  if (!route) return refusal(noSuchPath());
  const warnings: string[] = [];
  const result = answer(api, request, route, warnings);
  return withWarnings(result.ok ? result.value : refusal(result.error), warnings);
}

function refusal(status: Status): ApiResponse {
  return { type: 'object', status: status.code ?? 500, body: status };
}

function withWarnings(response: ApiResponse, warnings: readonly string[]): ApiResponse {
  if (warnings.length === 0) return response;
  const warning = [...new Set(warnings)].map((text) => `299 - ${JSON.stringify(text)}`);
  return { ...response, headers: { ...response.headers, warning } };
}
