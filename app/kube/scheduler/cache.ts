import { isPodTerminal } from '../control/pod-state.ts';
import type { Informer } from '../informer.ts';
import type { Node, Pod } from '../kinds/types.data.ts';
import { storeKey } from '../resource-type.ts';
import { NodeState, QuantityReader } from './node-state.ts';
import { SpreadCounts } from './spread.ts';

/** Nodes with what runs on them, kept up to date by watching. */
export class SchedulerCache {
  readonly quantities = new QuantityReader();
  readonly nodes = new Map<string, NodeState>();
  readonly spread = new SpreadCounts(this.nodes);

  /** Begins to watch; returns how to stop. */
  watch(nodes: Informer<Node>, pods: Informer<Pod>): () => void {
    const stopNodes = nodes.listen((after, before) => this.#nodeChanged(after, before));
    const stopPods = pods.listen((after, before) => this.#podChanged(after, before));
    return () => {
      stopNodes();
      stopPods();
    };
  }

  /** Nodes that exist, in the order in which they joined. */
  list(): readonly NodeState[] {
    return [...this.nodes.values()].filter(({ node }) => node !== undefined);
  }

  #state(name: string): NodeState {
    const known = this.nodes.get(name);
    if (known) return known;
    const made = new NodeState(this.quantities);
    this.nodes.set(name, made);
    return made;
  }

  #nodeChanged(after: Node | undefined, before: Node | undefined): void {
    const name = (after ?? before)?.metadata.name ?? '';
    if (
      after &&
      before &&
      after.status.allocatable === before.status.allocatable &&
      after.spec === before.spec
    )
      return this.#state(name).replaceNode(after);
    this.#state(name).setNode(after);
  }

  #podChanged(after: Pod | undefined, before: Pod | undefined): void {
    const [now, then] = [after && counted(after), before && counted(before)];
    if (now && then && samePlace(now, then)) {
      // Most changes are of the status only: nothing that is counted here.
      this.#state(now.spec.nodeName ?? '').replace(storeKey(now), now);
      return;
    }
    if (then) this.#leave(then);
    if (now) this.#enter(now);
  }

  #enter(pod: Pod): void {
    const name = pod.spec.nodeName ?? '';
    this.#state(name).add(storeKey(pod), pod);
    this.spread.change(name, pod, 1);
  }

  #leave(pod: Pod): void {
    const name = pod.spec.nodeName ?? '';
    this.#state(name).remove(storeKey(pod));
    this.spread.change(name, pod, -1);
  }
}

/** Pods count from their binding until they have ended. */
function counted(pod: Pod): Pod | undefined {
  return pod.spec.nodeName !== undefined && pod.spec.nodeName !== '' && !isPodTerminal(pod) ? pod : undefined;
}

function samePlace(one: Pod, other: Pod): boolean {
  return (
    one.spec.nodeName === other.spec.nodeName &&
    one.metadata.labels === other.metadata.labels &&
    one.metadata.deletionTimestamp === other.metadata.deletionTimestamp &&
    one.metadata.uid === other.metadata.uid &&
    one.spec.containers === other.spec.containers
  );
}
