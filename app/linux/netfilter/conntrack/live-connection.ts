import { virtualMs, type VirtualMs } from '../../../base/brand.ts';
import type { NetnsId } from '../../names.ts';
import { tupleOf, type FiveTuple, type Packet, type Protocol } from '../../packet.ts';
import type { ConntrackView, Rewrite } from '../../trace.ts';
import type { ConntrackState } from '../conntrack-entry.ts';
import { mirror, type Connection, type Direction, type IcmpQuestion } from './connection.ts';

/** Where one side of a TCP connection stands: the end of what it has sent, and whether some of it is not acknowledged. */
export interface Sequence {
  end: number;
  unacknowledged: boolean;
}

/** The chains whose rules translated a connection. */
export interface NatRules {
  dst?: string;
  src?: string;
  masquerade?: true;
}

/**
 * A connection at work: it changes with every packet. Its row is written when what others are told of changes, so that
 * the clock alone writes nothing; `snapshot` shows it as it stands.
 */
export class LiveConnection {
  readonly id: number;
  readonly netns: NetnsId;
  /** Its row's name. */
  readonly rowKey: string;
  readonly protocol: Protocol;
  readonly icmp: IcmpQuestion | undefined;
  state: ConntrackState;
  readonly original: FiveTuple;
  seenReply = false;
  assured = false;
  expiresAt: VirtualMs = virtualMs(0);
  /** UDP: from this instant on the exchange counts as a stream. */
  streamAt = 0;
  readonly sequences: Readonly<Record<Direction, Sequence>> | undefined;
  /** Whether nat has decided about the destination and the source; it does so once. */
  readonly decided = { dst: false, src: false };
  readonly natRules: NatRules = {};
  /** Whether the source or the destination is translated. */
  readonly translated = { src: false, dst: false };
  /** What its translation does to packets of each direction, as traces show it. */
  readonly rewrites: Readonly<Record<Direction, { dst?: readonly Rewrite[]; src?: readonly Rewrite[] }>> = {
    original: {},
    reply: {},
  };
  /** What a reply looks like where the request came from. */
  readonly answer: FiveTuple;
  #reply: FiveTuple;
  #onward: FiveTuple;
  #view: ConntrackView | undefined;

  constructor(id: number, netns: NetnsId, packet: Packet, state: ConntrackState) {
    const { protocol, icmp } = packet;
    this.id = id;
    this.netns = netns;
    this.rowKey = `${netns} ${id}`;
    this.protocol = protocol;
    this.icmp = icmp && { type: icmp.type, code: icmp.code };
    this.state = state;
    this.original = Object.freeze(tupleOf(packet));
    this.#onward = this.original;
    this.answer = Object.freeze(mirror(this.original));
    this.#reply = this.answer;
    this.sequences =
      protocol === 'tcp'
        ? {
            original: { end: sequenceEnd(packet), unacknowledged: false },
            reply: { end: 0, unacknowledged: false },
          }
        : undefined;
  }

  get reply(): FiveTuple {
    return this.#reply;
  }

  /** What a request looks like where it goes to: the mirrored reply. */
  get onward(): FiveTuple {
    return this.#onward;
  }

  /** Nat decided what requests become. */
  set onward(tuple: FiveTuple) {
    if (tuple === this.#onward) return;
    this.#onward = tuple;
    this.#reply = Object.freeze(mirror(tuple));
    const { src, sport, dst, dport } = this.original;
    this.translated.src = tuple.src !== src || tuple.sport !== sport;
    this.translated.dst = tuple.dst !== dst || tuple.dport !== dport;
  }

  /** The entry as traces show it, one object while nothing of it changes. */
  view(isNew: boolean): ConntrackView {
    const known = this.#view;
    const { id, state, original, reply } = this;
    if (known?.state === state && known.isNew === isNew && known.reply === reply) return known;
    this.#view = Object.freeze({ id, state, original, reply, isNew });
    return this.#view;
  }

  snapshot(): Connection {
    const { id, netns, protocol, state, original, reply, seenReply, assured, expiresAt, icmp } = this;
    const shown = { id, netns, protocol, state, original, reply, seenReply, assured, mark: 0, expiresAt };
    return icmp ? { ...shown, icmp } : shown;
  }
}

/** The sequence number after a segment. */
export function sequenceEnd({ tcp, payload }: Packet): number {
  return (tcp?.seq ?? 0) + payload.length + (tcp?.syn === true ? 1 : 0) + (tcp?.fin === true ? 1 : 0);
}
