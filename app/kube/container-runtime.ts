import type { FileEntry } from '../linux/fs/file-system.ts';
import type { MachineId, NetnsId } from '../linux/names.ts';
import type { ApiStream } from './client.ts';
import type { Image } from './image.ts';
import type { Container, Pod, Probe } from './kinds/types.data.ts';
import type { AgentAnswer, ExecOptions } from './node-agent.ts';

/** A directory or file that a container sees under a path. */
export interface ContainerMount {
  readonly path: string;
  readonly source:
    | {
        readonly type: 'tree';
        readonly files: Readonly<Record<string, FileEntry>>;
        readonly readOnly: boolean;
      }
    /** Shared by the containers of the Pod that name the same volume. */
    | { readonly type: 'scratch'; readonly volume: string };
  readonly volume: string;
}

/** Everything that decides how a container runs. */
export interface ContainerStart {
  readonly pod: Pod;
  readonly container: Container;
  readonly image: Image;
  /** The image's name as the runtime writes it: `docker.io/library/nginx:latest`. */
  readonly reference: string;
  readonly machine: MachineId;
  readonly netns: NetnsId;
  readonly ip: string;
  readonly hostname: string;
  readonly argv: readonly string[];
  /** In the order in which `env` prints them. */
  readonly env: ReadonlyMap<string, string>;
  readonly mounts: readonly ContainerMount[];
  /** `/etc/hosts` and `/etc/resolv.conf`. */
  readonly files: Readonly<Record<string, string>>;
  /** Which run of the container this is, from 0. */
  readonly attempt: number;
  /** Where its output goes; called while it runs, it must only append. */
  readonly output: (channel: 'stdout' | 'stderr', bytes: Uint8Array) => void;
  /** Told when it has ended; it must only enqueue. */
  readonly onExit: (exit: ContainerExit) => void;
}

/** How a container ended. */
export interface ContainerExit {
  readonly code: number;
  readonly signal?: number;
  readonly reason?: 'OOMKilled' | 'Completed' | 'Error' | 'StartError' | 'ContainerCannotRun';
  readonly message?: string;
}

/** Why a container could not be made or started, in the runtime's words. */
export interface StartFailure {
  readonly reason: 'CreateContainerError' | 'RunContainerError';
  readonly message: string;
}

/** A running container. */
export interface RunningContainer {
  /** Asks it to end (SIGTERM). */
  stop(): void;
  /** Ends it (SIGKILL). */
  kill(): void;
  /** Replaces the content of a volume: a refreshed Secret, ConfigMap or token. */
  refresh(volume: string, mounts: readonly ContainerMount[]): void;
  exec(options: ExecOptions): AgentAnswer<ApiStream>;
  attach(options: Omit<ExecOptions, 'command'>): AgentAnswer<ApiStream>;
}

/** The outcome of one probe. */
export interface ProbeResult {
  readonly success: boolean;
  /** What the Unhealthy event says after `Readiness probe failed: `. */
  readonly message: string;
}

/** One probe to be done. */
export interface ProbeRequest {
  readonly pod: Pod;
  readonly container: Container;
  readonly probe: Probe;
  readonly ip: string;
  readonly running: RunningContainer;
  /** Told the outcome once, now or later; it must only enqueue. */
  readonly done: (result: ProbeResult) => void;
}

/**
 * What runs containers on a node. Two exist: one runs the programs of images as processes, the other does what the
 * recordings' runtime did.
 */
export interface ContainerRuntime {
  start(request: ContainerStart): RunningContainer | StartFailure;
  probe(request: ProbeRequest): void;
  /** A Pod's last container has ended for good: what its containers shared may go. */
  removePod(pod: Pod): void;
  /** Power of the node. */
  setPower(on: boolean): void;
}

/** Whether a start went wrong. */
export function isStartFailure(outcome: RunningContainer | StartFailure): outcome is StartFailure {
  return 'message' in outcome;
}
