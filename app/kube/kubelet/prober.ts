import type { ProbeResult } from '../container-runtime.ts';
import type { Probe } from '../kinds/types.data.ts';
import { isRunning, type Run, type Slot } from './containers.ts';
import type { PodJob } from './context.ts';
import type { PodWorker } from './pod-worker.ts';

type Kind = 'startup' | 'liveness' | 'readiness';

interface Prober {
  readonly slot: Slot;
  readonly kind: Kind;
  readonly probe: Probe;
  /** The run that the count belongs to. */
  run: string;
  successes: number;
  failures: number;
  /** It has failed; nothing is asked until the container has been started anew. */
  onHold: boolean;
}

const TITLES: Readonly<Record<Kind, string>> = {
  startup: 'Startup',
  liveness: 'Liveness',
  readiness: 'Readiness',
};

/**
 * The probes of a Pod's containers. Each has its own beat, which begins when the Pod's volumes are there.
 * @upstream pkg/kubelet/prober/worker.go
 */
export class Probers {
  readonly #worker: PodWorker;
  readonly #probers = new Map<string, Prober>();

  constructor(worker: PodWorker) {
    this.#worker = worker;
  }

  /** Sets all beats going. */
  begin(): void {
    for (const slot of this.#worker.slots) {
      if (slot.kind === 'init') continue;
      const { startupProbe, livenessProbe, readinessProbe } = slot.spec;
      this.#add(slot, 'startup', startupProbe);
      this.#add(slot, 'readiness', readinessProbe);
      this.#add(slot, 'liveness', livenessProbe);
    }
  }

  #add(slot: Slot, kind: Kind, probe: Probe | undefined): void {
    if (!probe) return;
    const key = `${slot.spec.name}/${kind}`;
    this.#probers.set(key, { slot, kind, probe, run: '', successes: 0, failures: 0, onHold: false });
    this.#next(key, probe);
  }

  #next(key: string, { periodSeconds = 10 }: Probe): void {
    const slot = this.#probers.get(key)?.slot;
    // Probes of a container that is ready go on for ever: a world that waits for nothing else has settled.
    const periodic = slot?.current?.ready === true;
    this.#worker.enter(Math.max(1, periodSeconds) * 1000, 'probe', { key }, { periodic });
  }

  /** A container has been started: its counts begin anew. */
  started(slot: Slot, run: Run): void {
    for (const prober of this.#probers.values()) {
      if (prober.slot !== slot) continue;
      prober.run = run.id;
      prober.successes = 0;
      prober.failures = 0;
      prober.onHold = false;
    }
    const forced = this.#worker.node.forcedReadiness(this.#worker.pod);
    if (forced !== undefined) run.ready = forced;
  }

  work(job: PodJob): void {
    const { key } = job;
    if (typeof key !== 'string') return;
    const prober = this.#probers.get(key);
    if (!prober || this.#worker.stopped) return;
    if (job.do === 'probed') return this.#take(prober, job);
    this.#next(key, prober.probe);
    this.#ask(key, prober);
  }

  #ask(key: string, { slot, kind, probe, onHold }: Prober): void {
    const { pod, ip = '', node } = this.#worker;
    const run = slot.current;
    if (!run?.running || !isRunning(slot) || onHold || !this.#isKnown(slot, run)) return;
    if (node.core.now() - run.startedAt < (probe.initialDelaySeconds ?? 0) * 1000) return;
    if (kind === 'startup' ? run.started : !run.started) return;
    if (kind !== 'readiness' && pod.metadata.deletionTimestamp !== undefined) return;
    node.runtime.probe({
      pod,
      container: slot.spec,
      probe,
      ip,
      running: run.running,
      done: (result: ProbeResult) => {
        this.#worker.enter(0, 'probed', { key, run: run.id, ...result }, { periodic: run.ready });
      },
    });
  }

  /** Only what the status shows as running is probed. */
  #isKnown({ spec }: Slot, run: Run): boolean {
    const { containerStatuses = [], initContainerStatuses = [] } = this.#worker.pod.status;
    const status = [...containerStatuses, ...initContainerStatuses].find(({ name }) => name === spec.name);
    return status?.containerID === `containerd://${run.id}`;
  }

  #take(prober: Prober, job: PodJob): void {
    const { slot, kind, probe } = prober;
    const run = slot.current;
    if (!run || run.id !== job['run'] || !isRunning(slot)) return;
    const success = job['success'] === true;
    if (!success)
      this.#worker.note(
        'Warning',
        'Unhealthy',
        `${TITLES[kind]} probe failed: ${typeof job['message'] === 'string' ? job['message'] : ''}`,
        slot,
      );
    prober.successes = success ? prober.successes + 1 : 0;
    prober.failures = success ? 0 : prober.failures + 1;
    if (success && prober.successes < (probe.successThreshold ?? 1)) return;
    if (!success && prober.failures < (probe.failureThreshold ?? 3)) return;
    this.#decide(prober, run, success);
  }

  #decide(prober: Prober, run: Run, success: boolean): void {
    const { slot, kind } = prober;
    if (kind === 'readiness') return this.#setReady(run, success);
    if (kind === 'startup' && success) {
      run.started = true;
      if (!slot.spec.readinessProbe) run.ready = true;
      this.#worker.sendStatus();
      return this.#worker.requestSync(0);
    }
    if (success) return;
    prober.onHold = true;
    this.#worker.restart(slot, `Container ${slot.spec.name} failed ${kind} probe`);
  }

  #setReady(run: Run, probed: boolean): void {
    const ready = this.#worker.node.forcedReadiness(this.#worker.pod) ?? probed;
    if (run.ready === ready) return;
    run.ready = ready;
    this.#worker.sendStatus();
  }

  /** A fault switch has changed what readiness is forced to. */
  forced(): void {
    const forced = this.#worker.node.forcedReadiness(this.#worker.pod);
    for (const slot of this.#worker.slots) {
      const run = slot.current;
      if (!run || !isRunning(slot) || slot.kind === 'init') continue;
      const prober = this.#probers.get(`${slot.spec.name}/readiness`);
      run.ready =
        forced ?? (run.started && (!prober || prober.successes >= (prober.probe.successThreshold ?? 1)));
    }
    this.#worker.sendStatus();
  }
}
