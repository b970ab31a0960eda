import type { Core } from '../../base/core.ts';
import type { Result } from '../../base/result.ts';
import type { ApiRequest, Status } from '../client.ts';
import type { Kind, KindContext } from '../kinds/kind.ts';
import type { KubeObject } from '../kinds/object.ts';
import type { WireSchema } from '../kinds/wire.ts';
import type { NodeAgents } from '../node-agent.ts';
import type { Store } from './store.ts';

/** How a cluster's API server is set up. */
export interface ApiServerOptions {
  /** Addresses of Services: `10.0.0.0/16`. */
  readonly serviceCidr: string;
  /** Ports of NodePort Services, first and last. */
  readonly nodePortRange?: readonly [number, number];
  /** Finds the kubelet of a node for log, exec and attach. */
  readonly agents?: NodeAgents;
  /** The kinds to serve; all that are registered when left out. */
  readonly kinds?: readonly Kind[];
}

/** A kind as it is served under one group and version. */
export interface Served {
  readonly kind: Kind;
  readonly group: string;
  readonly version: string;
  readonly kindName: string;
  readonly wire: string;
  /** To and from the stored form, where this version is not the stored one. */
  readonly toStored?: (object: KubeObject) => KubeObject;
  readonly fromStored?: (object: KubeObject) => KubeObject;
}

/** What every part of the API server works on. */
export interface Api {
  readonly core: Core;
  readonly store: Store;
  readonly schema: WireSchema;
  readonly options: ApiServerOptions;
  readonly served: ReadonlyMap<string, ReadonlyMap<string, Served>>;
  readonly services: ServiceAllocation;
  context(group?: string): KindContext;
  kind(name: string): Kind;
}

/** Allocates what Services need before they are validated, and gives it back. */
export interface ServiceAllocation {
  /** Fills in addresses and ports of a Service that is made or changed; undo gives back what was taken. */
  begin(object: KubeObject, old: KubeObject | undefined, dryRun: boolean): Result<Allocated, Status>;
  /** Takes note of what a stored Service holds, or of its end. */
  settle(before: KubeObject | undefined, after: KubeObject | undefined): void;
}

/** A Service with its addresses and ports. */
export interface Allocated {
  readonly object: KubeObject;
}

/** One request with what its path and query say. */
export interface Call {
  readonly request: ApiRequest;
  readonly served: Served;
  readonly kind: Kind;
  readonly namespace: string;
  readonly name: string;
  readonly subresource: string;
  readonly dryRun: boolean;
  readonly fieldManager: string;
  /** The fields are tracked already: the write is an apply, or changes what nobody owns. */
  readonly tracked?: boolean;
  readonly fieldValidation: 'Strict' | 'Warn' | 'Ignore';
  /** Warnings to send along, in the order they came up. */
  readonly warnings: string[];
}

/** What a write ends in: the object with its code, or a Status. */
export type Outcome = Result<{ readonly code: number; readonly object: unknown }, Status>;
