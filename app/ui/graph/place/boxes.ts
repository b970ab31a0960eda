import type { ActorRow, NodeRow, PodRow, ServiceRow } from '../../../engine/view/rows.ts';

/** A rectangle in the coordinates of the graph. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A node: a row with its strip on the left and its rail along the foot. */
export interface NodeBox extends Box {
  readonly row: NodeRow;
  /** Off the path and short of room: one line of 40. */
  readonly folded: boolean;
  /** The Pods that its line does not show: it counts them. */
  readonly hidden: readonly PodRow[];
  readonly strip: number;
  readonly rail: { readonly y: number; readonly from: number; readonly to: number };
  /** Where a rewrite badge of this node stands. */
  readonly badge: Box;
  /** Port numbers of the Services that this node opens, drawn at its left edge. */
  readonly nodePorts: readonly number[];
  /** The place of its socket, if it has one. */
  readonly socketY: number;
}

/** A Pod: a hexagon with its stub to the rail; without a node it is parked above the rows. */
export interface PodBox extends Box {
  readonly row: PodRow;
  readonly label: string;
  /** Without its address line. */
  readonly compact: boolean;
  readonly stub: { readonly x: number; readonly to: number } | undefined;
}

/** Pods of one node that have no room of their own. */
export interface GroupBox extends Box {
  readonly key: string;
  readonly node: string;
  readonly pods: readonly PodRow[];
  readonly stub: { readonly x: number; readonly to: number };
}

/** A Service: a capsule in the top row. */
export interface ServiceBox extends Box {
  readonly row: ServiceRow;
  readonly name: string;
  readonly text: string;
  readonly inUse: boolean;
}

/** Somebody outside the cluster, or the load balancer between. */
export interface ActorBox extends Box {
  readonly row: ActorRow;
  readonly shape: 'circle' | 'trapezoid';
  /** Where its wire begins. */
  readonly wire: { readonly x: number; readonly y: number };
  readonly label: Box;
}

/** The whole picture: boxes and wires, in pixels. */
export interface Placed {
  readonly width: number;
  readonly height: number;
  /** Size of the labels, and the scale that everything else follows. */
  readonly label: number;
  readonly k: number;
  readonly nodes: readonly NodeBox[];
  readonly pods: readonly PodBox[];
  readonly groups: readonly GroupBox[];
  readonly services: readonly ServiceBox[];
  readonly hiddenServices: number;
  readonly hiddenPods: number;
  /** Where the top row is free again. */
  readonly topEnd: number;
  readonly actors: readonly ActorBox[];
  readonly bus: { readonly x: number; readonly from: number; readonly to: number };
  /** The cloud edge: a double line across the outside lane. */
  readonly edge: { readonly x: number; readonly from: number; readonly to: number } | undefined;
  readonly tether: readonly { readonly x: number; readonly y: number }[];
  readonly readout: Box;
}
