import type { VirtualMs } from '../../base/brand.ts';
import { freezeDeep } from '../../base/json.ts';
import type { Ip, NetnsId, Pid } from '../names.ts';
import type { Face } from '../network/state.ts';
import { tupleOf, type FiveTuple, type Packet } from '../packet.ts';
import type { Header, Hop, Outcome, PacketJourney, Trace, TraceNote } from '../trace.ts';
import { flagsOf, freezeTrace, headerOf } from './freeze-trace.ts';
import { RecordedHop, type HopDetails } from './recorded-hop.ts';

/** Traces that are kept; older ones are forgotten, finished or not. */
const TRACES_KEPT = 500;
/** Packets kept of one trace: the first ones, and after those only the newest. */
const FIRST_PACKETS = 48;
const LAST_PACKETS = 12;

/** Who answered, as it knows itself and sees the client. */
export interface Answerer {
  readonly by: { readonly netns: NetnsId; readonly ip: Ip; readonly port: number };
  readonly seenSource: { readonly ip: Ip; readonly port: number };
}

/** A trace that is being written. */
export interface Recording {
  readonly id: string;
  /** Order of the first packets. */
  readonly number: number;
  readonly startedAt: VirtualMs;
  endedAt: VirtualMs;
  readonly protocol: Trace['protocol'];
  readonly from: Trace['from'];
  readonly original: FiveTuple;
  readonly journeys: Journey[];
  readonly notes: TraceNote[];
  /** Headers that its hops have, each once. */
  readonly headers: Header[];
  outcome: Outcome;
  /** The client has connected (TCP): from now on an end by force is a reset. */
  established: boolean;
  forgotten: boolean;
  frozen: Trace | undefined;
}

/** One packet's way that is being written. */
export interface Journey {
  readonly recording: Recording;
  readonly packet: number;
  readonly direction: 'request' | 'reply';
  readonly protocol: Packet['protocol'];
  readonly flags: PacketJourney['flags'];
  readonly icmp: PacketJourney['icmp'];
  readonly bytes: number;
  readonly sentAt: VirtualMs;
  /** Where it was sent. */
  readonly place: NetnsId;
  readonly hops: Hop[];
  /** Its header after the last hop. */
  header: Header;
  /** Of a server's packet: who answers with it. */
  answerer: Answerer | undefined;
  /** Of an ICMP error: what made the kernel write it. */
  cause: ErrorCause | undefined;
  end: PacketJourney['end'] | undefined;
  frozen: PacketJourney | undefined;
}

/** Why an ICMP error was written: a REJECT rule, a port that nobody listens on, or the way there. */
export type ErrorCause =
  { readonly type: 'rule'; readonly rule?: string } | { readonly type: 'port' } | { readonly type: 'way' };

/** Writes traces while packets travel. Off, it begins none, and nothing else has anything to write to. */
export class TraceRecorder {
  readonly #recordings = new Map<string, Recording>();
  readonly #changed = new Set<Recording>();
  readonly #now: () => VirtualMs;
  #count = 0;
  on = true;

  constructor(now: () => VirtualMs) {
    this.#now = now;
  }

  /** Begins the trace of a connection, exchange or ping; undefined while recording is off. */
  begin(from: NetnsId, tuple: FiveTuple, pid?: Pid, program?: string): Recording | undefined {
    if (!this.on) return undefined;
    const at = this.#now();
    const number = ++this.#count;
    const recording: Recording = {
      id: `t${number}`,
      number,
      startedAt: at,
      endedAt: at,
      protocol: tuple.protocol,
      from: Object.freeze({
        netns: from,
        ...(pid === undefined ? {} : { pid }),
        ...(program === undefined ? {} : { program }),
      }),
      original: Object.freeze(tupleOf(tuple)),
      journeys: [],
      notes: [],
      headers: [],
      outcome: { type: 'open' },
      established: false,
      forgotten: false,
      frozen: undefined,
    };
    this.#recordings.set(recording.id, recording);
    if (this.#recordings.size > TRACES_KEPT) this.#forgetOldest();
    return recording;
  }

  /** Begins a packet's journey in a trace. */
  journey(
    recording: Recording | undefined,
    packet: Packet,
    direction: 'request' | 'reply',
    place: NetnsId,
  ): Journey | undefined {
    if (!recording || recording.forgotten || !this.on) return undefined;
    const sentAt = this.#now();
    const { id, protocol, icmp, payload } = packet;
    const journey: Journey = {
      recording,
      packet: id,
      direction,
      protocol,
      flags: flagsOf(packet),
      icmp: icmp && Object.freeze({ type: icmp.type, code: icmp.code }),
      bytes: payload.length,
      sentAt,
      place,
      hops: [],
      header: headerOf(recording, packet),
      answerer: undefined,
      cause: undefined,
      end: undefined,
      frozen: undefined,
    };
    recording.journeys.push(journey);
    if (recording.journeys.length > FIRST_PACKETS + LAST_PACKETS) recording.journeys.splice(FIRST_PACKETS, 1);
    recording.endedAt = sentAt;
    return journey;
  }

  /** Adds a hop to a journey; `packet` is what it looks like after it. */
  hop(
    journey: Journey,
    place: NetnsId,
    packet: Packet,
    kind: Hop['kind'],
    from: Face | undefined,
    to: Face | undefined,
    details?: HopDetails,
  ): void {
    const { recording, header } = journey;
    const at = this.#now();
    recording.endedAt = at;
    if (journey.frozen) return;
    const after = headerOf(recording, packet);
    journey.header = after;
    journey.hops.push(new RecordedHop(kind, at, place, header, after, from, to, details));
  }

  /** Ends a journey. The first silent loss of an attempt that has no better outcome is its outcome. */
  end(journey: Journey, end: PacketJourney['end'], place: NetnsId, rule?: string): void {
    journey.end = end;
    const { recording } = journey;
    if (end.type === 'dropped' && recording.outcome.type === 'open' && !recording.established)
      recording.outcome = {
        type: 'dropped',
        at: place,
        why: end.why,
        ...(rule === undefined ? {} : { rule }),
      };
    this.touch(recording);
  }

  /** Says how the attempt stands now. */
  settle(recording: Recording | undefined, outcome: Outcome): void {
    if (!recording) return;
    recording.outcome = outcome;
    if (outcome.type === 'delivered') recording.established = true;
    this.touch(recording);
  }

  note(recording: Recording | undefined, note: TraceNote): void {
    if (!recording || recording.forgotten) return;
    recording.notes.push(freezeDeep(note));
    this.touch(recording);
  }

  touch(recording: Recording): void {
    recording.frozen = undefined;
    if (!recording.forgotten) this.#changed.add(recording);
  }

  /** Finished and grown traces since the last call, oldest first. */
  take(): readonly Trace[] {
    const changed = [...this.#changed].toSorted((a, b) => a.number - b.number);
    this.#changed.clear();
    return changed.map(freezeTrace);
  }

  trace(id: string): Trace | undefined {
    const recording = this.#recordings.get(id);
    return recording && freezeTrace(recording);
  }

  /** The latest trace that a client of a namespace began with this five-tuple. */
  find(from: NetnsId, tuple: FiveTuple): Trace | undefined {
    let found: Recording | undefined;
    for (const recording of this.#recordings.values())
      if (recording.from.netns === from && sameTuple(recording.original, tuple)) found = recording;
    return found && freezeTrace(found);
  }

  #forgetOldest(): void {
    for (const recording of this.#recordings.values()) {
      recording.forgotten = true;
      // Its connection may wait on for a long time; what nobody can ask for any more goes at once.
      recording.journeys.length = 0;
      recording.notes.length = 0;
      recording.frozen = undefined;
      this.#recordings.delete(recording.id);
      this.#changed.delete(recording);
      return;
    }
  }
}

function sameTuple(a: FiveTuple, b: FiveTuple): boolean {
  return (
    a.dport === b.dport &&
    a.sport === b.sport &&
    a.dst === b.dst &&
    a.src === b.src &&
    a.protocol === b.protocol
  );
}
