import type { Protocol } from '../packet.ts';

/** Protocol numbers by name, as /etc/protocols and iptables know them. */
const NUMBERS: Readonly<Record<string, number>> = {
  icmp: 1,
  tcp: 6,
  udp: 17,
  dccp: 33,
  gre: 47,
  esp: 50,
  ah: 51,
  icmpv6: 58,
  'ipv6-icmp': 58,
  sctp: 132,
  udplite: 136,
};

/** Number of a transport protocol. */
export function protocolNumber(protocol: Protocol): number {
  return NUMBERS[protocol] ?? 0;
}

/** Reads what follows `-p`: a name or a number; 0 is any protocol. */
export function parseProtocol(text: string): number | undefined {
  if (text === 'all') return 0;
  const known = NUMBERS[text.toLowerCase()];
  if (known !== undefined) return known;
  return /^\d{1,3}$/.test(text) && Number(text) <= 255 ? Number(text) : undefined;
}

/** Name of a protocol as iptables-save prints it, or its number. */
export function protocolName(number: number): string {
  const found = Object.entries(NUMBERS).find(([, value]) => value === number);
  return found ? found[0] : String(number);
}
