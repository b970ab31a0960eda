import type { Core } from '../base/core.ts';
import type { ApiDoor } from './client.ts';

/** What a part of the cluster (controller, scheduler, kubelet, kube-proxy, CoreDNS) is made with: the ground and the door. */
export interface PartDeps {
  readonly core: Core;
  readonly door: ApiDoor;
}

/** A running part of the cluster. It works only when its agenda entries come due; stopped, it keeps what it wrote. */
export interface Part {
  /** Owner name in the agenda: `deployment-controller`, `kubelet/node-905m`. */
  readonly name: string;
  start(): void;
  stop(): void;
}
