import { protocolNumber } from '../protocols.ts';
import type { FiveTuple } from '../../packet.ts';
import type { Connection, Direction } from './connection.ts';

/** One entry as `conntrack -L` prints it, without the line feed; `extended` adds the layer 3 protocol in front. */
export function connectionLine(
  connection: Connection,
  now: number,
  options: { readonly extended?: boolean; readonly id?: boolean } = {},
): string {
  const family = connection.original.src.includes(':') ? 'ipv6     10 ' : 'ipv4     2 ';
  const id = options.id === true ? ` id=${printedId(connection)}` : '';
  const seconds = Math.max(0, Math.ceil((connection.expiresAt - now) / 1000) - 1);
  return `${options.extended === true ? family : ''}${headOf(connection)} ${seconds} ${bodyOf(connection)} mark=${connection.mark} use=1${id}`;
}

/** One event as `conntrack -E` prints it. */
export function eventLine(type: 'NEW' | 'UPDATE' | 'DESTROY', connection: Connection, now: number): string {
  const seconds = Math.ceil((connection.expiresAt - now) / 1000);
  const timeout = seconds > 0 ? ` ${seconds}` : '';
  return `${`[${type}]`.padStart(9)} ${headOf(connection)}${timeout} ${bodyOf(connection)}`;
}

function headOf({ protocol }: Connection): string {
  return `${protocol.padEnd(8)} ${protocolNumber(protocol)}`;
}

function bodyOf(connection: Connection): string {
  const { protocol, state, seenReply, assured } = connection;
  const status = protocol === 'tcp' ? `${state} ` : '';
  const original = tupleText(connection, 'original');
  const reply = tupleText(connection, 'reply');
  return `${status}${original}${seenReply ? '' : ' [UNREPLIED]'} ${reply}${assured ? ' [ASSURED]' : ''}`;
}

function tupleText(connection: Connection, direction: Direction): string {
  const tuple: FiveTuple = connection[direction];
  const addresses = `src=${tuple.src} dst=${tuple.dst}`;
  const { icmp } = connection;
  if (!icmp) return `${addresses} sport=${tuple.sport} dport=${tuple.dport}`;
  const answer = tuple.protocol === 'icmpv6' ? 129 : 0;
  const type = direction === 'original' ? icmp.type : answer;
  return `${addresses} type=${type} code=${icmp.code} id=${tuple.sport}`;
}

function printedId({ id }: Connection): number {
  return Math.imul(id, 0x9e37_79b1) >>> 0;
}
