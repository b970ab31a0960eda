import type { PodRow, Row, ServiceRow } from '../../../engine/view/rows.ts';
import type { Trace } from '../../../linux/trace.ts';
import { endpoint } from '../../trace/words.ts';
import { placeActors, laneWidth } from './actors.ts';
import type { GroupBox, NodeBox, Placed, PodBox, ServiceBox } from './boxes.ts';
import type { StageItem } from '../../../tutorial/lesson-text.ts';
import { AT_22, clip, FIXED, hasFlagWord, LABELS, LONGEST, monoWidth, textWidth } from './measures.ts';
import { lengthOf, NO_SEATS, seat, type Seat, type Seats } from './places.ts';
import { visible, type Visible } from './visible.ts';

/** What the picture is made from. */
export interface PlaceInput {
  readonly rows: ReadonlyMap<string, Row>;
  readonly width: number;
  readonly height: number;
  readonly stage: readonly StageItem[];
  readonly watched: Trace | undefined;
  readonly seats?: Seats;
}

/** How far the fold ladder had to go. */
interface Fold {
  readonly label: number;
  readonly compactOffPath: boolean;
  readonly groups: boolean;
  readonly lines: boolean;
}

const LADDER: readonly Fold[] = [
  ...LABELS.map((label) => ({ label, compactOffPath: false, groups: false, lines: false })),
  { label: 14, compactOffPath: true, groups: false, lines: false },
  { label: 14, compactOffPath: true, groups: true, lines: false },
  { label: 14, compactOffPath: true, groups: true, lines: true },
];

/**
 * Computes the picture. Text never shrinks below the smaller label and nothing overlaps: where space runs out, Pods off
 * the path lose their address line, then they become a counted group for each node, then nodes off the path a line.
 */
export function place(input: PlaceInput): { readonly placed: Placed; readonly seats: Seats } {
  const shown = visible(input.rows, input.stage, input.watched);
  for (const fold of LADDER) {
    const attempt = compose(input, shown, fold);
    if (attempt !== undefined) return attempt;
  }
  const last = LADDER.at(-1);
  if (last === undefined) throw new RangeError('the fold ladder has steps');
  return compose(input, shown, last, true) ?? { placed: empty(input), seats: NO_SEATS };
}

function compose(input: PlaceInput, shown: Visible, fold: Fold, anyway = false) {
  const k = fold.label / 22;
  const frame = frameOf(input, shown, k);
  const rows = rowsOf(input, shown, fold, frame, k);
  if (rows === undefined && !anyway) return undefined;
  const nodes = rows ?? [];
  const seats = new Map<string, readonly Seat[]>();
  const pods: PodBox[] = [];
  const groups: GroupBox[] = [];
  for (const node of nodes) {
    const line = lineOf(input, shown, fold, node, k);
    if (line === undefined && !anyway) return undefined;
    if (line === undefined) continue;
    seats.set(node.row.name, line.seats);
    pods.push(...line.pods);
    groups.push(...line.groups);
  }
  const top = topRow(shown, input.watched, k, fold.label, input.width);
  const placed: Placed = {
    width: input.width,
    height: input.height,
    label: fold.label,
    k,
    nodes,
    pods: [...pods, ...top.parked],
    groups,
    services: top.services,
    hiddenServices: top.hidden,
    hiddenPods: top.hiddenPods,
    topEnd: top.end,
    ...placeActors(shown.actors, nodes, frame, k, fold.label, input.height),
    bus: { x: frame.bus, from: nodes[0]?.rail.y ?? 0, to: nodes.at(-1)?.rail.y ?? 0 },
    tether: tether(top.services, nodes),
    readout: top.readout,
  };
  return { placed, seats };
}

/** Where the columns of the picture begin. */
export interface FrameOf {
  readonly lane: number;
  readonly bus: number;
  readonly node: number;
  readonly right: number;
}

function frameOf(input: PlaceInput, shown: Visible, k: number): FrameOf {
  const lane = laneWidth(shown.actors, k);
  const numbers = lane > 0 && shown.services.some(hasNodePort);
  const gap = numbers ? AT_22.gapWithNumbers : AT_22.gapBusToNode;
  const bus = lane === 0 ? 16 : FIXED.side + lane + AT_22.gapLaneToBus * k;
  const node = lane === 0 ? 34 : bus + gap * k;
  return { lane, bus: Math.round(bus), node: Math.round(node), right: input.width - FIXED.side };
}

const hasNodePort = (service: ServiceRow): boolean =>
  service.ports.some(({ nodePort }) => nodePort !== undefined);

function rowsOf(
  input: PlaceInput,
  shown: Visible,
  fold: Fold,
  frame: FrameOf,
  k: number,
): NodeBox[] | undefined {
  const top = Math.round(AT_22.topRow * k);
  const lines = shown.nodes.map(({ key }) => fold.lines && shown.path.size > 0 && !shown.path.has(key));
  const full = lines.filter((line) => !line).length;
  const gaps = FIXED.rowGap * Math.max(0, shown.nodes.length - 1);
  const free = input.height - top - FIXED.foot - gaps - FIXED.foldedRow * (lines.length - full);
  const height = Math.floor(free / Math.max(1, full));
  const least = Math.ceil(
    (AT_22.rail + AT_22.stub + 8 + (fold.compactOffPath ? AT_22.podCompact : AT_22.podHeight)) * k,
  );
  if (height < least && fold !== LADDER.at(-1)) return undefined;
  const ports = frame.lane > 0 ? nodePortsOf(shown, input.watched) : [];
  let y = top;
  return shown.nodes.map((row, at): NodeBox => {
    const folded = lines[at] === true;
    const box = {
      x: frame.node,
      y,
      width: frame.right - frame.node,
      height: folded ? FIXED.foldedRow : height,
    };
    y += box.height + FIXED.rowGap;
    // In a line the name stands above the wire.
    const railY = folded
      ? box.y + box.height - FIXED.foldedRail
      : box.y + box.height - Math.round(AT_22.rail * k);
    const strip = Math.round(AT_22.strip * k);
    const badgeHeight = Math.round(AT_22.badgeHeight * k);
    return {
      row,
      ...box,
      folded,
      hidden: folded ? shown.pods.filter((pod) => pod.node === row.name) : [],
      strip,
      rail: { y: railY, from: frame.bus, to: Math.round(frame.right - AT_22.railEnd * k) },
      badge: {
        x: frame.node + strip + FIXED.badgeGap,
        y: Math.max(box.y + 4, railY - Math.round(AT_22.badgeAboveRail * k) - badgeHeight),
        width: Math.round(AT_22.badgeWidth * k),
        height: badgeHeight,
      },
      nodePorts: folded ? [] : ports,
      socketY: railY - Math.round(AT_22.socketAboveRail * k),
    };
  });
}

/** The node port shown at the sockets: the one that the watched packet uses, else the last of the Service. */
function nodePortsOf(shown: Visible, watched: Trace | undefined): number[] {
  const service = shown.services.find((each) => each.key === shown.inUse) ?? shown.services.find(hasNodePort);
  const ports = service?.ports.flatMap(({ nodePort }) => nodePort ?? []) ?? [];
  const used = ports.find((port) => port === watched?.original.dport) ?? ports.at(-1);
  return used === undefined ? [] : [used];
}

interface Line {
  readonly seats: readonly Seat[];
  readonly pods: readonly PodBox[];
  readonly groups: readonly GroupBox[];
}

function lineOf(input: PlaceInput, shown: Visible, fold: Fold, node: NodeBox, k: number): Line | undefined {
  const pods = shown.pods.filter((pod) => pod.node === node.row.name);
  const onPath = (pod: PodRow) => shown.path.has(pod.key);
  const isCompact = (pod: PodRow) => fold.compactOffPath && !onPath(pod);
  const label = (pod: PodRow) => shown.labels.get(pod.key) ?? pod.name;
  const widthOf = (pod: PodRow) => podWidth(label(pod), isCompact(pod) ? undefined : pod.ip, fold.label, k);
  const gap = Math.round(AT_22.podGap * k);
  const room = node.x + node.width - AT_22.padding * k - (node.badge.x + node.badge.width + 8);
  const single = node.folded ? [] : fold.groups ? pods.filter(onPath) : pods;
  const grouped = pods.filter((pod) => !single.includes(pod));
  const groupWidth =
    grouped.length === 0
      ? 0
      : Math.round(textWidth(`${grouped.length} Pods`, fold.label) + (AT_22.podPadding + 8) * k);
  const groupGap = gap + FIXED.beforeGroup;
  const groupRoom = groupWidth > 0 ? groupWidth + groupGap : 0;
  const seats = seat(input.seats?.get(node.row.name) ?? [], single, widthOf, room - groupRoom, gap);
  if (lengthOf(seats, gap) + groupRoom > room && !fold.groups) return undefined;
  let x = node.x + node.width - Math.round(AT_22.padding * k);
  const boxes: PodBox[] = [];
  for (const { key, width } of seats) {
    const pod = single.find((each) => each.key === key);
    if (pod !== undefined) {
      const compact = isCompact(pod);
      boxes.push({ row: pod, label: label(pod), compact, ...hexagon(node, x - width, width, compact, k) });
    }
    x -= width + gap;
  }
  const groups: GroupBox[] =
    grouped.length === 0 || node.folded
      ? []
      : [
          {
            key: `Group/${node.row.name}`,
            node: node.row.name,
            pods: grouped,
            ...hexagon(
              node,
              x - groupWidth - (single.length > 0 ? FIXED.beforeGroup : 0),
              groupWidth,
              true,
              k,
            ),
          },
        ];
  return { seats, pods: boxes, groups };
}

function podWidth(label: string, address: string | undefined, size: number, k: number): number {
  const text = Math.max(textWidth(label, size), address === undefined ? 0 : monoWidth(address, size));
  return Math.round(text + AT_22.podPadding * k);
}

function hexagon(node: NodeBox, x: number, width: number, compact: boolean, k: number) {
  const height = Math.round((compact ? AT_22.podCompact : AT_22.podHeight) * k);
  const lowest = node.rail.y - Math.round(AT_22.stub * k) - height;
  const middle = (node.y + node.rail.y - height) / 2;
  const y = Math.floor(Math.min(middle, lowest));
  return { x, y, width, height, stub: { x: Math.round(x + width / 2), to: node.rail.y } };
}

function topRow(shown: Visible, watched: Trace | undefined, k: number, label: number, width: number) {
  const height = Math.round(AT_22.capsule * k);
  const y = Math.round(AT_22.capsuleTop * k);
  const readoutWidth =
    watched === undefined ? 0 : Math.min(readoutLength(watched, label, width), width * 0.6);
  const limit = width - FIXED.side - readoutWidth - 8;
  const services: ServiceBox[] = [];
  const parked: PodBox[] = [];
  let x = FIXED.side;
  for (const row of shown.services) {
    const full = serviceText(row);
    const wide = capsuleWidth(row, full, label, k);
    // Without room beside the readout the capsule keeps its name; its address stands in the readout.
    const text = services.length === 0 && x + wide > limit ? '' : full;
    const own = capsuleWidth(row, text, label, k);
    if (services.length > 0 && x + own > limit) break;
    services.push({
      row,
      name: clip(row.name, LONGEST.service),
      text,
      inUse: row.key === shown.inUse,
      x,
      y,
      width: own,
      height,
    });
    x += own + 8;
  }
  const waiting = shown.pods.filter(({ node }) => node === undefined);
  for (const row of waiting) {
    const name = shown.labels.get(row.key) ?? row.name;
    const texts = [`${name} ${row.reason ?? row.status}`, name];
    const text = texts.find((each) => x + podWidth(each, undefined, label, k) <= limit);
    if (text === undefined) break;
    const own = podWidth(text, undefined, label, k);
    parked.push({ row, label: text, compact: true, x, y, width: own, height, stub: undefined });
    x += own + 8;
  }
  const from = Math.max(x, width - FIXED.side - readoutWidth);
  return {
    services,
    hidden: shown.services.length - services.length,
    hiddenPods: waiting.length - parked.length,
    parked,
    end: x,
    readout: { x: from, y, width: width - FIXED.side - from, height },
  };
}

function capsuleWidth(row: ServiceRow, text: string, label: number, k: number): number {
  const state = isHollow(row) ? 8 + textWidth('0 endpoints', label, 600) : 0;
  const address = text === '' ? 0 : 8 + monoWidth(text, label);
  const name = textWidth(clip(row.name, LONGEST.service), label, 600);
  return Math.round(name + address + state + 2 * AT_22.capsulePadding * k);
}

/** Room for the readout of any stop of a trace. */
function readoutLength(watched: Trace, label: number, width: number): number {
  const headers = watched.packets.flatMap(({ hops }) => hops.map(({ before }) => before));
  const longest = headers.reduce(
    (most, { src, sport, dst, dport }) =>
      Math.max(most, endpoint(src, sport).length + endpoint(dst, dport).length),
    0,
  );
  const name = hasFlagWord(width) ? 'A1 SYN-ACK' : 'A1';
  return textWidth(name, label, 600) + longest * 0.6 * label + 40;
}

/** A Service that nobody answers for says so in its capsule. */
export const isHollow = (row: ServiceRow): boolean =>
  row.type !== 'ExternalName' && !row.endpoints.some(({ ready }) => ready);

/** What stands in a capsule beside the name. */
export function serviceText(row: ServiceRow): string {
  if (row.type === 'ExternalName') return row.externalName ?? '';
  if (row.clusterIp === 'None') return 'clusterIP: None';
  const port = row.ports.length > 1 ? row.ports.at(-1) : row.ports[0];
  return endpoint(row.clusterIp, port?.port ?? 0);
}

/** The dotted line from the capsule down along the strips: "the rules were copied to every node". */
function tether(services: readonly ServiceBox[], nodes: readonly NodeBox[]): { x: number; y: number }[] {
  const capsule = services.find(({ inUse }) => inUse) ?? services[0];
  const [first, last] = [nodes[0], nodes.at(-1)];
  if (capsule === undefined || first === undefined || last === undefined) return [];
  const x = first.x + first.strip;
  const foot = last.y + last.height - 4;
  const inside = x > capsule.x + 12 && x < capsule.x + capsule.width - 12;
  const middle = capsule.y + capsule.height / 2;
  return inside
    ? [
        { x, y: capsule.y + capsule.height },
        { x, y: foot },
      ]
    : [
        { x: x < capsule.x ? capsule.x : capsule.x + capsule.width, y: middle },
        { x, y: middle },
        { x, y: foot },
      ];
}

const empty = ({ width, height }: PlaceInput): Placed => ({
  width,
  height,
  label: 14,
  k: 14 / 22,
  nodes: [],
  pods: [],
  groups: [],
  services: [],
  hiddenServices: 0,
  hiddenPods: 0,
  topEnd: 0,
  actors: [],
  bus: { x: 16, from: 0, to: 0 },
  edge: undefined,
  tether: [],
  readout: { x: 0, y: 0, width: 0, height: 0 },
});
