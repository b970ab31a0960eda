import { Invariant } from '../../base/assert.ts';
import { dateAt } from '../../base/core.ts';
import type { Json } from '../../base/json.ts';
import { deepEqual } from '../../base/equal.ts';
import { netnsId, type NetnsId } from '../../linux/names.ts';
import type { Pod } from '../kinds/types.data.ts';
import { PODS } from '../resource-type.ts';
import { isRunning, slotsOf, type Run, type Slot } from './containers.ts';
import type { NodeContext, PodJob } from './context.ts';
import { podStatus } from './pod-status.ts';
import { Probers } from './prober.ts';
import { Starter } from './starter.ts';
import { Stopper } from './stopper.ts';
import { containerMounts, sameContent, volumeContents, type VolumeContent } from './volumes.ts';

/** First and longest wait between two tries to mount. */
const MOUNT_RETRY = { first: 500, longest: 122_000 };
/** How often a waiting Pod asks whether its volumes are there. */
const MOUNT_POLL = 300;

/** One Pod on its node, from the moment the kubelet sees it until its last trace is gone. */
export class PodWorker {
  readonly node: NodeContext;
  readonly slots: readonly Slot[];
  readonly startedAt: number;
  readonly probers: Probers;
  readonly #starter: Starter;
  readonly #stopper: Stopper;
  pod: Pod;
  ip: string | undefined;
  netns: NetnsId | undefined;
  sandboxReady = false;
  stopped = false;
  volumes: ReadonlyMap<string, VolumeContent> | undefined;
  volumeVersion = '';
  #mountTries = 0;
  #syncEntry: { readonly number: number; readonly at: number } | undefined;
  #lastSyncEnd = -1;
  #wanted = false;

  constructor(node: NodeContext, pod: Pod) {
    this.node = node;
    this.pod = pod;
    this.slots = slotsOf(pod);
    this.startedAt = node.core.now();
    this.probers = new Probers(this);
    this.#starter = new Starter(this);
    this.#stopper = new Stopper(this);
    if (pod.spec.hostNetwork === true) this.#enterNetwork(node.netns, node.hostIp);
  }

  /** The Pod's object has changed. */
  update(after: Pod): void {
    const before = this.pod;
    this.pod = after;
    const dying = after.metadata.deletionTimestamp !== undefined;
    if (dying && before.metadata.deletionTimestamp === undefined) this.requestSync(0);
    else if (
      dying &&
      after.metadata.deletionGracePeriodSeconds !== before.metadata.deletionGracePeriodSeconds
    )
      this.requestSync(0);
    else if (gatesChanged(before, after) || after.spec !== before.spec) this.requestSync(0);
  }

  /** The Pod's object is gone: whatever still runs is ended at once. */
  removed(): void {
    this.#starter.cancel();
    this.#stopper.abandon();
  }

  /**
   * Asks to be looked at in `delay` milliseconds, at the earliest at the first look at the containers after the last sync:
   * a sync works with a fresh picture or waits for one.
   */
  requestSync(delay: number, options: { readonly periodic?: boolean } = {}): void {
    const { core, ticks } = this.node;
    const fresh = this.#lastSyncEnd < 0 ? 0 : ticks.untilLook(this.#lastSyncEnd);
    const wait = Math.max(delay, fresh, 0);
    const at = core.now() + wait;
    if (this.#syncEntry && this.#syncEntry.at <= at) return;
    if (this.#syncEntry) this.node.cancel(this.#syncEntry.number);
    this.#syncEntry = { number: this.enter(wait, 'sync', {}, options), at };
  }

  /** Asks to be looked at again after a failure; such waits never keep a world from settling. */
  requestRetry(delay: number): void {
    this.enter(delay, 'retry', {}, { periodic: true });
  }

  /** Something has happened to the containers: the next look finds it. */
  requestLook(): void {
    this.requestSync(this.node.ticks.untilLook());
  }

  enter(
    delay: number,
    work: PodJob['do'],
    details: Omit<PodJob, 'uid' | 'do'> = {},
    options: { readonly periodic?: boolean } = {},
  ): number {
    return this.node.enter(delay, { ...details, uid: this.pod.metadata.uid, do: work }, options);
  }

  /** Does what is due. */
  work(job: PodJob): void {
    switch (job.do) {
      case 'sync':
        this.#syncEntry = undefined;
        return this.#sync();
      case 'retry':
        return this.requestSync(0);
      case 'mount':
        return this.#mount();
      case 'pulled':
        return this.#starter.pulled(textOf(job['container']));
      case 'exited':
        return this.#exited(job);
      case 'stopped':
        return this.#stopper.hookDone(textOf(job['container']));
      case 'kill':
        return this.#stopper.graceOver(textOf(job['container']), textOf(job['run']));
      case 'finish':
        return this.#stopper.finish();
      case 'probe':
      case 'probed':
        return this.probers.work(job);
    }
  }

  slot(name: string): Slot {
    const slot = this.slots.find(({ spec }) => spec.name === name);
    if (!slot) throw new Invariant('no-such-container', { pod: this.pod.metadata.name, name });
    return slot;
  }

  /** A sync that took some time is over. */
  syncDone(): void {
    this.#lastSyncEnd = this.node.core.now();
    if (this.#wanted) {
      this.#wanted = false;
      this.requestSync(0);
    }
  }

  /** Sends the status if it has changed. */
  sendStatus(): string {
    const { phase, status } = podStatus(this.node.core, this.pod, {
      slots: this.slots,
      hostIp: this.node.hostIp,
      podIp: this.ip,
      sandboxReady: this.sandboxReady,
      stopped: this.stopped,
      startedAt: this.startedAt,
    });
    if (!deepEqual(status, this.pod.status)) {
      const answer = this.node.client.update(PODS, { ...this.pod, status }, 'status');
      if (answer.ok) this.pod = answer.value;
    }
    return phase;
  }

  /** @upstream pkg/kubelet/kubelet.go SyncPod */
  #sync(): void {
    if (this.pod.metadata.deletionTimestamp !== undefined || this.#stopper.stopping) {
      this.#starter.cancel();
      return this.#stopper.stop();
    }
    if (this.#starter.busy) {
      this.#wanted = true;
      return;
    }
    const phase = this.sendStatus();
    if (phase === 'Succeeded' || phase === 'Failed') {
      this.#stopper.expectEnd();
      this.requestSync(this.node.ticks.untilWork() + 1);
      return;
    }
    if (!this.volumes) {
      if (this.#mountTries === 0) this.enter(MOUNT_POLL, 'mount');
      return;
    }
    this.#starter.start();
  }

  #mount(): void {
    if (this.volumes || this.#stopper.stopping) return;
    this.#mountTries++;
    const context = this.volumeContext();
    const { contents, problems } = volumeContents(context);
    if (problems.length > 0) {
      for (const [volume, problem] of problems)
        this.note('Warning', 'FailedMount', `MountVolume.SetUp failed for volume "${volume}" : ${problem}`);
      const wait = Math.min(MOUNT_RETRY.longest, MOUNT_RETRY.first * 2 ** Math.min(20, this.#mountTries - 1));
      this.enter(wait, 'mount', {}, { periodic: true });
      return;
    }
    this.volumes = contents;
    this.volumeVersion = context.version;
    this.probers.begin();
    this.#makeSandbox();
  }

  volumeContext() {
    const { core, objects, allocatable } = this.node;
    const date = dateAt(core).toISOString();
    const [year = '', month = '', rest = ''] = date.split('-');
    const version = `${year}_${month}_${rest.slice(0, 2)}_${rest.slice(3, 5)}_${rest.slice(6, 8)}_${rest.slice(9, 11)}.${core.random.stream('volume-versions').bits()}`;
    return {
      pod: this.pod,
      objects,
      token: this.node.token(this.pod),
      version,
      hostIp: this.node.hostIp,
      podIp: this.ip ?? '',
      allocatable,
    };
  }

  /** Secrets, ConfigMaps and tokens may have changed: what containers see of them follows. */
  refreshVolumes(): void {
    if (!this.volumes || this.stopped) return;
    const context = this.volumeContext();
    const { contents } = volumeContents(context);
    const changed = [...contents].filter(([name, content]) => !sameContent(content, this.volumes?.get(name)));
    if (changed.length === 0) return;
    this.volumes = new Map([...this.volumes, ...changed]);
    this.volumeVersion = context.version;
    for (const { spec, current } of this.slots)
      for (const [volume] of changed)
        current?.running?.refresh(volume, containerMounts(spec, this.volumes, context.version));
  }

  #makeSandbox(): void {
    if (!this.netns) {
      const { namespace = '', name } = this.pod.metadata;
      const place = this.node.network.attach({ namespace, name });
      if (!place) {
        this.note('Warning', 'FailedCreatePodSandBox', NO_ADDRESS);
        this.#mountTries = 1;
        this.volumes = undefined;
        this.enter(MOUNT_RETRY.longest, 'mount', {}, { periodic: true });
        return;
      }
      this.#enterNetwork(place.netns, place.ip);
    }
    this.sandboxReady = true;
    this.requestLook();
    this.#starter.start();
  }

  #enterNetwork(netns: NetnsId, ip: string): void {
    this.netns = netnsId(netns);
    this.ip = ip;
  }

  /** Takes the Pod's network away. */
  leaveNetwork(): void {
    const { namespace = '', name } = this.pod.metadata;
    if (this.netns && this.pod.spec.hostNetwork !== true) this.node.network.detach({ namespace, name });
    this.netns = undefined;
    this.sandboxReady = false;
  }

  #exited(job: PodJob): void {
    const slot = this.slot(textOf(job['container']));
    const run = [slot.current, slot.previous].find((one) => one?.id === job['run']);
    if (!run || run.exit) return;
    const code = Number(job['code']);
    const { signal, message, reason } = job;
    run.exit = {
      at: this.node.core.now(),
      code,
      reason: typeof reason === 'string' ? reason : code === 0 ? 'Completed' : 'Error',
      ...(typeof signal === 'number' && { signal }),
      ...(typeof message === 'string' && { message }),
    };
    this.ended(run);
    if (this.#stopper.stopping) this.#stopper.exited();
    else if (!this.#starter.exited(slot)) this.requestLook();
  }

  ended(run: Run): void {
    run.running = undefined;
    run.started = false;
    run.ready = false;
    run.log.end();
  }

  /** A container is to be ended and started anew: its liveness or startup probe has failed. */
  restart(slot: Slot, message: string): void {
    if (isRunning(slot) && !this.#stopper.stopping) this.#starter.restart(slot, message);
  }

  note(type: 'Normal' | 'Warning', reason: string, message: string, container?: Slot): void {
    const list = container?.kind === 'app' ? 'containers' : 'initContainers';
    this.node.record(this.pod, {
      type,
      reason,
      message,
      ...(container && { fieldPath: `spec.${list}{${container.spec.name}}` }),
    });
  }
}

const NO_ADDRESS =
  'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox: plugin type="bridge" failed (add): failed to allocate for range 0: no IP addresses available in range set';

/** A detail of a job that is a text. */
function textOf(detail: Json | undefined): string {
  return typeof detail === 'string' ? detail : '';
}

function gatesChanged(before: Pod, after: Pod): boolean {
  const gates = after.spec.readinessGates ?? [];
  if (gates.length === 0 || before.status === after.status) return false;
  const statusOf = (pod: Pod, type: string) =>
    pod.status.conditions?.find((condition) => condition.type === type)?.status;
  return gates.some(
    ({ conditionType }) => statusOf(before, conditionType) !== statusOf(after, conditionType),
  );
}
