import { PODS } from '../resource-type.ts';
import { isRunning, type Slot } from './containers.ts';
import type { PodWorker } from './pod-worker.ts';

/**
 * Ends a Pod: hooks, SIGTERM, the grace period, SIGKILL, the last status, and the removal of the object.
 * @upstream pkg/kubelet/kubelet.go SyncTerminatingPod, SyncTerminatedPod
 */
export class Stopper {
  readonly #worker: PodWorker;
  readonly #asked = new Set<string>();
  #stopping = false;
  #finished = false;
  #abandoned = false;

  constructor(worker: PodWorker) {
    this.#worker = worker;
  }

  get stopping(): boolean {
    return this.#stopping;
  }

  /** All containers have ended by themselves: what is left is to take the Pod down. */
  expectEnd(): void {
    this.#stopping = true;
  }

  /** Begins, or goes on with, taking the Pod down. */
  stop(): void {
    this.#stopping = true;
    for (const slot of this.#nextToStop()) this.#askToEnd(slot);
    if (!this.#abandoned) this.#worker.sendStatus();
    this.exited();
  }

  /** The Pod's object is gone without waiting for its containers. */
  abandon(): void {
    this.#abandoned = true;
    this.#stopping = true;
    if (this.#worker.stopped) return this.#worker.node.forget(this.#worker.pod.metadata.uid);
    for (const slot of this.#worker.slots) slot.current?.running?.kill();
    this.exited();
  }

  /** A container may have been the last. */
  exited(): void {
    if (this.#worker.stopped) return;
    if (this.#worker.slots.some(isRunning)) {
      for (const slot of this.#nextToStop()) this.#askToEnd(slot);
      return;
    }
    this.#worker.stopped = true;
    this.#worker.leaveNetwork();
    this.#worker.node.runtime.removePod(this.#worker.pod);
    if (this.#abandoned) return this.#worker.node.forget(this.#worker.pod.metadata.uid);
    this.#worker.sendStatus();
    this.#worker.enter(this.#worker.node.ticks.untilWork(), 'finish');
  }

  hookDone(name: string): void {
    this.#worker.slot(name).current?.running?.stop();
  }

  /** The grace of one run is over; a later run of the container is not meant. */
  graceOver(name: string, run: string): void {
    const { current } = this.#worker.slot(name);
    if (current?.id === run) current.running?.kill();
  }

  /** Everything is gone: the object of a Pod that was deleted may go too. */
  finish(): void {
    const { pod, node } = this.#worker;
    if (pod.metadata.deletionTimestamp === undefined || this.#finished) return;
    this.#finished = true;
    node.client.delete(PODS, pod.metadata, {
      gracePeriodSeconds: 0,
      preconditions: { uid: pod.metadata.uid },
    });
  }

  /** Sidecars go when all others have gone. */
  #nextToStop(): readonly Slot[] {
    const running = this.#worker.slots.filter(isRunning);
    const others = running.filter(({ kind }) => kind !== 'sidecar');
    return (others.length > 0 ? others : running).filter(({ spec }) => !this.#asked.has(spec.name));
  }

  #askToEnd(slot: Slot): void {
    const { spec, current } = slot;
    this.#asked.add(spec.name);
    const { metadata } = this.#worker.pod;
    const grace = metadata.deletionGracePeriodSeconds ?? this.#worker.pod.spec.terminationGracePeriodSeconds;
    this.#worker.note('Normal', 'Killing', `Stopping container ${spec.name}`, slot);
    this.#worker.enter(Math.max(1, grace) * 1000, 'kill', { container: spec.name, run: current?.id ?? '' });
    const hook = spec.lifecycle?.preStop;
    if (hook?.sleep) {
      this.#worker.enter(hook.sleep.seconds * 1000, 'stopped', { container: spec.name });
      return;
    }
    if (hook?.exec && this.#runHook(slot, hook.exec.command ?? [])) return;
    current?.running?.stop();
  }

  #runHook({ spec, current }: Slot, command: readonly string[]): boolean {
    const container = spec.name;
    const answer = current?.running?.exec({
      container,
      command,
      stdin: false,
      stdout: true,
      stderr: true,
      tty: false,
    });
    if (!answer?.ok) return false;
    answer.value.subscribe((event) => {
      if (event.type === 'end') this.#worker.enter(0, 'stopped', { container });
    });
    return true;
  }
}
