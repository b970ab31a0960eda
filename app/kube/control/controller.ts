import type { Informers } from '../informer.ts';
import type { Part, PartDeps } from '../part.ts';

/** What a controller is made with: besides ground and door the informers that all controllers share. */
export interface ControllerDeps extends PartDeps {
  readonly informers: Informers;
  /** The certificate of the cluster's authority, which Pods find in kube-root-ca.crt. */
  readonly rootCa?: string;
}

/** A controller as a line of the registry. */
export interface ControllerSpec {
  /** Name in the agenda, in requests and in Events: `deployment-controller`. */
  readonly name: string;
  make(deps: ControllerDeps): Part;
}

/** A part made of listeners and queues that start and stop together. */
export function partOf(name: string, begin: () => readonly (() => void)[]): Part {
  let stops: readonly (() => void)[] = [];
  return {
    name,
    start() {
      if (stops.length === 0) stops = begin();
    },
    stop() {
      for (const stop of stops) stop();
      stops = [];
    },
  };
}
