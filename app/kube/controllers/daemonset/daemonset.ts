import { deepEqual } from '../../../base/equal.ts';
import type { Core } from '../../../base/core.ts';
import { createApiClient, type ApiClient } from '../../api-client.ts';
import { adopt } from '../../control/adopt.ts';
import { partOf, type ControllerDeps, type ControllerSpec } from '../../control/controller.ts';
import { controllerKey, controllerUid, orphanNamespace } from '../../control/owner.ts';
import { createPodControl, type PodControl } from '../../control/pod-control.ts';
import { isPodAvailable, isPodReady, isPodTerminal } from '../../control/pod-state.ts';
import { currentRevision, hashOf, REVISION_HASH, trimRevisions } from '../../control/revisions.ts';
import { scaledValue } from '../../control/rolling.ts';
import { createEventRecorder, type EventRecorder } from '../../event-recorder.ts';
import type { Index, Informer } from '../../informer.ts';
import type { DaemonSet, DaemonSetStatus, Node, Pod } from '../../kinds/types.data.ts';
import {
  CONTROLLER_REVISIONS,
  DAEMON_SETS,
  NODES,
  PODS,
  storeKey,
  type ControllerRevision,
} from '../../resource-type.ts';
import { createWorkQueue, type WorkOutcome, type WorkQueue } from '../../work-queue.ts';
import { daemonPodSpec, placeOn } from './nodes.ts';

const NAME = 'daemonset-controller';

/** Keeps one Pod on every node that a DaemonSet takes. */
export const daemonSetController: ControllerSpec = { name: NAME, make };

interface Desk {
  readonly core: Core;
  readonly client: ApiClient;
  readonly record: EventRecorder;
  readonly control: PodControl;
  readonly sets: Informer<DaemonSet>;
  readonly nodes: Informer<Node>;
  readonly podsByOwner: Index<Pod>;
  readonly orphans: Index<Pod>;
  readonly revisions: Index<ControllerRevision>;
}

function make({ core, door, informers }: ControllerDeps) {
  const client = createApiClient(door, NAME);
  const record = createEventRecorder(core, client, { component: NAME });
  return partOf(NAME, () => {
    const sets = informers.of(DAEMON_SETS);
    const nodes = informers.of(NODES);
    const pods = informers.of(PODS);
    const desk: Desk = {
      core,
      client,
      record,
      sets,
      nodes,
      control: createPodControl(client, record),
      podsByOwner: pods.index('controller', controllerUid),
      orphans: pods.index('orphans', orphanNamespace),
      revisions: informers.of(CONTROLLER_REVISIONS).index('controller', controllerUid),
    };
    const queue: WorkQueue = createWorkQueue(core, NAME, (key) => {
      const set = sets.get(key);
      return set ? sync(desk, set, queue) : 'done';
    });
    return [
      sets.listen((after) => after && queue.add(storeKey(after))),
      nodes.listen((after, before) => {
        if (after && before && sameForDaemons(after, before)) return;
        for (const set of sets.all()) queue.add(storeKey(set));
      }),
      pods.listen((after, before) => {
        const key = controllerKey(after ?? before, 'DaemonSet');
        if (key !== undefined) queue.add(key);
      }),
      () => queue.clear(),
    ];
  });
}

function sameForDaemons(one: Node, other: Node): boolean {
  return one.spec === other.spec && one.metadata.labels === other.metadata.labels;
}

/** What one look at a DaemonSet finds. */
interface View {
  readonly set: DaemonSet;
  readonly hash: string;
  readonly nodes: readonly Node[];
  readonly byNode: ReadonlyMap<string, readonly Pod[]>;
}

/** @upstream pkg/controller/daemon/daemon_controller.go syncDaemonSet */
function sync(desk: Desk, set: DaemonSet, queue: WorkQueue): WorkOutcome {
  if (set.metadata.deletionTimestamp !== undefined) return 'done';
  const { current, old } = currentRevision(desk.client, desk.revisions, set);
  if (!current) return 'retry';
  const view = (): View => ({
    set,
    hash: hashOf(current.metadata.labels),
    nodes: [...desk.nodes.all()].toSorted((one, other) => (one.metadata.name < other.metadata.name ? -1 : 1)),
    byNode: podsByNode(desk, set),
  });
  const outcome = manage(desk, view());
  roll(desk, view());
  const pods = [...view().byNode.values()].flat();
  trimRevisions(
    desk.client,
    set,
    old,
    new Set(pods.map(({ metadata }) => metadata.labels?.[REVISION_HASH] ?? '')),
  );
  const written = writeStatus(desk, view());
  const { minReadySeconds = 0 } = set.spec;
  if (minReadySeconds > 0 && pods.some(isPodReady)) queue.addAfter(storeKey(set), minReadySeconds * 1000);
  return outcome === 'done' && written ? 'done' : 'retry';
}

function podsByNode(desk: Desk, set: DaemonSet): ReadonlyMap<string, readonly Pod[]> {
  const { uid, namespace = '' } = set.metadata;
  const candidates = [...desk.podsByOwner.get(uid), ...desk.orphans.get(namespace)];
  const byNode = new Map<string, Pod[]>();
  for (const pod of adopt(desk.client, PODS, set, set.spec.selector, candidates)) {
    const node = targetNode(pod);
    byNode.set(node, [...(byNode.get(node) ?? []), pod]);
  }
  return byNode;
}

/** The node a daemon Pod is on, or meant for while it is not yet bound. */
function targetNode({ spec }: Pod): string {
  if (spec.nodeName !== undefined && spec.nodeName !== '') return spec.nodeName;
  const terms =
    spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  return terms?.[0]?.matchFields?.[0]?.values?.[0] ?? '';
}

/** @upstream pkg/controller/daemon/daemon_controller.go manage */
function manage(desk: Desk, { set, hash, nodes, byNode }: View): WorkOutcome {
  let outcome: WorkOutcome = 'done';
  for (const node of nodes) {
    const { name } = node.metadata;
    const { run, stay } = placeOn(set, node);
    const pods = byNode.get(name) ?? [];
    if (run && pods.length === 0 && !create(desk, set, hash, name)) outcome = 'retry';
    if (!stay) for (const pod of pods) desk.control.remove(set, pod);
    if (!run || !stay) continue;
    for (const pod of pods) if (pod.status.phase === 'Failed') replaceFailed(desk, set, pod);
    for (const pod of surplus(pods)) desk.control.remove(set, pod);
  }
  const known = new Set(nodes.map(({ metadata }) => metadata.name));
  for (const [node, pods] of byNode)
    if (!known.has(node)) for (const pod of pods) desk.control.remove(set, pod);
  return outcome;
}

function create({ control }: Desk, set: DaemonSet, hash: string, node: string): boolean {
  const generation = set.metadata.annotations?.['deprecated.daemonset.template.generation'] ?? '1';
  const answer = control.create(set, set.spec.template, {
    labels: { [REVISION_HASH]: hash, 'pod-template-generation': generation },
    spec: daemonPodSpec(set, node),
  });
  return answer.ok;
}

function replaceFailed(desk: Desk, set: DaemonSet, pod: Pod): void {
  const { name, namespace = '' } = pod.metadata;
  desk.record(set, {
    type: 'Warning',
    reason: 'FailedDaemonPod',
    message: `Found failed daemon pod ${namespace}/${name} on node ${pod.spec.nodeName ?? ''}, will try to kill it`,
  });
  desk.control.remove(set, pod);
}

/** The Pods beyond the oldest one that runs. */
function surplus(pods: readonly Pod[]): readonly Pod[] {
  const alive = pods.filter((pod) => !isPodTerminal(pod) && pod.metadata.deletionTimestamp === undefined);
  return alive
    .toSorted((one, other) => (one.metadata.creationTimestamp < other.metadata.creationTimestamp ? -1 : 1))
    .slice(1);
}

/** Replaces Pods of older templates, as many at once as may be unavailable. @upstream pkg/controller/daemon/update.go rollingUpdate */
function roll(desk: Desk, { set, hash, nodes, byNode }: View): void {
  const { type = 'RollingUpdate', rollingUpdate } = set.spec.updateStrategy ?? {};
  if (type !== 'RollingUpdate') return;
  const targets = nodes.filter((node) => placeOn(set, node).run);
  const allowed = Math.max(1, scaledValue(rollingUpdate?.maxUnavailable ?? 1, targets.length, 'up'));
  const now = desk.core.epoch + desk.core.now();
  let unavailable = 0;
  const outdated: Pod[] = [];
  for (const { metadata } of targets) {
    const pods = byNode.get(metadata.name) ?? [];
    const alive = pods.filter((pod) => pod.metadata.deletionTimestamp === undefined);
    const available = alive.some((pod) => isPodAvailable(pod, set.spec.minReadySeconds ?? 0, now));
    const stale = alive.filter((pod) => pod.metadata.labels?.[REVISION_HASH] !== hash);
    if (!available) unavailable++;
    if (!available) for (const pod of stale) desk.control.remove(set, pod);
    else outdated.push(...stale);
  }
  for (const pod of outdated.slice(0, Math.max(0, allowed - unavailable))) desk.control.remove(set, pod);
}

/** @upstream pkg/controller/daemon/daemon_controller.go updateDaemonSetStatus */
function writeStatus(desk: Desk, view: View): boolean {
  const { set } = view;
  const latest = desk.sets.get(storeKey(set)) ?? set;
  const status = statusOf(desk, view, latest);
  if (deepEqual(latest.status, status)) return true;
  const answer = desk.client.update(DAEMON_SETS, { ...latest, status }, 'status');
  return answer.ok || answer.error.code === 404;
}

function statusOf({ core }: Desk, { set, hash, nodes, byNode }: View, latest: DaemonSet): DaemonSetStatus {
  const now = core.epoch + core.now();
  const sums = { desired: 0, current: 0, misplaced: 0, ready: 0, available: 0, updated: 0 };
  for (const node of nodes) {
    const { run } = placeOn(set, node);
    const pods = byNode.get(node.metadata.name) ?? [];
    if (run) sums.desired++;
    else if (pods.length > 0) sums.misplaced++;
    const [oldest] = pods.toSorted((one, other) =>
      one.metadata.creationTimestamp < other.metadata.creationTimestamp ? -1 : 1,
    );
    if (!run || !oldest) continue;
    sums.current++;
    if (isPodReady(oldest)) sums.ready++;
    if (isPodAvailable(oldest, set.spec.minReadySeconds ?? 0, now)) sums.available++;
    if (oldest.metadata.labels?.[REVISION_HASH] === hash) sums.updated++;
  }
  const unavailable = sums.desired - sums.available;
  return {
    currentNumberScheduled: sums.current,
    numberMisscheduled: sums.misplaced,
    desiredNumberScheduled: sums.desired,
    numberReady: sums.ready,
    observedGeneration: latest.metadata.generation ?? 0,
    ...(sums.updated > 0 && { updatedNumberScheduled: sums.updated }),
    ...(sums.available > 0 && { numberAvailable: sums.available }),
    ...(unavailable > 0 && { numberUnavailable: unavailable }),
    ...(latest.status.collisionCount !== undefined && { collisionCount: latest.status.collisionCount }),
  };
}
