import type { ApiStream } from './client.ts';

/** What the API server asks of the kubelet on a Pod's node (port 10250 in reality). */
export interface NodeAgent {
  /** Text of a container's log, or why there is none. Options as in the query of `…/log`. */
  logs(pod: PodRef, options: LogOptions): AgentAnswer<{ readonly text: string; readonly follow?: ApiStream }>;
  exec(pod: PodRef, options: ExecOptions): AgentAnswer<ApiStream>;
  attach(pod: PodRef, options: Omit<ExecOptions, 'command'>): AgentAnswer<ApiStream>;
}

/** Names one Pod for its kubelet. */
export interface PodRef {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

/** A kubelet's answer: the thing, or the message and code of the Status that the API server returns. */
export type AgentAnswer<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly code: number; readonly message: string };

/** Query of `…/log`. */
export interface LogOptions {
  readonly container: string;
  readonly follow: boolean;
  readonly previous: boolean;
  readonly timestamps: boolean;
  readonly tailLines?: number;
  readonly sinceSeconds?: number;
  readonly limitBytes?: number;
}

/** Query of `…/exec`. */
export interface ExecOptions {
  readonly container: string;
  readonly command: readonly string[];
  readonly stdin: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
  readonly tty: boolean;
}

/** Finds the kubelet of a node; undefined when none answers (node off). Wired by the world. */
export type NodeAgents = (node: string) => NodeAgent | undefined;
