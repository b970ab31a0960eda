import type { RunningContainer } from '../container-runtime.ts';
import type { PulledImage } from '../image-store.ts';
import type { Container, Pod } from '../kinds/types.data.ts';
import type { ContainerLog } from './log.ts';

/** One run of a container. */
export interface Run {
  /** 64 hexadecimal digits. */
  readonly id: string;
  readonly attempt: number;
  readonly image: PulledImage;
  readonly startedAt: number;
  readonly log: ContainerLog;
  running: RunningContainer | undefined;
  exit: RunExit | undefined;
  /** Outcome of the startup probe; true without one. */
  started: boolean;
  /** Outcome of the readiness probe; true without one, once started. */
  ready: boolean;
}

/** How a run ended. */
export interface RunExit {
  readonly at: number;
  readonly code: number;
  readonly signal?: number;
  readonly reason: string;
  readonly message?: string;
}

/** A container of a Pod through all its runs. */
export interface Slot {
  readonly spec: Container;
  readonly kind: 'init' | 'sidecar' | 'app';
  /** The last run and the one before. */
  current: Run | undefined;
  previous: Run | undefined;
  /** Why it could not be started, until it could. */
  waiting: { readonly reason: string; readonly message: string } | undefined;
  /** Delay before the next restart, and when it was set. */
  backOff: { readonly delay: number; readonly since: number } | undefined;
  /** It has been held back before. */
  heldBack: boolean;
}

/** The slots of a Pod's containers, in the order of its spec. */
export function slotsOf({ spec }: Pod): readonly Slot[] {
  const init = (spec.initContainers ?? []).map((one) =>
    emptySlot(one, one.restartPolicy === 'Always' ? 'sidecar' : 'init'),
  );
  return [...init, ...spec.containers.map((one) => emptySlot(one, 'app'))];
}

function emptySlot(spec: Container, kind: Slot['kind']): Slot {
  return {
    spec,
    kind,
    current: undefined,
    previous: undefined,
    waiting: undefined,
    backOff: undefined,
    heldBack: false,
  };
}

/** Whether the slot's container runs. */
export function isRunning({ current }: Slot): boolean {
  return current !== undefined && current.exit === undefined;
}

/** Whether a container that has ended is to be started again. */
export function isRestarted({ spec, kind, current }: Slot, pod: Pod): boolean {
  if (pod.metadata.deletionTimestamp !== undefined) return false;
  const exit = current?.exit;
  if (!exit) return current === undefined;
  const policy = kind === 'sidecar' ? 'Always' : (spec.restartPolicy ?? pod.spec.restartPolicy);
  if (kind === 'init') return exit.code !== 0 && policy !== 'Never';
  return policy === 'Always' || (policy === 'OnFailure' && exit.code !== 0);
}
