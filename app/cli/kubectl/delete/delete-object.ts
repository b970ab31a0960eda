import { good, type Result } from '../../../base/result.ts';
import type { WatchEvent } from '../../../kube/client.ts';
import type { Sys } from '../../../linux/process/program.ts';
import type { DryRun } from '../dry-run.ts';
import { failed, prefixed, type Failure, type Outcome } from '../failure.ts';
import type { Invocation } from '../invocation.ts';
import type { Target } from '../resource/builder.ts';
import { pathOf } from '../resource/mapping.ts';
import { textAt } from '../unstructured.ts';

/** How an object is to be deleted. */
export interface Deletion {
  readonly dryRun: DryRun;
  readonly propagation: 'Background' | 'Foreground' | 'Orphan';
  /** Seconds to end in; negative for the object's default. */
  readonly grace: number;
}

/** A deleted object, which may still be there for a while. */
export interface Deleted {
  readonly target: Target;
  readonly uid: string;
}

/** Asks the server to delete one object. */
export function* deleteObject(k: Invocation, target: Target, how: Deletion): Sys<Result<Deleted, Failure>> {
  const path = pathOf(target.mapping, target.namespace, target.name);
  if (how.dryRun === 'client') {
    const found = yield* k.get(path);
    if (!found.ok) return { ok: false, error: sourced(found.error, target) };
    return good({ target, uid: '' });
  }
  const answer = yield* k.call('DELETE', path, {
    body: {
      kind: 'DeleteOptions',
      apiVersion: 'v1',
      propagationPolicy: how.propagation,
      ...(how.grace >= 0 ? { gracePeriodSeconds: how.grace } : {}),
      ...(how.dryRun === 'server' ? { dryRun: ['All'] } : {}),
    },
  });
  if (!answer.ok) return { ok: false, error: sourced(answer.error, target) };
  const uid = textAt(answer.value, 'metadata', 'uid') || textAt(answer.value, 'details', 'uid');
  return good({ target, uid });
}

function sourced(failure: Failure, target: Target): Failure {
  return target.source === undefined || target.source === ''
    ? failure
    : prefixed(failure, `error when deleting "${target.source}": `);
}

/** Waits until objects are gone, or others stand in their places. */
export function* waitUntilGone(k: Invocation, deleted: readonly Deleted[], timeout: number): Sys<Outcome> {
  const deadline = timeout > 0 ? k.deadline(timeout) : undefined;
  for (const one of deleted) {
    const gone = yield* waitForOne(k, one, deadline);
    if (!gone.ok) return gone;
    if (!gone.value) {
      const { mapping, name } = one.target;
      return failed(`timed out waiting for the condition on ${mapping.plural}/${name ?? ''}`);
    }
  }
  return good(undefined);
}

function* waitForOne(
  k: Invocation,
  { target, uid }: Deleted,
  deadline: ReturnType<Invocation['deadline']> | undefined,
): Sys<Result<boolean, Failure>> {
  for (;;) {
    const found = yield* k.get(pathOf(target.mapping, target.namespace, target.name));
    if (!found.ok) {
      const missing = found.error.type === 'status' && found.error.status.reason === 'NotFound';
      return missing ? good(true) : found;
    }
    if (uid !== '' && textAt(found.value, 'metadata', 'uid') !== uid) return good(true);
    const answer = yield* k.request('GET', pathOf(target.mapping, target.namespace), {
      query: {
        watch: 'true',
        fieldSelector: `metadata.name=${target.name ?? ''}`,
        resourceVersion: textAt(found.value, 'metadata', 'resourceVersion'),
      },
    });
    if (answer.type !== 'watch') return failed('the server did not start a watch');
    const inbox = k.p.inbox<WatchEvent>();
    const leave = answer.subscribe((event) => inbox.push(event));
    try {
      for (;;) {
        const event = yield* k.p.receive(inbox, deadline);
        if (event === undefined) return good(false);
        if ('type' in event && event.type === 'DELETED') return good(true);
        if ('type' in event && event.type === 'ERROR') break;
      }
    } finally {
      leave();
    }
  }
}
