import { bad, good, type Result } from '../../base/result.ts';
import type { ApiResponse, Status, WatchEvent } from '../client.ts';
import type { KubeObject } from '../kinds/object.ts';
import type { Api, Call } from './api.ts';
import { optionsInvalid, queryFlag, queryValue } from './query.ts';
import { listOptionErrors, passes, presented, requestFilter, selectObjects, type Filter } from './read.ts';
import { failure } from './status.ts';
import type { StoreEvent } from './store.ts';

/** Turns an object into what the client asked for: itself, a row of a table, its metadata. */
export type Present = (object: KubeObject, first: boolean) => unknown;

type Listener = (event: WatchEvent) => void;

/** Watches a kind from a version on, or from its present state. @upstream apiserver/pkg/endpoints/handlers/watch.go */
export function watchObjects(api: Api, call: Call, present: Present): Result<ApiResponse, Status> {
  const errors = listOptionErrors({
    request: { ...call.request, query: { ...call.request.query, watch: ['1'] } },
  });
  if (errors.length > 0) return bad(optionsInvalid('ListOptions', errors));
  const filter = requestFilter(call);
  if (!filter.ok) return filter;
  const version = queryValue(call.request, 'resourceVersion');
  if (version !== '' && !/^[0-9]+$/.test(version))
    return bad(
      failure(
        500,
        '',
        `resourceVersion: Invalid value: ${JSON.stringify(version)}: strconv.ParseUint: parsing ${JSON.stringify(version)}: invalid syntax`,
      ),
    );
  return good({
    type: 'watch',
    subscribe: (listener) => subscribe(api, call, filter.value, Number(version), present, listener),
  });
}

function subscribe(
  api: Api,
  call: Call,
  filter: Filter,
  version: number,
  present: Present,
  listener: Listener,
): () => void {
  const watcher = new Watcher(call, filter, present, listener);
  const initial = queryFlag(call.request, 'sendInitialEvents');
  if (version === 0 || initial) {
    for (const object of selectObjects(api, call.kind, filter)) watcher.send('ADDED', object);
    if (initial && queryFlag(call.request, 'allowWatchBookmarks'))
      listener({ type: 'BOOKMARK', object: bookmark(api, call, 'k8s.io/initial-events-end') });
  } else {
    const past = api.store.eventsAfter(call.kind, version);
    if (!past) {
      listener({ type: 'ERROR', object: tooOld(version, api.store.compacted) });
      return () => undefined;
    }
    for (const event of past) watcher.tell(event);
  }
  return api.store.listen(call.kind, (event) => watcher.tell(event));
}

/** The object of a BOOKMARK: nothing but a version. */
export function bookmark(api: Api, call: Pick<Call, 'served'>, annotation = ''): object {
  const { kindName, group, version } = call.served;
  return {
    kind: kindName,
    apiVersion: group === '' ? version : `${group}/${version}`,
    metadata: {
      resourceVersion: String(api.store.revision),
      ...(annotation !== '' && { annotations: { [annotation]: 'true' } }),
    },
  };
}

function tooOld(version: number, compacted: number): Status {
  return failure(410, 'Expired', `too old resource version: ${version} (${compacted})`);
}

class Watcher {
  readonly #call: Call;
  readonly #filter: Filter;
  readonly #present: Present;
  readonly #listener: Listener;
  #first = true;

  constructor(call: Call, filter: Filter, present: Present, listener: Listener) {
    this.#call = call;
    this.#filter = filter;
    this.#present = present;
    this.#listener = listener;
  }

  /** Tells of a write as it looks through the selectors: entering them is ADDED, leaving them DELETED. */
  tell({ object, before, gone }: StoreEvent): void {
    const was = before !== undefined && passes(this.#filter, this.#call.kind, before);
    const is = !gone && passes(this.#filter, this.#call.kind, object);
    if (is) this.send(was ? 'MODIFIED' : 'ADDED', object);
    else if (was) this.send('DELETED', gone ? object : atVersion(before, object));
  }

  send(type: WatchEvent['type'], object: KubeObject): void {
    const shown = this.#present(presented(this.#call, object), this.#first);
    this.#first = false;
    this.#listener({ type, object: shown });
  }
}

/** What a watcher last saw of an object, under the version that took it out of sight. */
function atVersion(before: KubeObject, { metadata }: KubeObject): KubeObject {
  return { ...before, metadata: { ...before.metadata, resourceVersion: metadata.resourceVersion } };
}
