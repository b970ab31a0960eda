/** An address as numbers: one 32-bit word for IPv4, four for IPv6, most significant first. */
export interface IpBits {
  readonly family: 4 | 6;
  readonly words: readonly number[];
}

/** A network, or an address with its prefix length: the bits keep what stands behind the prefix. */
export interface IpPrefix {
  readonly bits: IpBits;
  readonly length: number;
}

/** An IPv4 address as an unsigned number, or -1 for any other text. Leading zeros are refused, as Go refuses them. */
export function ipv4Number(text: string): number {
  let value = 0;
  let octet = -1;
  let dots = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 46) {
      if (octet < 0 || ++dots > 3) return -1;
      value = value * 256 + octet;
      octet = -1;
      continue;
    }
    if (code < 48 || code > 57 || octet === 0) return -1;
    octet = octet < 0 ? code - 48 : octet * 10 + code - 48;
    if (octet > 255) return -1;
  }
  return dots === 3 && octet >= 0 ? value * 256 + octet : -1;
}

/** Dotted text of an IPv4 number. */
export function ipv4Text(value: number): string {
  return `${value >>> 24}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`;
}

/** Reads an address; undefined when it is none. IPv6 zones are refused; IPv4 in IPv6 (`::ffff:1.2.3.4`) stays IPv6. */
export function parseIp(text: string): IpBits | undefined {
  if (!text.includes(':')) {
    const value = ipv4Number(text);
    return value < 0 ? undefined : { family: 4, words: [value] };
  }
  const groups = ipv6Groups(text);
  if (!groups) return undefined;
  const words = [0, 2, 4, 6].map((at) => ((groups[at] ?? 0) * 0x10000 + (groups[at + 1] ?? 0)) >>> 0);
  return { family: 6, words };
}

/** Canonical text: dotted for IPv4, RFC 5952 for IPv6. */
export function formatIp(bits: IpBits): string {
  if (bits.family === 4) return ipv4Text(bits.words[0] ?? 0);
  const groups = bits.words.flatMap((word) => [word >>> 16, word & 0xffff]);
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff)
    return `::ffff:${ipv4Text(bits.words[3] ?? 0)}`;
  const gap = longestZeros(groups);
  const hex = (part: readonly number[]) => part.map((group) => group.toString(16)).join(':');
  if (gap.length < 2) return hex(groups);
  return `${hex(groups.slice(0, gap.start))}::${hex(groups.slice(gap.start + gap.length))}`;
}

/** The canonical text of an address, or undefined when it is none. */
export function canonicalIp(text: string): string | undefined {
  const bits = parseIp(text);
  return bits && formatIp(bits);
}

/** Which family a text that is an address belongs to. */
export function ipFamily(text: string): 4 | 6 {
  return text.includes(':') ? 6 : 4;
}

/** Reads `address/length`; a bare address counts as a whole one (/32, /128). */
export function parsePrefix(text: string): IpPrefix | undefined {
  const slash = text.indexOf('/');
  const bits = parseIp(slash < 0 ? text : text.slice(0, slash));
  if (!bits) return undefined;
  const most = bits.family === 4 ? 32 : 128;
  if (slash < 0) return { bits, length: most };
  const digits = text.slice(slash + 1);
  if (!/^(0|[1-9]\d{0,2})$/.test(digits) || Number(digits) > most) return undefined;
  return { bits, length: Number(digits) };
}

/** The canonical text of a network, bits behind the prefix cleared, or undefined when it is none. */
export function canonicalCidr(text: string): string | undefined {
  const prefix = parsePrefix(text);
  return prefix && formatPrefix(networkOf(prefix));
}

/** `address/length` of a prefix as it stands. */
export function formatPrefix(prefix: IpPrefix): string {
  return `${formatIp(prefix.bits)}/${prefix.length}`;
}

/** The network that an address with a prefix length lies in. */
export function networkOf(prefix: IpPrefix): IpPrefix {
  const words = prefix.bits.words.map((word, at) => (word & maskWord(prefix.length - at * 32)) >>> 0);
  return { bits: { family: prefix.bits.family, words }, length: prefix.length };
}

/** Whether an address lies in a network. */
export function prefixContains(prefix: IpPrefix, address: IpBits): boolean {
  if (prefix.bits.family !== address.family) return false;
  for (let at = 0; at * 32 < prefix.length; at++) {
    const difference = (prefix.bits.words[at] ?? 0) ^ (address.words[at] ?? 0);
    if ((difference & maskWord(prefix.length - at * 32)) !== 0) return false;
  }
  return true;
}

/** Whether an address lies in a network, both as text; false when one is malformed. */
export function cidrContains(cidr: string, address: string): boolean {
  const prefix = parsePrefix(cidr);
  const bits = parseIp(address);
  return prefix !== undefined && bits !== undefined && prefixContains(prefix, bits);
}

/** The address so many places behind the first one of a network: index 1 of 10.244.3.0/24 is 10.244.3.1. */
export function addressAt(cidr: string, index: number): string | undefined {
  const prefix = parsePrefix(cidr);
  if (!prefix || index < 0 || index >= prefixSize(prefix)) return undefined;
  const { bits } = networkOf(prefix);
  const words = [...bits.words];
  let carry = index;
  for (let at = words.length - 1; at >= 0 && carry > 0; at--) {
    const sum = (words[at] ?? 0) + carry;
    words[at] = sum % 0x1_0000_0000;
    carry = Math.floor(sum / 0x1_0000_0000);
  }
  return formatIp({ family: bits.family, words });
}

/** How many addresses a network has, exactly up to 2^53 and as the nearest double above. */
export function prefixSize(prefix: IpPrefix): number {
  let size = 1;
  for (let bit = prefix.length; bit < (prefix.bits.family === 4 ? 32 : 128); bit++) size *= 2;
  return size;
}

/** Orders addresses by family, then by number. */
export function compareIp(a: IpBits, b: IpBits): number {
  if (a.family !== b.family) return a.family - b.family;
  for (let at = 0; at < a.words.length; at++) {
    const difference = (a.words[at] ?? 0) - (b.words[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Whether a text that is an address is a loopback one: 127.0.0.0/8 or ::1. */
export function isLoopbackIp(text: string): boolean {
  return text.startsWith('127.') || text === '::1';
}

/** Whether a text means every address of the machine: 0.0.0.0 or ::. */
export function isAnyIp(text: string): boolean {
  return text === '0.0.0.0' || text === '::';
}

/** The highest bits of a word set, as many as `length` says (all from 32 on, none from 0 down). */
function maskWord(length: number): number {
  if (length <= 0) return 0;
  return length >= 32 ? 0xffff_ffff : (0xffff_ffff << (32 - length)) >>> 0;
}

function ipv6Groups(text: string): number[] | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half, at) => groupsOf(half, at === halves.length - 1));
  if (!head) return undefined;
  if (halves.length === 1) return head.length === 8 ? head : undefined;
  if (!tail || head.length + tail.length > 7) return undefined;
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => 0);
  return [...head, ...zeros, ...tail];
}

/** Groups of one side of `::`; the last one may be a dotted IPv4 address. */
function groupsOf(half: string, mayEndDotted: boolean): number[] | undefined {
  if (half === '') return [];
  const groups: number[] = [];
  const parts = half.split(':');
  for (const [at, part] of parts.entries()) {
    if (mayEndDotted && at === parts.length - 1 && part.includes('.')) {
      const value = ipv4Number(part);
      if (value < 0) return undefined;
      groups.push(value >>> 16, value & 0xffff);
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) groups.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return groups;
}

function longestZeros(groups: readonly number[]): { readonly start: number; readonly length: number } {
  let best = { start: 0, length: 0 };
  for (let start = 0; start < groups.length; start++) {
    let end = start;
    while (end < groups.length && groups[end] === 0) end++;
    if (end - start > best.length) best = { start, length: end - start };
    start = Math.max(start, end - 1);
  }
  return best;
}
