import { hexWord } from '../../base/hex.ts';
import { machineId } from '../../linux/names.ts';
import { isStartFailure } from '../container-runtime.ts';
import { isImageName, type PulledImage } from '../image-store.ts';
import { isRestarted, isRunning, type Run, type Slot } from './containers.ts';
import { containerEnv, expand } from './env.ts';
import { goDuration } from './image-cache.ts';
import { ContainerLog } from './log.ts';
import { hostsText, podDns, podHostname, resolvConfText } from './name-files.ts';
import { isInitDone } from './pod-status.ts';
import type { PodWorker } from './pod-worker.ts';
import { allServiceVariables } from './service-env.ts';
import { containerMounts } from './volumes.ts';

/** First and longest wait before a crashed container is started again. */
const BACK_OFF = { first: 10_000, longest: 300_000 };
/** Wait after a failure that has no time of its own. */
const RETRY = 10_000;
/**
 * Waits are drawn out by chance, up to one and a half times. These are the parts of that range in which the recordings
 * lie: least and width for waits with a time of their own and for others.
 */
const BACK_OFF_SPREAD = [1.1, 0.05] as const;
const RETRY_SPREAD = [1.4, 0.1] as const;

/**
 * Starts a Pod's containers, one after the other: waits out back-offs, pulls images, creates and starts.
 * @upstream pkg/kubelet/kuberuntime/kuberuntime_manager.go SyncPod
 */
export class Starter {
  readonly #worker: PodWorker;
  #todo: readonly Slot[] = [];
  #pull: { readonly slot: Slot; readonly entry: number; readonly since: number } | undefined;
  #ending: { readonly slot: Slot; readonly before: number | undefined } | undefined;
  /** Earliest time at which a failure of this round is worth another try. */
  #retryAt: number | undefined;
  /** All failures of this round have a back-off time of their own. */
  #backsOff = true;
  #changed = false;
  #lookAgain = false;

  constructor(worker: PodWorker) {
    this.#worker = worker;
  }

  /** A round is going on: an image is being pulled, or a container is being ended. */
  get busy(): boolean {
    return this.#pull !== undefined || this.#ending !== undefined;
  }

  /** Begins a round over all containers that should run and do not. */
  start(): void {
    this.#todo = nextToStart(this.#worker);
    this.#retryAt = undefined;
    this.#backsOff = true;
    this.#changed = false;
    this.#goOn();
  }

  /** Drops the round. */
  cancel(): void {
    if (this.#pull) this.#worker.node.cancel(this.#pull.entry);
    this.#pull = undefined;
    this.#ending = undefined;
    this.#todo = [];
  }

  /** Ends a container that runs, to start it anew in the same round. */
  restart(slot: Slot, message: string): void {
    if (this.busy) return;
    this.#worker.note('Normal', 'Killing', `${message}, will be restarted`, slot);
    this.#ending = { slot, before: slot.previous?.exit?.at };
    slot.current?.running?.stop();
    const grace =
      slot.spec.livenessProbe?.terminationGracePeriodSeconds ??
      this.#worker.pod.spec.terminationGracePeriodSeconds;
    this.#worker.enter(grace * 1000, 'kill', { container: slot.spec.name, run: slot.current?.id ?? '' });
  }

  /** A container has ended. True when the round had waited for it. */
  exited(slot: Slot): boolean {
    const ending = this.#ending;
    if (ending?.slot !== slot) return false;
    this.#ending = undefined;
    this.#todo = [];
    this.#retryAt = undefined;
    this.#changed = true;
    // The round began when the container still ran: only an earlier end counts for the back-off.
    if (!this.#heldBack(slot, ending.before)) this.#ensureImage(slot);
    if (!this.busy) this.#finish();
    return true;
  }

  pulled(name: string): void {
    const pull = this.#pull;
    if (pull?.slot.spec.name !== name) return;
    this.#pull = undefined;
    this.#takeImage(pull.slot, pull.since);
    this.#goOn();
  }

  #goOn(): void {
    while (!this.busy) {
      const [slot, ...rest] = this.#todo;
      if (!slot) return this.#finish();
      this.#todo = rest;
      if (!this.#heldBack(slot, slot.current?.exit?.at)) this.#ensureImage(slot);
    }
  }

  #finish(): void {
    const worker = this.#worker;
    worker.syncDone();
    if (this.#changed) worker.requestLook();
    if (this.#lookAgain) worker.requestSync(0);
    this.#lookAgain = false;
    if (this.#retryAt === undefined) return;
    const { core, ticks, spread } = worker.node;
    const [least, range] = this.#backsOff ? BACK_OFF_SPREAD : RETRY_SPREAD;
    const wait = Math.max(0, this.#retryAt - core.now()) * (least + range * spread.fraction());
    worker.requestRetry(ticks.untilWork(core.now() + wait));
  }

  #failed(slot: Slot, reason: string, message: string, retryAt: number): void {
    slot.waiting = { reason, message };
    if (!reason.includes('BackOff') && reason !== 'ErrImagePull') this.#backsOff = false;
    this.#retryAt = Math.min(this.#retryAt ?? retryAt, retryAt);
  }

  /** @upstream pkg/kubelet/kuberuntime/kuberuntime_manager.go doBackOff */
  #heldBack(slot: Slot, endedAt: number | undefined): boolean {
    if (endedAt === undefined) return false;
    const now = this.#worker.node.core.now();
    const { backOff } = slot;
    const stale = backOff !== undefined && endedAt - backOff.since > 2 * BACK_OFF.longest;
    if (backOff && !stale && now - endedAt < backOff.delay) {
      const { name, namespace = '', uid } = this.#worker.pod.metadata;
      const place = `${name}_${namespace}(${uid})`;
      const { name: container } = slot.spec;
      this.#worker.note(
        'Warning',
        'BackOff',
        `Back-off restarting failed container ${container} in pod ${place}`,
        slot,
      );
      this.#failed(
        slot,
        'CrashLoopBackOff',
        `back-off ${goDuration(backOff.delay)} restarting failed container=${container} pod=${place}`,
        endedAt + backOff.delay,
      );
      // The first time the kubelet looks again at its next tick, and then shows the new reason.
      if (!slot.heldBack) this.#lookAgain = true;
      slot.heldBack = true;
      return true;
    }
    const delay = !backOff || stale ? BACK_OFF.first : Math.min(BACK_OFF.longest, 2 * backOff.delay);
    slot.backOff = { delay, since: now };
    return false;
  }

  /** @upstream pkg/kubelet/images/image_manager.go EnsureImageExists */
  #ensureImage(slot: Slot): void {
    const { images, core } = this.#worker.node;
    const name = slot.spec.image ?? '';
    if (!isImageName(name)) {
      const text = `Failed to apply default image tag "${name}": couldn't parse image name "${name}": invalid reference format`;
      this.#worker.note('Warning', 'InspectFailed', text, slot);
      return this.#refuse(slot, 'InvalidImageName', text, 'InvalidImageName', core.now() + RETRY);
    }
    const present = images.present(name);
    const policy = slot.spec.imagePullPolicy;
    if (present && policy !== 'Always') {
      const text = `Container image "${name}" already present on machine and can be accessed by the pod`;
      this.#worker.note('Normal', 'Pulled', text, slot);
      return this.#create(slot, present);
    }
    if (policy === 'Never') {
      const text = `Container image "${name}" is not present with pull policy of Never`;
      this.#worker.note('Warning', 'ErrImageNeverPull', text, slot);
      return this.#refuse(slot, 'ErrImageNeverPull', text, 'ErrImageNeverPull', core.now() + RETRY);
    }
    const held = images.heldBack(this.#worker.pod.metadata.uid, name);
    if (held) {
      const text = `Back-off pulling image "${name}"`;
      this.#worker.note('Normal', 'BackOff', text, slot);
      const message = `${text}: ErrImagePull: ${held.error}`;
      return this.#refuse(slot, 'ImagePullBackOff', message, 'ImagePullBackOff', held.until);
    }
    this.#worker.note('Normal', 'Pulling', `Pulling image "${name}"`, slot);
    const entry = this.#worker.enter(images.pullTime, 'pulled', { container: slot.spec.name });
    this.#pull = { slot, entry, since: core.now() };
  }

  #takeImage(slot: Slot, since: number): void {
    const { images, core } = this.#worker.node;
    const name = slot.spec.image ?? '';
    const { uid } = this.#worker.pod.metadata;
    const pull = images.pull(uid, name);
    if (!pull.ok) {
      this.#worker.note('Warning', 'Failed', `Failed to pull image "${name}": ${pull.message}`, slot);
      const until = images.heldBack(uid, name)?.until ?? core.now() + RETRY;
      return this.#refuse(slot, 'ErrImagePull', pull.message, 'ErrImagePull', until);
    }
    const took = goDuration(core.now() - since);
    const text = `Successfully pulled image "${name}" in ${took} (${took} including waiting). Image size: ${pull.image.sizeBytes} bytes.`;
    this.#worker.note('Normal', 'Pulled', text, slot);
    this.#create(slot, pull.image);
  }

  #refuse(slot: Slot, reason: string, message: string, error: string, retryAt: number): void {
    this.#worker.note('Warning', 'Failed', `Error: ${error}`, slot);
    this.#failed(slot, reason, message, retryAt);
  }

  #create(slot: Slot, image: PulledImage): void {
    const { core } = this.#worker.node;
    const env = containerEnv(this.#envContext(slot));
    if (!env.ok)
      return this.#refuse(slot, 'CreateContainerConfigError', env.error, env.error, core.now() + RETRY);
    const run = this.#newRun(slot, image);
    const outcome = this.#worker.node.runtime.start(this.#request(slot, run, env.value));
    if (isStartFailure(outcome) && outcome.reason === 'CreateContainerError')
      return this.#refuse(slot, outcome.reason, outcome.message, outcome.message, core.now() + RETRY);
    this.#worker.note('Normal', 'Created', 'Container created', slot);
    slot.previous = slot.current ?? slot.previous;
    slot.current = run;
    this.#changed = true;
    if (isStartFailure(outcome)) {
      run.exit = { at: core.now(), code: 128, reason: 'StartError', message: outcome.message };
      this.#worker.ended(run);
      return this.#refuse(slot, outcome.reason, outcome.message, outcome.message, core.now() + RETRY);
    }
    this.#worker.note('Normal', 'Started', 'Container started', slot);
    slot.waiting = undefined;
    run.running = outcome;
    this.#worker.probers.started(slot, run);
  }

  #newRun(slot: Slot, image: PulledImage): Run {
    const { core } = this.#worker.node;
    const random = core.random.stream('container-ids');
    let id = '';
    for (let words = 0; words < 8; words++) id += hexWord(random.bits());
    return {
      id,
      attempt: slot.current ? slot.current.attempt + 1 : 0,
      image,
      startedAt: core.now(),
      log: new ContainerLog(() => core.now()),
      running: undefined,
      exit: undefined,
      started: slot.spec.startupProbe === undefined,
      ready: slot.spec.startupProbe === undefined && slot.spec.readinessProbe === undefined,
    };
  }

  #envContext({ spec }: Slot) {
    const { pod, node, ip = '' } = this.#worker;
    const { namespace = '', uid } = pod.metadata;
    const links = pod.spec.enableServiceLinks !== false;
    return {
      pod,
      container: spec,
      services: allServiceVariables(node.services(), namespace, uid, links, node.serviceVariables),
      objects: node.objects,
      hostIp: node.hostIp,
      podIp: ip,
      allocatable: node.allocatable,
    };
  }

  #request(slot: Slot, run: Run, env: ReadonlyMap<string, string>) {
    const worker = this.#worker;
    const { pod, ip = '', node, netns = node.netns } = worker;
    const { spec } = slot;
    const { namespace = '', name } = pod.metadata;
    const fill = (text: string) => expand(text, (variable) => env.get(variable));
    const { image } = run.image;
    const entry = spec.command?.map(fill) ?? image.entrypoint;
    const args = spec.args?.map(fill) ?? (spec.command ? [] : image.command);
    return {
      pod,
      container: spec,
      image,
      reference: run.image.reference,
      machine: machineId(`pod/${namespace}/${name}/${spec.name}`),
      netns,
      ip,
      hostname: pod.spec.hostNetwork === true ? node.node : podHostname(pod),
      argv: [...entry, ...args],
      env,
      mounts: containerMounts(spec, worker.volumes ?? new Map(), worker.volumeVersion),
      files: {
        '/etc/hosts': hostsText(pod, ip, node.dns.domain),
        '/etc/resolv.conf': resolvConfText(podDns(pod, node.dns)),
      },
      attempt: run.attempt,
      output: (channel: 'stdout' | 'stderr', bytes: Uint8Array) => run.log.append(channel, bytes),
      onExit: (exit: {
        readonly code: number;
        readonly signal?: number;
        readonly reason?: string;
        readonly message?: string;
      }) => {
        worker.enter(0, 'exited', { container: spec.name, run: run.id, ...exit });
      },
    };
  }
}

/** Which containers are to be started now: the next init container, or all others that do not run. */
function nextToStart({ slots, pod }: PodWorker): readonly Slot[] {
  const start: Slot[] = [];
  for (const slot of slots) {
    if (slot.kind === 'app') continue;
    if (isInitDone(slot)) continue;
    if (isRunning(slot)) return start;
    if (!isRestarted(slot, pod)) return start;
    return [...start, slot];
  }
  return [
    ...start,
    ...slots.filter((slot) => slot.kind === 'app' && !isRunning(slot) && isRestarted(slot, pod)),
  ];
}
