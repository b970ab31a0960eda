import type { IpBits } from '../../base/ip.ts';
import type { Ip } from '../names.ts';
import type { Packet } from '../packet.ts';
import type { HookContext } from './hook.ts';

/** State of a packet's connection as rules ask for it. */
export type CtState = 'NEW' | 'ESTABLISHED' | 'RELATED' | 'INVALID' | 'UNTRACKED';

/** The address change that a nat rule asks for; ports and address may be left as they are. */
export interface NatRequest {
  readonly manip: 'dst' | 'src';
  readonly address?: Ip;
  readonly ports?: { readonly from: number; readonly to: number };
  /** Pick a new source port even where the old one is free. */
  readonly randomFully: boolean;
  readonly masquerade: boolean;
}

/** Lists of addresses that the recent match keeps. */
export interface RecentLists {
  /** Milliseconds of virtual time at which the address was noted, oldest first; undefined when it is not listed. */
  stamps(list: string, address: Ip): readonly number[] | undefined;
  note(list: string, address: Ip, ttl: number): void;
  remove(list: string, address: Ip): void;
  reap(list: string, before: number): void;
}

/** One packet on its way through the chains of one table: what matches look at and targets change. */
export interface Walk {
  packet: Packet;
  readonly context: HookContext;
  readonly sourceBits: IpBits | undefined;
  readonly destinationBits: IpBits | undefined;
  readonly bytes: number;
  readonly now: number;
  readonly ctState: CtState;
  /** Whether the connection's source or destination is translated: the states SNAT and DNAT. */
  readonly translated: { readonly src: boolean; readonly dst: boolean };
  readonly recent: RecentLists;
  /** A number of 31 random bits from the namespace's stream; the last one is kept for the trace. */
  draw(): number;
  lastDraw: number | undefined;
  /** What the rule at work has counted before: for nth and limit. One number per rule, kept over packets. */
  memory(initial: number): { value: number; at: number };
  nat: NatRequest | undefined;
}
