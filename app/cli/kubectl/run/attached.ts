import { good, type Result } from '../../../base/result.ts';
import type { Sys } from '../../../linux/process/program.ts';
import { deleteObject, waitUntilGone } from '../delete/delete-object.ts';
import { exitWith, failed, type Failure, type Outcome } from '../failure.ts';
import { objectOf, type Invocation } from '../invocation.ts';
import { followObject } from '../object/follow.ts';
import { mappingOfKind, type Mapping } from '../resource/mapping.ts';
import { attachTo } from '../stream/attach.ts';
import { terminalWish } from '../stream/connect.ts';
import { containerOf } from '../stream/pod-of.ts';
import { isFields, listAt, nameOf, namespaceOf, numberAt, textAt, type Fields } from '../unstructured.ts';
import { resumeHint } from '../verbs/attach.ts';
import { createTyped } from './objects.ts';

/** Makes a Pod, joins it, and leaves or removes it when the session is over. */
export function* runAttached(k: Invocation, pod: Fields): Sys<Outcome> {
  const mapper = yield* k.mapper();
  if (!mapper.ok) return mapper;
  const mapping = mappingOfKind(mapper.value, 'v1', 'Pod');
  if (mapping === undefined) return failed('the server doesn\'t have a resource type "pods"');
  const created = yield* createTyped(k, pod, 'pods', 'none');
  if (!created.ok) return created;
  const name = nameOf(created.value);
  const session = yield* sessionWith(k, mapping, name);
  const never = textAt(created.value, 'spec', 'restartPolicy') === 'Never';
  const last = never && session.ok ? yield* phaseAtEnd(k, mapping, name) : undefined;
  if (k.flags.bool('rm')) {
    const removed = yield* remove(k, mapping, name);
    if (!removed.ok) return removed;
  }
  if (!session.ok) return session;
  return last === undefined ? good(undefined) : endOf(last);
}

/** Waits until the Pod runs and joins it; one that has ended already only shows its log. */
function* sessionWith(k: Invocation, mapping: Mapping, name: string): Sys<Outcome> {
  const timeout = k.deadline(k.flags.duration('pod-running-timeout'));
  const running = yield* followObject<Fields>(
    k,
    { mapping, namespace: k.namespace, name },
    timeout,
    function* (seen) {
      if (seen.type !== 'present' || !isFields(seen.object)) return failed(`pods "${name}" not found`);
      const phase = textAt(seen.object, 'status', 'phase');
      const ready =
        phase === 'Succeeded' || phase === 'Failed' || (phase === 'Running' && started(seen.object));
      return good(ready ? seen.object : undefined);
    },
  );
  if (!running.ok) return running;
  if (running.value.ended === 'timeout') return failed('timed out waiting for the condition');
  const pod = running.value.value;
  const container = containerOf(pod, '');
  if (textAt(pod, 'status', 'phase') !== 'Running') return yield* printWholeLog(k, pod, container.name);
  const wish = yield* terminalWish(k);
  const quiet = k.flags.bool('quiet');
  const ended = yield* attachTo(k, pod, container.name, wish, quiet);
  if (!ended.ok) return ended;
  const kept =
    wish.stdin && wish.tty && textAt(pod, 'spec', 'restartPolicy') === 'Always' && !k.flags.bool('rm');
  if (kept && !quiet) yield* k.p.print(resumeHint(name, container.name));
  return good(undefined);
}

/** Whether the first container runs, so that there is something to join. */
function started(pod: Fields): boolean {
  return listAt(pod, 'status', 'containerStatuses').some(
    (status) => isFields(status) && 'state' in status && isRunning(status),
  );
}

function isRunning(status: Fields): boolean {
  const state = status['state'];
  return isFields(state) && ('running' in state || 'terminated' in state);
}

function* printWholeLog(k: Invocation, pod: Fields, container: string): Sys<Outcome> {
  const answer = yield* k.request('GET', `/api/v1/namespaces/${namespaceOf(pod)}/pods/${nameOf(pod)}/log`, {
    query: { container },
  });
  const text = objectOf(answer);
  if (!text.ok) return text;
  yield* k.p.print(String(text.value));
  return good(undefined);
}

/** The Pod once it has ended, for the status of its command. */
function* phaseAtEnd(k: Invocation, mapping: Mapping, name: string): Sys<Fields | undefined> {
  const over = yield* followObject<Fields>(
    k,
    { mapping, namespace: k.namespace, name },
    undefined,
    function* (seen) {
      if (seen.type !== 'present' || !isFields(seen.object)) return good({});
      const phase = textAt(seen.object, 'status', 'phase');
      return good(phase === 'Succeeded' || phase === 'Failed' ? seen.object : undefined);
    },
  );
  return over.ok && over.value.ended === 'done' ? over.value.value : undefined;
}

function endOf(pod: Fields): Outcome {
  if (textAt(pod, 'status', 'phase') !== 'Failed') return good(undefined);
  const terminated = listAt(pod, 'status', 'containerStatuses').map((status) => ({
    code: numberAt(status, 'state', 'terminated', 'exitCode') ?? 0,
    reason: textAt(status, 'state', 'terminated', 'reason'),
  }));
  const bad = terminated.find((one) => one.code !== 0);
  const where = `pod ${namespaceOf(pod)}/${nameOf(pod)} terminated`;
  return bad === undefined ? failed(where) : exitWith(bad.code, `${where} (${bad.reason})`);
}

function* remove(k: Invocation, mapping: Mapping, name: string): Sys<Result<void, Failure>> {
  const force = k.flags.bool('force');
  const grace = k.flags.int('grace-period');
  const target = { mapping, namespace: k.namespace, name };
  const deleted = yield* deleteObject(k, target, {
    dryRun: 'none',
    propagation: 'Background',
    grace: force ? 0 : grace,
  });
  if (!deleted.ok) return deleted;
  yield* k.p.print(`pod "${name}" ${force ? 'force deleted' : 'deleted'} from ${k.namespace} namespace\n`);
  return yield* waitUntilGone(k, [deleted.value], k.flags.duration('timeout'));
}
