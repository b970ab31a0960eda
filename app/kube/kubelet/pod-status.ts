import { timestampAt, type Core } from '../../base/core.ts';
import { virtualMs } from '../../base/brand.ts';
import type {
  ContainerState,
  ContainerStatus,
  Pod,
  PodCondition,
  PodStatus,
  VolumeMountStatus,
} from '../kinds/types.data.ts';
import { isRestarted, isRunning, type Run, type Slot } from './containers.ts';

/** What the kubelet knows of a Pod beyond its object. */
export interface PodFacts {
  readonly slots: readonly Slot[];
  readonly hostIp: string;
  readonly podIp: string | undefined;
  readonly sandboxReady: boolean;
  /** All containers have been stopped for good. */
  readonly stopped: boolean;
  /** The Pod's start, in virtual time. */
  readonly startedAt: number;
}

/** A status ready to be sent. */
export interface NewStatus {
  readonly status: PodStatus;
  /** The phase that the containers amount to: a final one shows only once everything is stopped. */
  readonly phase: NonNullable<PodStatus['phase']>;
}

/**
 * The status that a Pod's containers add up to.
 * @upstream pkg/kubelet/kubelet_pods.go generateAPIPodStatus
 */
export function podStatus(core: Core, pod: Pod, facts: PodFacts): NewStatus {
  const init = facts.slots.filter(({ kind }) => kind !== 'app');
  const app = facts.slots.filter(({ kind }) => kind === 'app');
  const initDone = init.every(isInitDone);
  const phase = phaseOf(pod, init, app);
  const containers = app.map((slot) => containerStatus(core, pod, slot, init.length > 0));
  const initContainers = init.map((slot, index) =>
    initStatus(core, pod, slot, index === 0 || init.slice(0, index).every(isInitDone)),
  );
  const final = phase === 'Succeeded' || phase === 'Failed';
  const shown = final && !facts.stopped ? (pod.status.phase ?? 'Pending') : phase;
  const conditions = conditionsOf(core, pod, facts, { containers, init, initDone, phase });
  const { hostIp, podIp } = facts;
  return {
    phase,
    status: {
      ...keptFields(pod.status),
      phase: shown,
      observedGeneration: pod.metadata.generation ?? 1,
      conditions,
      hostIP: hostIp,
      hostIPs: [{ ip: hostIp }],
      ...(podIp !== undefined && { podIP: podIp, podIPs: [{ ip: podIp }] }),
      startTime: timestampAt(core, virtualMs(facts.startedAt)),
      ...(init.length > 0 && { initContainerStatuses: initContainers }),
      containerStatuses: containers,
    },
  };
}

/** Fields of the status that others write. */
function keptFields({ qosClass, nominatedNodeName, reason, message }: PodStatus): Partial<PodStatus> {
  return {
    ...(qosClass !== undefined && { qosClass }),
    ...(nominatedNodeName !== undefined && { nominatedNodeName }),
    ...(reason !== undefined && { reason }),
    ...(message !== undefined && { message }),
  };
}

/** Whether an init container lets the next one begin. */
export function isInitDone(slot: Slot): boolean {
  const { kind, current } = slot;
  if (kind === 'sidecar') return isRunning(slot) && current?.started === true;
  return current?.exit?.code === 0;
}

/** @upstream pkg/kubelet/kubelet_pods.go getPhase */
function phaseOf(pod: Pod, init: readonly Slot[], app: readonly Slot[]): NonNullable<PodStatus['phase']> {
  const { restartPolicy } = pod.spec;
  const failedInit = init.some(
    ({ kind, current }) => kind === 'init' && current?.exit !== undefined && current.exit.code !== 0,
  );
  if (failedInit && restartPolicy === 'Never') return 'Failed';
  const started = app.some(({ current }) => current !== undefined);
  const pendingInit = init.some((slot) => slot.kind === 'init' && !isInitDone(slot));
  if (pendingInit && !started) return 'Pending';
  if (app.some(({ current }) => current === undefined)) return app.some(isRunning) ? 'Running' : 'Pending';
  if (app.some(isRunning)) return 'Running';
  const ending = pod.metadata.deletionTimestamp !== undefined;
  const succeeded = app.every(({ current }) => current?.exit?.code === 0);
  if (restartPolicy === 'Always' && !ending) return 'Running';
  if (succeeded) return 'Succeeded';
  return restartPolicy === 'Never' || ending ? 'Failed' : 'Running';
}

function containerStatus(core: Core, pod: Pod, slot: Slot, afterInit: boolean): ContainerStatus {
  const { spec, current } = slot;
  const state = stateOf(core, pod, slot, afterInit ? 'PodInitializing' : 'ContainerCreating');
  const running = state.running !== undefined;
  return {
    name: spec.name,
    ...imageOf(slot),
    state: running || state.terminated ? state : state,
    lastState: lastState(core, slot, state),
    ready: running && current?.ready === true,
    started: running && current?.started === true,
    restartCount: current?.attempt ?? 0,
    ...runDetails(pod, slot),
  };
}

function initStatus(core: Core, pod: Pod, slot: Slot, _itsTurn: boolean): ContainerStatus {
  const { spec, current } = slot;
  const state = stateOf(core, pod, slot, 'PodInitializing');
  const running = state.running !== undefined;
  const ready = slot.kind === 'sidecar' ? running && current?.ready === true : current?.exit?.code === 0;
  return {
    name: spec.name,
    ...imageOf(slot),
    state,
    lastState: lastState(core, slot, state),
    ready,
    started: running && current?.started === true,
    restartCount: current?.attempt ?? 0,
    ...runDetails(pod, slot),
  };
}

function imageOf({ spec, current }: Slot): { readonly image: string; readonly imageID: string } {
  return current
    ? { image: current.image.reference, imageID: current.image.id }
    : { image: spec.image ?? '', imageID: '' };
}

function stateOf(core: Core, pod: Pod, slot: Slot, creating: string): ContainerState {
  const { current, waiting } = slot;
  if (waiting && !isRunning(slot) && isRestarted(slot, pod))
    return {
      waiting: { reason: waiting.reason, ...(waiting.message !== '' && { message: waiting.message }) },
    };
  if (!current) return { waiting: { reason: creating } };
  return current.exit
    ? terminated(core, current)
    : { running: { startedAt: stamp(core, current.startedAt) } };
}

function lastState(core: Core, { current, previous }: Slot, state: ContainerState): ContainerState {
  if (state.waiting && current?.exit) return terminated(core, current);
  return previous ? terminated(core, previous) : {};
}

function terminated(core: Core, { id, startedAt, exit }: Run): ContainerState {
  if (!exit) return {};
  return {
    terminated: {
      exitCode: exit.code,
      ...(exit.signal !== undefined && { signal: exit.signal }),
      reason: exit.reason,
      ...(exit.message !== undefined && { message: exit.message }),
      startedAt: stamp(core, startedAt),
      finishedAt: stamp(core, exit.at),
      containerID: `containerd://${id}`,
    },
  };
}

function stamp(core: Core, at: number): string {
  return timestampAt(core, virtualMs(at));
}

function runDetails(pod: Pod, { spec, current }: Slot): Partial<ContainerStatus> {
  const mounts = (spec.volumeMounts ?? []).map(({ name, mountPath, readOnly }): VolumeMountStatus => ({
    name,
    mountPath,
    ...(readOnly === true && { readOnly, recursiveReadOnly: 'Disabled' }),
  }));
  const user = userOf(pod, spec.securityContext?.runAsUser, spec.securityContext?.runAsGroup);
  return {
    ...(current && { containerID: `containerd://${current.id}` }),
    ...(current && { resources: spec.resources }),
    ...(mounts.length > 0 && { volumeMounts: mounts }),
    ...(current && { user: { linux: user } }),
  };
}

function userOf({ spec }: Pod, runAsUser: number | undefined, runAsGroup: number | undefined) {
  const uid = runAsUser ?? spec.securityContext?.runAsUser ?? 0;
  const gid = runAsGroup ?? spec.securityContext?.runAsGroup ?? 0;
  const { fsGroup, supplementalGroups = [] } = spec.securityContext ?? {};
  const groups = [gid, ...(fsGroup === undefined ? [] : [fsGroup]), ...supplementalGroups];
  return { uid, gid, supplementalGroups: [...new Set(groups)] };
}

interface Sums {
  readonly containers: readonly ContainerStatus[];
  readonly init: readonly Slot[];
  readonly initDone: boolean;
  readonly phase: string;
}

type Draft = { readonly status: 'True' | 'False'; readonly reason?: string; readonly message?: string };

/** The kubelet's conditions in its order, then those of others as they are. */
function conditionsOf(core: Core, pod: Pod, facts: PodFacts, sums: Sums): readonly PodCondition[] {
  const containersReady = containersReadyOf(sums);
  const own: readonly (readonly [string, Draft])[] = [
    ['PodReadyToStartContainers', truth(facts.sandboxReady)],
    ['Initialized', initializedOf(sums)],
    ['Ready', readyOf(pod, containersReady)],
    ['ContainersReady', containersReady],
    ['PodScheduled', { status: 'True' }],
  ];
  const names = new Set(own.map(([type]) => type));
  const others = (pod.status.conditions ?? []).filter(({ type }) => !names.has(type));
  return [...own.map(([type, draft]) => merged(core, pod, type, draft)), ...others];
}

function merged(core: Core, pod: Pod, type: string, draft: Draft): PodCondition {
  const before = pod.status.conditions?.find((condition) => condition.type === type);
  const same = before?.status === draft.status && before.lastTransitionTime !== undefined;
  return {
    type,
    observedGeneration: pod.metadata.generation ?? 1,
    status: draft.status,
    lastProbeTime: before?.lastProbeTime ?? null,
    lastTransitionTime: same ? before.lastTransitionTime : timestampAt(core),
    ...(draft.reason !== undefined && { reason: draft.reason }),
    ...(draft.message !== undefined && { message: draft.message }),
  };
}

function truth(value: boolean): Draft {
  return { status: value ? 'True' : 'False' };
}

function initializedOf({ init, initDone, phase }: Sums): Draft {
  if (initDone) return { status: 'True', ...(phase === 'Succeeded' && { reason: 'PodCompleted' }) };
  if (phase === 'Running' || phase === 'Succeeded') return { status: 'True' };
  if (phase === 'Failed' && init.some(({ current }) => current?.exit?.code !== 0)) return incomplete(init);
  return incomplete(init);
}

function incomplete(init: readonly Slot[]): Draft {
  const names = init.filter((slot) => !isInitDone(slot)).map(({ spec }) => spec.name);
  return {
    status: 'False',
    reason: 'ContainersNotInitialized',
    message: `containers with incomplete status: [${names.join(' ')}]`,
  };
}

/** @upstream pkg/kubelet/status/generate.go GenerateContainersReadyCondition */
function containersReadyOf({ containers, phase }: Sums): Draft {
  if (phase === 'Succeeded') return { status: 'False', reason: 'PodCompleted' };
  if (phase === 'Failed') return { status: 'False', reason: 'PodFailed' };
  const unready = containers.filter(({ ready }) => !ready).map(({ name }) => name);
  if (unready.length === 0) return { status: 'True' };
  return {
    status: 'False',
    reason: 'ContainersNotReady',
    message: `containers with unready status: [${unready.join(' ')}]`,
  };
}

/** @upstream pkg/kubelet/status/generate.go GeneratePodReadyCondition */
function readyOf(pod: Pod, containersReady: Draft): Draft {
  if (containersReady.status !== 'True') return containersReady;
  const problems = (pod.spec.readinessGates ?? []).flatMap(({ conditionType }) => {
    const condition = pod.status.conditions?.find(({ type }) => type === conditionType);
    if (!condition)
      return [`corresponding condition of pod readiness gate "${conditionType}" does not exist.`];
    return condition.status === 'True'
      ? []
      : [`the status of pod readiness gate "${conditionType}" is not "True", but ${condition.status}`];
  });
  if (problems.length === 0) return { status: 'True' };
  return { status: 'False', reason: 'ReadinessGatesNotReady', message: problems.join(', ') };
}
