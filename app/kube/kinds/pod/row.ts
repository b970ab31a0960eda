import { ageOf } from '../age.ts';
import { AGE_COLUMN, column, NAME_COLUMN, type Cell, type KindContext } from '../kind.ts';
import type { ContainerStatus, Pod, PodCondition } from '../types.data.ts';

/** The columns of `kubectl get pods`. */
export const podColumns = [
  NAME_COLUMN,
  column('Ready'),
  column('Status'),
  column('Restarts'),
  AGE_COLUMN,
  column('IP', 'string', 1),
  column('Node', 'string', 1),
  column('Nominated Node', 'string', 1),
  column('Readiness Gates', 'string', 1),
];

/** One row of `kubectl get pods`. @upstream pkg/printers/internalversion/printers.go printPod */
export function podRow(pod: Pod, { now }: KindContext): readonly Cell[] {
  const summary = new PodSummary(pod, now);
  return [
    pod.metadata.name,
    `${summary.ready}/${summary.total}`,
    summary.reason,
    summary.restarts,
    ageOf(pod.metadata.creationTimestamp, now),
    pod.status?.podIPs?.[0]?.ip || pod.status?.podIP || '<none>',
    pod.spec?.nodeName || '<none>',
    pod.status?.nominatedNodeName || '<none>',
    readinessGates(pod),
  ];
}

function readinessGates({ spec, status }: Pod): string {
  const gates = spec?.readinessGates ?? [];
  if (gates.length === 0) return '<none>';
  const held = gates.filter(({ conditionType }) =>
    (status?.conditions ?? []).some((one) => one.type === conditionType && one.status === 'True'),
  );
  return `${held.length}/${gates.length}`;
}

class PodSummary {
  reason: string;
  ready = 0;
  readonly total: number;
  #restarts = 0;
  #lastRestart = 0;
  readonly #now: number;

  constructor(pod: Pod, now: number) {
    this.#now = now;
    const { spec, status } = pod;
    const sidecars = (spec?.initContainers ?? []).filter((one) => one.restartPolicy === 'Always');
    this.total = (spec?.containers ?? []).length + sidecars.length;
    this.reason = status?.reason || status?.phase || '';
    const conditions = status?.conditions ?? [];
    if (conditions.some((one) => one.type === 'PodScheduled' && one.reason === 'SchedulingGated'))
      this.reason = 'SchedulingGated';
    const initializing = this.#initContainers(
      pod,
      sidecars.map(({ name }) => name),
    );
    if (!initializing || isInitialized(conditions)) this.#containers(pod, conditions);
    this.#deletion(pod);
  }

  get restarts(): string {
    const when =
      this.#restarts > 0 && this.#lastRestart > 0
        ? ` (${ageOf(new Date(this.#lastRestart).toISOString(), this.#now)} ago)`
        : '';
    return `${this.#restarts}${when}`;
  }

  #initContainers({ spec, status }: Pod, sidecars: readonly string[]): boolean {
    const statuses = status?.initContainerStatuses ?? [];
    for (const [index, one] of statuses.entries()) {
      const isSidecar = sidecars.includes(one.name);
      this.#note(one, isSidecar);
      const { state = {} } = one;
      if (state.terminated?.exitCode === 0) continue;
      if (isSidecar && one.started === true) {
        if (one.ready) this.ready++;
        continue;
      }
      this.reason = initReason(one, index, (spec?.initContainers ?? []).length);
      return true;
    }
    return false;
  }

  #containers({ status }: Pod, conditions: readonly PodCondition[]): void {
    // Sidecars stay in the sum of restarts, ordinary init containers no longer count.
    if (this.#mainRestarts === 0) this.#restarts = this.#sidecarRestarts;
    else this.#restarts = this.#sidecarRestarts;
    let running = false;
    for (const one of (status?.containerStatuses ?? []).toReversed()) {
      this.#noteMain(one);
      const { state = {} } = one;
      if (state.waiting?.reason) this.reason = state.waiting.reason;
      else if (state.terminated) this.reason = terminatedReason(state.terminated);
      else if (one.ready && state.running) {
        running = true;
        this.ready++;
      }
    }
    if (this.reason !== 'Completed' || !running) return;
    const ready = conditions.some((one) => one.type === 'Ready' && one.status === 'True');
    this.reason = ready ? 'Running' : 'NotReady';
  }

  #mainRestarts = 0;
  #sidecarRestarts = 0;
  #sidecarLast = 0;

  #note(one: ContainerStatus, isSidecar: boolean): void {
    this.#restarts += one.restartCount;
    this.#lastRestart = Math.max(this.#lastRestart, finishedAt(one));
    if (!isSidecar) return;
    this.#sidecarRestarts += one.restartCount;
    this.#sidecarLast = Math.max(this.#sidecarLast, finishedAt(one));
  }

  #noteMain(one: ContainerStatus): void {
    if (this.#mainRestarts === 0) this.#lastRestart = Math.max(this.#sidecarLast, 0);
    this.#mainRestarts++;
    this.#sidecarLast = Math.max(this.#sidecarLast, finishedAt(one));
    this.#restarts += one.restartCount;
    this.#lastRestart = Math.max(this.#lastRestart, finishedAt(one));
  }

  #deletion({ metadata, status }: Pod): void {
    if (metadata.deletionTimestamp === undefined) return;
    if (status?.reason === 'NodeLost') this.reason = 'Unknown';
    else if (status?.phase !== 'Succeeded' && status?.phase !== 'Failed') this.reason = 'Terminating';
  }
}

function isInitialized(conditions: readonly PodCondition[]): boolean {
  return conditions.some((one) => one.type === 'Initialized' && one.status === 'True');
}

function finishedAt({ lastState }: ContainerStatus): number {
  const time = lastState?.terminated?.finishedAt;
  return time ? Date.parse(time) : 0;
}

type Terminated = NonNullable<NonNullable<ContainerStatus['state']>['terminated']>;

function terminatedReason({ reason, signal, exitCode }: Terminated): string {
  if (reason) return reason;
  return signal ? `Signal:${signal}` : `ExitCode:${exitCode}`;
}

function initReason({ state = {} }: ContainerStatus, index: number, total: number): string {
  if (state.terminated) {
    const { reason, signal, exitCode } = state.terminated;
    if (reason) return `Init:${reason}`;
    return signal ? `Init:Signal:${signal}` : `Init:ExitCode:${exitCode}`;
  }
  const waiting = state.waiting?.reason ?? '';
  return waiting !== '' && waiting !== 'PodInitializing' ? `Init:${waiting}` : `Init:${index}/${total}`;
}
