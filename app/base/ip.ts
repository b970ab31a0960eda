/** An address as unsigned 32-bit words: one for IPv4, four for IPv6. */
export type IpWords = readonly number[];

/** A network: its first address and the length of its prefix. */
export interface IpNetwork {
  readonly words: IpWords;
  readonly prefix: number;
}

/** Reads an IPv4 address in dotted decimals as one unsigned number. */
export function parseIpv4(text: string): number | undefined {
  let value = 0;
  let part = -1;
  let parts = 0;
  for (let at = 0; at <= text.length; at++) {
    const digit = at === text.length ? -2 : text.charCodeAt(at) - 48;
    if (digit >= 0 && digit <= 9) {
      if (part === 0) return undefined;
      part = part < 0 ? digit : part * 10 + digit;
      if (part > 255) return undefined;
    } else if (digit === -2) {
      if (part < 0 || (at < text.length && parts === 3)) return undefined;
      value = value * 256 + part;
      part = -1;
      parts++;
    } else return undefined;
  }
  return parts === 4 ? value : undefined;
}

/** Reads an IPv4 or IPv6 address; undefined when the text is none. */
export function parseIp(text: string): IpWords | undefined {
  if (text.includes(':')) return parseIpv6(text);
  const value = parseIpv4(text);
  return value === undefined ? undefined : [value];
}

/** Writes an address in canonical text (RFC 5952 for IPv6). */
export function formatIp(words: IpWords): string {
  const [first = 0] = words;
  if (words.length === 1)
    return `${first >>> 24}.${(first >>> 16) & 255}.${(first >>> 8) & 255}.${first & 255}`;
  const groups = words.flatMap((word) => [word >>> 16, word & 0xffff]);
  const run = longestZeroRun(groups);
  const hex = (part: readonly number[]): string => part.map((group) => group.toString(16)).join(':');
  if (run.length < 2) return hex(groups);
  return `${hex(groups.slice(0, run.start))}::${hex(groups.slice(run.start + run.length))}`;
}

/** Reads `10.244.0.0/16`, or a lone address as a network of one; host bits are cleared. */
export function parseCidr(text: string): IpNetwork | undefined {
  const slash = text.indexOf('/');
  const words = parseIp(slash < 0 ? text : text.slice(0, slash));
  if (!words) return undefined;
  const full = words.length * 32;
  if (slash < 0) return { words, prefix: full };
  const digits = text.slice(slash + 1);
  if (!/^\d{1,3}$/.test(digits) || Number(digits) > full) return undefined;
  const prefix = Number(digits);
  return { words: words.map((word, index) => (word & maskWord(prefix, index)) >>> 0), prefix };
}

/** Writes a network with its prefix length: `10.244.0.0/16`. */
export function formatCidr(network: IpNetwork): string {
  return `${formatIp(network.words)}/${network.prefix}`;
}

/** Whether an address lies in a network; never across families. */
export function contains(network: IpNetwork, words: IpWords): boolean {
  if (words.length !== network.words.length) return false;
  return network.words.every(
    (word, index) => (((words[index] ?? 0) ^ word) & maskWord(network.prefix, index)) === 0,
  );
}

/** Whether a text is an IPv6 address or network. */
export function isIpv6(text: string): boolean {
  return text.includes(':');
}

function maskWord(prefix: number, index: number): number {
  const bits = Math.min(32, Math.max(0, prefix - index * 32));
  return bits === 0 ? 0 : -1 << (32 - bits);
}

function parseIpv6(text: string): IpWords | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = [parseGroups(halves[0] ?? ''), parseGroups(halves[1] ?? '')];
  if (!head || !tail) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => 0), ...tail];
  return [0, 2, 4, 6].map((at) => (groups[at] ?? 0) * 0x10000 + (groups[at + 1] ?? 0));
}

/** The 16-bit groups of one half of an IPv6 address; the last may be written as an IPv4 address. */
function parseGroups(text: string): readonly number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (part.includes('.')) {
      const value = index === parts.length - 1 ? parseIpv4(part) : undefined;
      if (value === undefined) return undefined;
      groups.push(value >>> 16, value & 0xffff);
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) groups.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return groups;
}

function longestZeroRun(groups: readonly number[]): { readonly start: number; readonly length: number } {
  let best = { start: 0, length: 0 };
  let length = 0;
  for (const [index, group] of groups.entries()) {
    length = group === 0 ? length + 1 : 0;
    if (length > best.length) best = { start: index - length + 1, length };
  }
  return best;
}
