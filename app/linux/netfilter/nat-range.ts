import { parseIp } from '../../base/ip.ts';
import { bad, good, type Result } from '../../base/result.ts';
import { ip, type Ip } from './../names.ts';
import { parsePort, type PortRange } from './ports.ts';

/** Where a nat rule sends a packet: an address, ports, or both. The text is as it was written. */
export interface NatRange {
  readonly text: string;
  readonly address?: Ip;
  readonly ports?: PortRange;
}

/** Reads `10.244.3.4:80`, `[fd00::1]:80`, `9.9.9.9:1000-2000` or `:80`. */
export function parseNatRange(text: string): Result<NatRange> {
  const bracketed = /^\[([^\]]*)\](?::(.*))?$/.exec(text);
  const [address = '', ports] = bracketed
    ? [bracketed[1], bracketed[2]]
    : text.split(':').length > 2
      ? [text, undefined]
      : text.split(':', 2);
  const range = ports === undefined ? undefined : parseNatPorts(ports);
  if (ports !== undefined && !range) return bad(`Port \`${ports}' not valid`);
  const first = address.split('-', 1)[0] ?? '';
  if (first !== '' && !parseIp(first)) return bad(`Bad IP address "${first}"`);
  return good({ text, ...(first === '' ? {} : { address: ip(first) }), ...(range ? { ports: range } : {}) });
}

/** Reads `8080` or `1000-2000`. */
export function parseNatPorts(text: string): PortRange | undefined {
  const [first = '', last] = text.split('-', 2);
  const from = parsePort(first);
  const to = last === undefined ? from : parsePort(last);
  return from === undefined || to === undefined || to < from ? undefined : { from, to };
}
