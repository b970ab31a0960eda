import type { VirtualMs } from '../base/brand.ts';
import type { Flow } from './flow.ts';

/** The learner caused an API read: what was asked, and in which view it was shown. */
export interface Read {
  readonly at: VirtualMs;
  /** Plural of the resource: `pods`, `services`, `endpointslices`. */
  readonly resource: string;
  readonly namespace?: string;
  /** One object's name; a list has none. */
  readonly name?: string;
  readonly labelSelector?: string;
  readonly view: 'table' | 'describe' | 'object' | 'panel';
  /** Names of the objects that the answer held. */
  readonly found: readonly string[];
}

/** A finished command with what it printed on its terminal, line feeds only. */
export interface Output {
  readonly at: VirtualMs;
  readonly machine: string;
  readonly command: string;
  readonly text: string;
}

/** A Pod of `default` that lived at some moment of the step. */
export interface KnownPod {
  readonly uid: string;
  readonly name: string;
  readonly ip: string;
  readonly labels: Readonly<Record<string, string>>;
  /** It has been deleted, or is on its way out. */
  readonly gone: boolean;
  /** It was there when the step was entered. */
  readonly first: boolean;
}

/** What was observed in one step: it counts from the moment the step was entered. */
export interface Evidence {
  readonly since: VirtualMs;
  readonly reads: readonly Read[];
  readonly outputs: readonly Output[];
  /** Connections by the id of their trace, oldest first. */
  readonly flows: ReadonlyMap<string, Flow>;
  /** Every Pod of `default` that lived since the step was entered, by UID. */
  readonly pods: ReadonlyMap<string, KnownPod>;
  readonly opened: ReadonlySet<string>;
  readonly pointed: ReadonlySet<string>;
  readonly answers: ReadonlyMap<string, string>;
  /** Item → target of every card that was begun. */
  readonly cards: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** What held at some moment, by the key under which a check asked for it. */
  readonly latched: Set<string>;
}

/** Evidence of a step that has just been entered. `held`: what a branch of it has proved. */
export function noEvidence(since: VirtualMs, held: readonly string[] = []): MutableEvidence {
  return {
    since,
    reads: [],
    outputs: [],
    flows: new Map(),
    pods: new Map(),
    opened: new Set(),
    pointed: new Set(),
    answers: new Map(),
    cards: new Map(),
    latched: new Set(held),
  };
}

/** Evidence as the runner gathers it. */
export interface MutableEvidence extends Evidence {
  readonly reads: Read[];
  readonly outputs: Output[];
  readonly flows: Map<string, Flow>;
  readonly pods: Map<string, KnownPod>;
  readonly opened: Set<string>;
  readonly pointed: Set<string>;
  readonly answers: Map<string, string>;
  readonly cards: Map<string, Readonly<Record<string, string>>>;
}
