import type { VirtualMs } from '../../base/brand.ts';
import type { Ip, SocketId } from '../../linux/names.ts';
import type { Process, Sys, Wake } from '../../linux/process/program.ts';
import type { PingAnswer } from '../../linux/socket/socket-layer.ts';

/** Waits for the next answer to a ping socket: undefined when the time is over, a signal when one that was asked for came. */
export function* nextAnswer(
  p: Process,
  socket: SocketId,
  until: VirtualMs,
): Sys<PingAnswer | Wake | undefined> {
  for (;;) {
    const got = p.sockets.receivePing(socket);
    if (got.ok) return got.value;
    if (p.now() >= until) return undefined;
    const woken = yield* p.waitSocket(socket, 'readable', until);
    if (typeof woken === 'object' && woken.signal !== undefined) return woken;
  }
}

/** What an ICMP error says to ping. */
export function icmpText(type: number, code: number): string {
  if (type === 11) return 'Time to live exceeded';
  const unreachable: Readonly<Record<number, string>> = {
    0: 'Destination Net Unreachable',
    1: 'Destination Host Unreachable',
    2: 'Destination Protocol Unreachable',
    3: 'Destination Port Unreachable',
    13: 'Packet filtered',
  };
  return type === 3 ? (unreachable[code] ?? `Dest Unreachable, Bad Code: ${code}`) : `Bad ICMP type: ${type}`;
}

/** One address to ping, with the name it was asked by. */
export interface PingTarget {
  readonly name: string;
  readonly ip: Ip;
}
