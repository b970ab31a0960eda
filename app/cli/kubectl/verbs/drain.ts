import { good, type Result } from '../../../base/result.ts';
import type { Sys } from '../../../linux/process/program.ts';
import type { Command } from '../command.ts';
import { dryRunOf, dryRunSuffix, type DryRun } from '../dry-run.ts';
import { failed, messageOf, type Failure, type Outcome } from '../failure.ts';
import { CHUNK_SIZE_FLAG, DRY_RUN_FLAG, SELECTOR_FLAG } from '../flag-sets.ts';
import { goDuration } from '../go/duration.ts';
import type { Invocation } from '../invocation.ts';
import { findNodes, setCordon } from '../node/cordon.ts';
import { fateOf, podWord, type DrainLimits } from '../node/evictable.ts';
import type { Found } from '../resource/builder.ts';
import { listAt, nameOf, namespaceOf, textAt } from '../unstructured.ts';

/** `kubectl drain`: closes a node and moves its Pods away. */
export const drain: Command = {
  name: 'drain',
  short: 'Drain node in preparation for maintenance',
  long: 'Close a node for new Pods and evict those that run there, keeping within disruption budgets.\n\n Pods of a DaemonSet stay; Pods with local data, and those that no controller would make anew, only go when asked for.',
  examples: [
    '# Pods of DaemonSets are left alone',
    'kubectl drain node-905m --ignore-daemonsets',
    '',
    '# Pods without a controller go too',
    'kubectl drain node-905m --force',
  ],
  use: 'NODE [options]',
  takes: 'nodes',
  flags: [
    CHUNK_SIZE_FLAG,
    DRY_RUN_FLAG,
    SELECTOR_FLAG,
    { name: 'delete-emptydir-data', kind: 'bool', usage: 'Go on although emptyDir volumes lose their data.' },
    { name: 'disable-eviction', kind: 'bool', usage: 'Delete instead of evicting, past disruption budgets.' },
    { name: 'force', kind: 'bool', usage: 'Also Pods that no controller would make anew.' },
    {
      name: 'grace-period',
      kind: 'int',
      default: '-1',
      usage: 'Seconds to end in; -1 takes the default of each Pod.',
    },
    { name: 'ignore-daemonsets', kind: 'bool', usage: 'Leave Pods of DaemonSets alone.' },
    { name: 'pod-selector', kind: 'string', usage: 'Only Pods with these labels.' },
    {
      name: 'skip-wait-for-delete-timeout',
      kind: 'int',
      usage: 'Do not wait for Pods that have been ending for so many seconds.',
    },
    { name: 'timeout', kind: 'duration', usage: 'How long to go on trying; 0 has no end.' },
  ],
  *run(k) {
    const dryRun = yield* dryRunOf(k);
    if (!dryRun.ok) return dryRun;
    const nodes = yield* findNodes(k);
    if (!nodes.ok) return nodes;
    if (nodes.value.failures[0] !== undefined) return { ok: false, error: nodes.value.failures[0] };
    for (const node of nodes.value.found) {
      const closed = yield* setCordon(k, node, true, dryRun.value);
      if (!closed.ok) return closed;
    }
    const pending: string[] = [];
    let last: Failure | undefined;
    for (const node of nodes.value.found) {
      const drained = yield* drainNode(k, node, dryRun.value);
      if (drained.ok) {
        yield* k.p.print(`node/${node.name} drained${dryRunSuffix(dryRun.value)}\n`);
        continue;
      }
      pending.push(node.name);
      last = drained.error;
      yield* k.p.warn(
        `error: unable to drain node "${node.name}" due to error: ${messageOf(drained.error)}, continuing command...\n`,
      );
    }
    if (last === undefined) return good(undefined);
    yield* k.p.warn(
      `There are pending nodes to be drained:\n${pending.map((name) => ` ${name}\n`).join('')}`,
    );
    return { ok: false, error: last };
  },
};

function* drainNode(k: Invocation, node: Found, dryRun: DryRun): Sys<Outcome> {
  const chosen = yield* choosePods(k, node);
  if (!chosen.ok) return chosen;
  const suffix = dryRunSuffix(dryRun);
  const eviction = !k.flags.bool('disable-eviction');
  for (const pod of chosen.value) {
    if (eviction || dryRun !== 'none') {
      yield* k.p.print(`${eviction ? 'evicting' : 'deleting'} pod ${podWord(pod)}${suffix}\n`);
    }
  }
  if (dryRun !== 'none') return good(undefined);
  const timeout = k.flags.duration('timeout');
  const deadline = timeout > 0 ? k.deadline(timeout) : undefined;
  const errors: string[] = [];
  const going: unknown[] = [];
  for (const pod of chosen.value) {
    const removed = yield* removePod(k, pod, eviction, deadline);
    if (removed.ok) going.push(pod);
    else
      errors.push(
        `error when evicting pods/"${nameOf(pod)}" -n "${namespaceOf(pod)}": ${messageOf(removed.error)}`,
      );
  }
  yield* awaitEnd(k, going, eviction, deadline);
  if (errors.length === 0) return good(undefined);
  const message = errors.length === 1 ? (errors[0] ?? '') : `[${errors.join(', ')}]`;
  const left = chosen.value.filter((pod) => !going.includes(pod));
  yield* k.p.warn(`There are pending pods in node "${node.name}" when an error occurred: ${message}\n`);
  for (const pod of left) yield* k.p.warn(`pod/${nameOf(pod)}\n`);
  return several(errors);
}

/** Errors as the real client gathers them: printed one a line without `error: `. */
function several(messages: readonly string[]): { readonly ok: false; readonly error: Failure } {
  return {
    ok: false,
    error: { type: 'several', failures: messages.map((message) => ({ type: 'plain', message })) },
  };
}

function* choosePods(k: Invocation, node: Found): Sys<Result<readonly unknown[], Failure>> {
  const selector = k.flags.text('pod-selector');
  const listed = yield* k.get('/api/v1/pods', {
    fieldSelector: `spec.nodeName=${node.name}`,
    ...(selector === '' ? {} : { labelSelector: selector }),
    limit: '500',
  });
  if (!listed.ok) return listed;
  const limits: DrainLimits = {
    force: k.flags.bool('force'),
    ignoreDaemonSets: k.flags.bool('ignore-daemonsets'),
    deleteEmptyDir: k.flags.bool('delete-emptydir-data'),
  };
  const chosen: unknown[] = [];
  const [errors, warnings] = [new Map<string, string[]>(), new Map<string, string[]>()];
  for (const pod of listAt(listed.value, 'items')) {
    const fate = fateOf(pod, limits);
    if (fate.evict) chosen.push(pod);
    else if (fate.error !== undefined) add(errors, fate.error, podWord(pod));
    if (fate.warning !== undefined) add(warnings, fate.warning, podWord(pod));
  }
  if (errors.size > 0) {
    return several([...errors].map(([reason, pods]) => `cannot delete ${reason}: ${pods.join(', ')}`));
  }
  if (warnings.size > 0) {
    yield* k.p.warn(
      `Warning: ${[...warnings].map(([reason, pods]) => `${reason}: ${pods.join(', ')}`).join('; ')}\n`,
    );
  }
  return good(chosen);
}

function add(map: Map<string, string[]>, key: string, value: string): void {
  map.set(key, [...(map.get(key) ?? []), value]);
}

type Deadline = ReturnType<Invocation['deadline']> | undefined;

/** Evicts a Pod, again and again while a disruption budget forbids it. */
function* removePod(k: Invocation, pod: unknown, eviction: boolean, deadline: Deadline): Sys<Outcome> {
  const path = `/api/v1/namespaces/${namespaceOf(pod)}/pods/${nameOf(pod)}`;
  const grace = k.flags.int('grace-period');
  const deleteOptions = grace >= 0 ? { gracePeriodSeconds: grace } : {};
  for (;;) {
    const answer = eviction
      ? yield* k.call('POST', `${path}/eviction`, {
          body: {
            apiVersion: 'policy/v1',
            kind: 'Eviction',
            metadata: { name: nameOf(pod), namespace: namespaceOf(pod) },
            deleteOptions,
          },
        })
      : yield* k.call('DELETE', path, {
          body: { kind: 'DeleteOptions', apiVersion: 'v1', ...deleteOptions },
        });
    if (answer.ok) return good(undefined);
    const reason = answer.error.type === 'status' ? answer.error.status.reason : '';
    if (reason === 'NotFound') return good(undefined);
    if (reason !== 'TooManyRequests') return answer;
    if (deadline !== undefined && k.p.now() + 5000 > deadline) {
      yield* k.p.warn(retryLine(pod, messageOf(answer.error)));
      yield* k.p.sleep(Math.max(0, deadline - k.p.now()));
      return failed(`global timeout reached: ${goDuration(k.flags.duration('timeout'))}`);
    }
    yield* k.p.warn(retryLine(pod, messageOf(answer.error)));
    yield* k.p.sleep(5000);
  }
}

function retryLine(pod: unknown, message: string): string {
  return `error when evicting pods/"${nameOf(pod)}" -n "${namespaceOf(pod)}" (will retry after 5s): ${message}\n`;
}

function* awaitEnd(
  k: Invocation,
  pods: readonly unknown[],
  eviction: boolean,
  deadline: Deadline,
): Sys<void> {
  let waiting = pods;
  while (waiting.length > 0) {
    const left: unknown[] = [];
    for (const pod of waiting) {
      const found = yield* k.get(`/api/v1/namespaces/${namespaceOf(pod)}/pods/${nameOf(pod)}`);
      const same = found.ok && textAt(found.value, 'metadata', 'uid') === textAt(pod, 'metadata', 'uid');
      if (same) left.push(pod);
      else yield* k.p.print(`pod/${nameOf(pod)} ${eviction ? 'evicted' : 'deleted'}\n`);
    }
    waiting = left;
    if (deadline !== undefined && k.p.now() >= deadline) return;
    if (waiting.length > 0) yield* k.p.sleep(1000);
  }
}
