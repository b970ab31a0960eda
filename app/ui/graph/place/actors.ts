import type { ActorRow } from '../../../engine/view/rows.ts';
import type { ActorBox, NodeBox, Placed } from './boxes.ts';
import { AT_22, monoWidth, textWidth } from './measures.ts';
import type { FrameOf } from './place.ts';

/** How wide the outside lane is: nothing without an actor outside. */
export function laneWidth(actors: readonly ActorRow[], k: number): number {
  if (actors.length === 0) return 0;
  const balancer = actors.some(({ role }) => role === 'load-balancer');
  return Math.round((balancer ? AT_22.laneBalancer : AT_22.laneLaptop) * k);
}

/** Places who is outside: the laptop at the height of a rail, the load balancer below it, the cloud edge to their right. */
export function placeActors(
  actors: readonly ActorRow[],
  nodes: readonly NodeBox[],
  frame: FrameOf,
  k: number,
  label: number,
  height: number,
): Pick<Placed, 'actors' | 'edge'> {
  if (frame.lane === 0) return { actors: [], edge: undefined };
  const balancer = actors.find(({ role }) => role === 'load-balancer');
  const clients = actors.filter(({ role }) => role !== 'load-balancer');
  const middle = nodes[Math.floor((nodes.length - 1) / 2)]?.rail.y ?? height / 2;
  const top = (nodes[0]?.y ?? 0) + AT_22.client * k + 4;
  const boxes: ActorBox[] = clients.map((row, at) => {
    const y =
      balancer === undefined ? middle + at * (AT_22.client * 2 * k + label * 3) : top + at * label * 6;
    return circle(
      row,
      balancer === undefined ? 79 * k : (AT_22.client + 6) * k + 8,
      y,
      k,
      label,
      balancer !== undefined,
    );
  });
  if (balancer !== undefined)
    boxes.push(trapezoid(balancer, frame, k, label, Math.max(middle, top + 90 * k + 16)));
  const first = nodes[0];
  const last = nodes.at(-1);
  const edge = {
    x: frame.bus - 15,
    from: first?.y ?? 0,
    to: (last?.y ?? 0) + (last?.height ?? 0),
  };
  return { actors: boxes, edge: balancer === undefined ? edge : undefined };
}

function circle(row: ActorRow, x: number, y: number, k: number, label: number, beside: boolean): ActorBox {
  const r = Math.round(AT_22.client * k);
  const width = Math.max(monoWidth(row.ip, label), textWidth(row.name, label)) + 2;
  const lines = Math.round(label * 1.2) * 2;
  return {
    row,
    shape: 'circle',
    x: x - r,
    y: y - r,
    width: 2 * r,
    height: 2 * r,
    wire: beside ? { x, y: y + r } : { x: x + r, y },
    label: beside
      ? { x: x + r + 4, y: y - lines / 2, width, height: lines }
      : { x: Math.max(2, x - width / 2), y: y + r + 4, width, height: lines },
  };
}

function trapezoid(row: ActorRow, frame: FrameOf, k: number, label: number, y: number): ActorBox {
  const width = Math.round(Math.min(AT_22.balancerWidth * k, frame.lane));
  const height = Math.round(AT_22.balancerHeight * k);
  const box = { x: 10, y: y - height / 2, width, height };
  return {
    row,
    shape: 'trapezoid',
    ...box,
    wire: { x: box.x + width, y },
    label: { x: box.x + 4, y: y - label * 1.2, width: width - 8, height: label * 2.4 },
  };
}
