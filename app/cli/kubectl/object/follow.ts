import { good, type Result } from '../../../base/result.ts';
import type { VirtualMs } from '../../../base/brand.ts';
import type { WatchEvent } from '../../../kube/client.ts';
import type { Sys } from '../../../linux/process/program.ts';
import { failed, type Failure } from '../failure.ts';
import type { Invocation } from '../invocation.ts';
import { withType } from '../resource/builder.ts';
import { pathOf, type Mapping } from '../resource/mapping.ts';
import { listAt, textAt } from '../unstructured.ts';

/** What following an object tells: its present state, and every state after it. */
export type Seen =
  | { readonly type: 'present'; readonly object: unknown }
  | { readonly type: 'absent' }
  | { readonly type: 'deleted'; readonly object: unknown };

/** How following an object ended. */
export type Followed<Value> =
  { readonly ended: 'done'; readonly value: Value } | { readonly ended: 'timeout' };

/**
 * Follows one object from its present state on until `look` gives an answer or the time is over.
 * @upstream client-go tools/watch UntilWithSync
 */
export function* followObject<Value>(
  k: Invocation,
  place: { readonly mapping: Mapping; readonly namespace: string; readonly name: string },
  until: VirtualMs | undefined,
  look: (seen: Seen) => Sys<Result<Value | undefined, Failure>>,
): Sys<Result<Followed<Value>, Failure>> {
  const path = pathOf(place.mapping, place.namespace);
  const fieldSelector = `metadata.name=${place.name}`;
  const listed = yield* k.get(path, { fieldSelector });
  if (!listed.ok) return listed;
  const items = listAt(listed.value, 'items').map((item) => withType(item, place.mapping));
  const first = yield* look(items.length === 0 ? { type: 'absent' } : { type: 'present', object: items[0] });
  if (!first.ok) return first;
  if (first.value !== undefined) return good({ ended: 'done', value: first.value });
  const answer = yield* k.request('GET', path, {
    query: {
      watch: 'true',
      fieldSelector,
      resourceVersion: textAt(listed.value, 'metadata', 'resourceVersion'),
    },
  });
  if (answer.type !== 'watch') return failed('the server did not start a watch');
  const inbox = k.p.inbox<WatchEvent>();
  const leave = answer.subscribe((event) => inbox.push(event));
  try {
    for (;;) {
      const event = yield* k.p.receive(inbox, until);
      if (event === undefined) return good({ ended: 'timeout' });
      if (!('type' in event) || event.type === 'BOOKMARK') continue;
      if (event.type === 'ERROR')
        return failed('an error on the server has prevented the watch from going on');
      const object = withType(event.object, place.mapping);
      const seen = yield* look(
        event.type === 'DELETED' ? { type: 'deleted', object } : { type: 'present', object },
      );
      if (!seen.ok) return seen;
      if (seen.value !== undefined) return good({ ended: 'done', value: seen.value });
    }
  } finally {
    leave();
  }
}
