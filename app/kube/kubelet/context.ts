import type { Core } from '../../base/core.ts';
import type { Json } from '../../base/json.ts';
import type { Random } from '../../base/random.ts';
import type { NetnsId } from '../../linux/names.ts';
import type { ApiClient } from '../api-client.ts';
import type { ContainerRuntime } from '../container-runtime.ts';
import type { EventRecorder } from '../event-recorder.ts';
import type { Pod, Service } from '../kinds/types.data.ts';
import type { PodNetwork } from '../pod-network.ts';
import type { ObjectSource } from './env.ts';
import type { ServiceVariables } from './service-env.ts';
import type { ImageCache } from './image-cache.ts';
import type { DnsFacts } from './name-files.ts';
import type { Ticks } from './ticks.ts';

/** Work of one Pod that is due, as data. */
export interface PodJob {
  readonly uid: string;
  readonly do:
    'sync' | 'retry' | 'mount' | 'pulled' | 'exited' | 'kill' | 'finish' | 'probe' | 'probed' | 'stopped';
  readonly [detail: string]: Json;
}

/** What all Pods of a node share. */
export interface NodeContext {
  readonly core: Core;
  readonly client: ApiClient;
  readonly record: EventRecorder;
  readonly node: string;
  readonly netns: NetnsId;
  readonly hostIp: string;
  readonly ticks: Ticks;
  readonly images: ImageCache;
  readonly network: PodNetwork;
  readonly runtime: ContainerRuntime;
  readonly objects: ObjectSource;
  readonly dns: DnsFacts;
  readonly allocatable: Readonly<Record<string, string>>;
  services(): readonly Service[];
  readonly serviceVariables: ServiceVariables;
  /** The text of a token for a Pod's ServiceAccount. */
  token(pod: Pod): string;
  /** Whether readiness is forced for a Pod by a fault switch. */
  forcedReadiness(pod: Pod): boolean | undefined;
  /** A fraction between 0 and 1: kubelets spread their retries, so that not all Pods of a node come at once. */
  readonly spread: Random;
  /** Enters work of a Pod into the agenda. Returns its number. */
  enter(delay: number, job: PodJob, options?: { readonly periodic?: boolean }): number;
  cancel(entry: number): void;
  /** A Pod's work is over. */
  forget(uid: string): void;
}
