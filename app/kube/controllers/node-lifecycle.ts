import { timestampAt, type Core } from '../../base/core.ts';
import { createApiClient, type ApiClient } from '../api-client.ts';
import { partOf, type ControllerDeps, type ControllerSpec } from '../control/controller.ts';
import { isPodTerminal, podCondition } from '../control/pod-state.ts';
import { createEventRecorder, type EventRecorder } from '../event-recorder.ts';
import type { Informers } from '../informer.ts';
import type { Node, NodeCondition, Taint } from '../kinds/types.data.ts';
import { LEASES, NODES, PODS } from '../resource-type.ts';
import { createWorkQueue } from '../work-queue.ts';

const NAME = 'node-lifecycle-controller';
/** How often nodes are looked at, and how long a node may be silent. */
const MONITOR_PERIOD = 5000;
const GRACE = 50_000;

/** Watches the kubelets' Leases: marks silent nodes, their Pods not ready, and taints what is not well. */
export const nodeLifecycleController: ControllerSpec = { name: NAME, make };

interface Desk {
  readonly core: Core;
  readonly client: ApiClient;
  readonly informers: Informers;
  readonly record: EventRecorder;
  /** When a node's Lease was last seen to change: the controller's own clock counts, not the Lease's. */
  readonly seen: Map<string, { readonly renewTime: string; readonly at: number }>;
}

function make({ core, door, informers }: ControllerDeps) {
  const client = createApiClient(door, NAME);
  const record = createEventRecorder(core, client, { component: 'node-controller' });
  return partOf(NAME, () => {
    const desk: Desk = { core, client, informers, record, seen: new Map() };
    const nodes = informers.of(NODES);
    informers.of(LEASES);
    const queue = createWorkQueue(core, NAME, (key) => {
      if (key === '') {
        queue.addAfter('', MONITOR_PERIOD, { periodic: true });
        for (const node of nodes.all()) monitor(desk, node);
      } else {
        const node = nodes.get(key);
        if (node) keepTaints(desk, node);
      }
      return 'done';
    });
    queue.addAfter('', MONITOR_PERIOD, { periodic: true });
    return [
      nodes.listen((after, before) => {
        if (after && wantsTaints(after, before)) queue.add(after.metadata.name);
      }),
      () => queue.clear(),
    ];
  });
}

function wantsTaints(after: Node, before: Node | undefined): boolean {
  return !before || after.spec !== before.spec || readyStatus(after) !== readyStatus(before);
}

function readyStatus({ status }: Node): string {
  return status.conditions?.find(({ type }) => type === 'Ready')?.status ?? 'Unknown';
}

/** @upstream pkg/controller/nodelifecycle/node_lifecycle_controller.go tryUpdateNodeHealth */
function monitor(desk: Desk, node: Node): void {
  const { core, informers, seen } = desk;
  const { name } = node.metadata;
  const lease = informers.of(LEASES).get(`kube-node-lease/${name}`);
  const renewTime = lease?.spec?.renewTime ?? '';
  const known = seen.get(name);
  if (!known)
    desk.record(node, {
      type: 'Normal',
      reason: 'RegisteredNode',
      message: `Node ${name} event: Registered Node ${name} in Controller`,
    });
  if (known?.renewTime !== renewTime) seen.set(name, { renewTime, at: core.now() });
  const silence = core.now() - (seen.get(name)?.at ?? core.now());
  if (silence <= GRACE || readyStatus(node) === 'Unknown') {
    if (readyStatus(node) !== 'True') markPods(desk, node);
    return;
  }
  const marked = markUnknown(desk, node);
  desk.record(node, {
    type: 'Normal',
    reason: 'NodeNotReady',
    message: `Node ${name} status is now: NodeNotReady`,
  });
  if (!marked) return;
  keepTaints(desk, marked);
  markPods(desk, marked);
}

function markUnknown({ core, client }: Desk, node: Node): Node | undefined {
  const now = timestampAt(core);
  const conditions = (node.status.conditions ?? []).map((condition): NodeCondition => ({
    ...condition,
    status: 'Unknown',
    reason: 'NodeStatusUnknown',
    message: 'Kubelet stopped posting node status.',
    ...(condition.status !== 'Unknown' && { lastTransitionTime: now }),
  }));
  const answer = client.update(NODES, { ...node, status: { ...node.status, conditions } }, 'status');
  return answer.ok ? answer.value : undefined;
}

const NOT_READY = 'node.kubernetes.io/not-ready';
const UNREACHABLE = 'node.kubernetes.io/unreachable';
const UNSCHEDULABLE = 'node.kubernetes.io/unschedulable';
const OURS = [NOT_READY, UNREACHABLE, UNSCHEDULABLE];

/** Taints that follow from a node's state, others as they are. */
function keepTaints({ core, client }: Desk, node: Node): void {
  const before = node.spec.taints ?? [];
  const state = readyStatus(node);
  const key = state === 'False' ? NOT_READY : UNREACHABLE;
  const wanted: readonly Pick<Taint, 'key' | 'effect'>[] = [
    ...(node.spec.unschedulable === true ? [{ key: UNSCHEDULABLE, effect: 'NoSchedule' as const }] : []),
    ...(state === 'True'
      ? []
      : [
          { key, effect: 'NoSchedule' as const },
          { key, effect: 'NoExecute' as const },
        ]),
  ];
  const kept = before.filter(
    ({ key: one, effect }) => !OURS.includes(one) || wanted.some((w) => w.key === one && w.effect === effect),
  );
  const added = wanted
    .filter(({ key: one, effect }) => !before.some((b) => b.key === one && b.effect === effect))
    .map((taint): Taint => ({ ...taint, timeAdded: timestampAt(core) }));
  if (added.length === 0 && kept.length === before.length) return;
  const taints = [...kept, ...added];
  const { taints: _taints, ...spec } = node.spec;
  client.update(NODES, { ...node, spec: { ...spec, ...(taints.length > 0 && { taints }) } });
}

/** @upstream pkg/controller/util/node/controller_utils.go MarkPodsNotReady */
function markPods({ core, client, informers, record }: Desk, node: Node): void {
  const pods = informers.of(PODS).index('node', ({ spec }) => [spec.nodeName ?? '']);
  for (const pod of pods.get(node.metadata.name)) {
    const ready = podCondition(pod, 'Ready');
    if (ready?.status !== 'True' || isPodTerminal(pod)) continue;
    const conditions = (pod.status.conditions ?? []).map((condition) =>
      condition.type === 'Ready'
        ? { ...condition, status: 'False', lastTransitionTime: timestampAt(core) }
        : condition,
    );
    const answer = client.update(PODS, { ...pod, status: { ...pod.status, conditions } }, 'status');
    if (answer.ok) record(pod, { type: 'Warning', reason: 'NodeNotReady', message: 'Node is not ready' });
  }
}
