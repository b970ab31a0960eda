import { create } from 'zustand';
import type { Trace } from '../../linux/trace.ts';
import { LEARN_PACE, slotTable, stopAt, type Slot } from '../trace/slots.ts';
import { stopsOf, type Stop } from '../trace/stops.ts';
import {
  AT_START,
  timeAt,
  transport,
  untilNextChange,
  type Transport,
  type TransportAct,
} from '../trace/transport.ts';
import { useCluster } from './cluster.ts';

interface Session {
  /** The trace being watched. */
  readonly trace: Trace | undefined;
  readonly stops: readonly Stop[];
  readonly slots: readonly Slot[];
  readonly transport: Transport;
  /** The stop that was reached last. */
  readonly stop: number;
  /** It has left that stop and is on its way to the next. */
  readonly departed: boolean;
  /** Letter of the watched connection among those of its program. */
  readonly letter: string;
}

const NOTHING: Session = {
  trace: undefined,
  stops: [],
  slots: [],
  transport: AT_START,
  stop: 0,
  departed: false,
  letter: 'A',
};

/** Which packet is watched and where it stands. The picture follows this store, never the other way round. */
export const useSession = create<Session>()(() => NOTHING);

/** Wall time that means the same in the page and in its workers. */
export const wallTime = (): number => performance.timeOrigin + performance.now();

/** Whether the learner asked for less motion. */
export const isStill = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** Whether the walk is moving now. */
export const isMoving = (state: Transport): boolean =>
  state.rate > 0 && timeAt(state, wallTime()) < state.until;

let timer: ReturnType<typeof setTimeout> | undefined;

/** Carries out an act on the transport. */
export function drive(act: TransportAct): void {
  const { slots, transport: before } = useSession.getState();
  if (slots.length === 0) return;
  settle(transport(before, act, slots, wallTime(), isStill()));
}

/** Watches a trace: from its start and playing, or, with `stop`, standing there. */
export function watch(trace: Trace, stop?: number): void {
  const stops = stopsOf(trace);
  const slots = slotTable(stops, LEARN_PACE);
  const speed = useSession.getState().transport.speed;
  useSession.setState({
    trace,
    stops,
    slots,
    letter: letterOf(trace),
    transport: { ...AT_START, speed },
    stop: 0,
  });
  drive(stop === undefined ? { type: isStill() ? 'start' : 'play' } : { type: 'seek', stop });
}

/** Takes over the longer version of the watched trace without moving the packet. */
export function refresh(trace: Trace): void {
  const { transport: before, slots: old } = useSession.getState();
  const stops = stopsOf(trace);
  const slots = slotTable(stops, LEARN_PACE);
  const wasPlaying = isMoving(before) && before.until >= (old.at(-1)?.arrives ?? 0);
  useSession.setState({ trace, stops, slots });
  if (wasPlaying) settle({ ...before, until: slots.at(-1)?.arrives ?? before.until });
}

/** Stops watching. */
export function unwatch(): void {
  clearTimeout(timer);
  useSession.setState(NOTHING);
}

function settle(next: Transport): void {
  const { slots } = useSession.getState();
  clearTimeout(timer);
  const time = timeAt(next, wallTime());
  const stop = stopAt(slots, time);
  const departed = next.rate > 0 && time >= (slots[stop]?.departs ?? 0) && time < next.until;
  useSession.setState({ transport: next, stop, departed });
  const wait = untilNextChange(next, slots, wallTime());
  if (wait !== undefined) timer = setTimeout(() => drive({ type: 'arrive' }), wait + 1);
}

/** A for the first connection of a program, B for the next: a DNS question before a call is its own letter. */
function letterOf(trace: Trace): string {
  const { traces } = useCluster.getState();
  const siblings = traces.filter(({ from }) => from.pid !== undefined && from.pid === trace.from.pid);
  const at = Math.max(
    0,
    siblings.findIndex(({ id }) => id === trace.id),
  );
  return String.fromCodePoint(65 + (at % 26));
}
