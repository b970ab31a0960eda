import { bad, good, type Result } from '../../base/result.ts';

/** A range of ports, both ends included. */
export interface PortRange {
  readonly from: number;
  readonly to: number;
  readonly negated?: true;
}

/** Service names that people write for ports. */
const NAMES: Readonly<Record<string, number>> = {
  ftp: 21,
  ssh: 22,
  telnet: 23,
  smtp: 25,
  domain: 53,
  http: 80,
  ntp: 123,
  https: 443,
  mysql: 3306,
  postgresql: 5432,
  'http-alt': 8080,
};

/** Reads `80`, `http`, `53:55`, `:1023` or `1024:`. */
export function parsePortRange(text: string, negated: boolean): Result<PortRange> {
  const [first = '', last] = text.split(':', 2);
  const from = first === '' && last !== undefined ? 0 : parsePort(first);
  const to = last === undefined ? from : last === '' ? 65_535 : parsePort(last);
  if (from === undefined) return bad(`invalid port/service \`${first}' specified`);
  if (to === undefined) return bad(`invalid port/service \`${last ?? ''}' specified`);
  if (to < from) return bad('invalid portrange (min > max)');
  return good(negated ? { from, to, negated: true } : { from, to });
}

/** Reads one port by number or name. */
export function parsePort(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text) <= 65_535 ? Number(text) : undefined;
  return NAMES[text];
}

/** `80` or `53:55`. */
export function formatPortRange({ from, to }: PortRange): string {
  return from === to ? String(from) : `${from}:${to}`;
}

/** Whether a port lies in the range, or outside of a negated one. */
export function portMatches({ from, to, negated }: PortRange, port: number): boolean {
  return (port >= from && port <= to) !== (negated === true);
}

/** As `iptables -L` prints a port condition: `dpt:80`, `spts:53:55`, `dpts:!1:99`; `dpt:http` by name. */
export function listPortRange(side: 'spt' | 'dpt', range: PortRange, numeric: boolean): string {
  const ports = numeric ? formatPortRange(range) : namedRange(range);
  return `${side}${range.from === range.to ? '' : 's'}:${range.negated === true ? '!' : ''}${ports}`;
}

/** `http` or `domain:55`. */
export function namedRange({ from, to }: PortRange): string {
  return from === to ? portName(from) : `${portName(from)}:${portName(to)}`;
}

function portName(port: number): string {
  return Object.entries(NAMES).find(([, number]) => number === port)?.[0] ?? String(port);
}
