import { timestampAt, type Core } from '../../base/core.ts';
import { createApiClient, type ApiClient } from '../api-client.ts';
import { partOf, type ControllerDeps, type ControllerSpec } from '../control/controller.ts';
import { isPodTerminal } from '../control/pod-state.ts';
import { tolerates } from '../control/tolerations.ts';
import { createEventRecorder, type EventRecorder } from '../event-recorder.ts';
import type { Informer } from '../informer.ts';
import type { Node, Pod, Taint } from '../kinds/types.data.ts';
import { NODES, PODS, storeKey } from '../resource-type.ts';
import { createWorkQueue, type WorkQueue } from '../work-queue.ts';

const NAME = 'taint-eviction-controller';

/** Deletes Pods from nodes with NoExecute taints: at once, or after as long as they tolerate them. */
export const taintEvictionController: ControllerSpec = { name: NAME, make };

interface Desk {
  readonly core: Core;
  readonly client: ApiClient;
  readonly record: EventRecorder;
  readonly nodes: Informer<Node>;
  readonly pods: Informer<Pod>;
  /** When each Pod is to go, in virtual time. */
  readonly planned: Map<string, number>;
}

function make({ core, door, informers }: ControllerDeps) {
  const client = createApiClient(door, NAME);
  const record = createEventRecorder(core, client, { component: NAME });
  return partOf(NAME, () => {
    const nodes = informers.of(NODES);
    const pods = informers.of(PODS);
    const desk: Desk = { core, client, record, nodes, pods, planned: new Map() };
    const byNode = pods.index('node', ({ spec }) => [spec.nodeName ?? '']);
    const queue: WorkQueue = createWorkQueue(core, NAME, (key) => {
      consider(desk, key, queue);
      return 'done';
    });
    return [
      nodes.listen((after, before) => {
        if (!after || after.spec === before?.spec || sameTaints(after, before)) return;
        for (const pod of byNode.get(after.metadata.name)) queue.add(storeKey(pod));
      }),
      pods.listen((after, before) => {
        if (!after || (before && before.spec === after.spec)) return;
        const node = nodes.get(after.spec.nodeName ?? '');
        if (node && noExecute(node).length > 0) queue.add(storeKey(after));
      }),
      () => queue.clear(),
    ];
  });
}

function sameTaints(after: Node, before: Node | undefined): boolean {
  const keys = (node: Node | undefined) =>
    JSON.stringify(node ? noExecute(node).map(({ key, value }) => [key, value]) : []);
  return keys(after) === keys(before);
}

function noExecute({ spec }: Node): readonly Taint[] {
  return (spec.taints ?? []).filter(({ effect }) => effect === 'NoExecute');
}

/** @upstream pkg/controller/tainteviction/taint_eviction.go processPodOnNode */
function consider(desk: Desk, key: string, queue: WorkQueue): void {
  const { core, planned } = desk;
  const pod = desk.pods.get(key);
  const node = pod && desk.nodes.get(pod.spec.nodeName ?? '');
  const delay = pod && node ? toleranceOf(pod, noExecute(node)) : undefined;
  if (!pod || delay === undefined || isPodTerminal(pod) || pod.metadata.deletionTimestamp !== undefined) {
    if (planned.delete(key) && pod?.metadata.deletionTimestamp === undefined && pod)
      desk.record(pod, {
        type: 'Normal',
        reason: 'TaintManagerEviction',
        message: `Cancelling deletion of Pod ${key}`,
      });
    return;
  }
  const due = planned.get(key) ?? core.now() + delay;
  if (core.now() < due) {
    planned.set(key, due);
    queue.addAfter(key, due - core.now());
    return;
  }
  planned.delete(key);
  evict(desk, key, pod);
}

/** Milliseconds a Pod may stay; undefined for ever. */
function toleranceOf({ spec }: Pod, taints: readonly Taint[]): number | undefined {
  let shortest: number | undefined;
  for (const taint of taints) {
    const covering = (spec.tolerations ?? []).filter((toleration) => tolerates(toleration, taint));
    if (covering.length === 0) return 0;
    for (const { tolerationSeconds } of covering)
      if (tolerationSeconds !== undefined)
        shortest = Math.min(shortest ?? Infinity, Math.max(0, tolerationSeconds) * 1000);
  }
  return shortest;
}

function evict({ core, client, record }: Desk, key: string, pod: Pod): void {
  record(pod, { type: 'Normal', reason: 'TaintManagerEviction', message: `Marking for deletion Pod ${key}` });
  const condition = {
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'DeletionByTaintManager',
    message: 'Taint manager: deleting due to NoExecute taint',
    observedGeneration: pod.metadata.generation ?? 1,
    lastTransitionTime: timestampAt(core),
  };
  client.patch(PODS, pod.metadata, { status: { conditions: [condition] } }, { subresource: 'status' });
  client.delete(PODS, pod.metadata);
}
