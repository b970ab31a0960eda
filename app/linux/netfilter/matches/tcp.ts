import { bad, good } from '../../../base/result.ts';
import type { TcpFlags } from '../../packet.ts';
import { lastGiven, not, type MatchKind } from '../extension.ts';
import {
  checkPorts,
  listPorts,
  parsePorts,
  PORT_OPTIONS,
  savePorts,
  type PortTests,
} from '../transport-match.ts';

/** Data of `-m tcp`. */
export interface TcpMatch extends PortTests {
  readonly name: 'tcp';
  /** Of the flags in `mask`, exactly those in `set` are set. */
  readonly flags?: { readonly mask: number; readonly set: number; readonly negated?: true };
}

const FLAGS = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG'] as const;

/** `-m tcp --sport --dport --tcp-flags --syn`. */
export const tcp: MatchKind<TcpMatch> = {
  name: 'tcp',
  options: { ...PORT_OPTIONS, '--tcp-flags': 2, '--syn': 0 },
  parse(given) {
    const ports = parsePorts(given);
    if (!ports.ok) return ports;
    const option = lastGiven(given, '--tcp-flags', '--syn');
    if (!option) return good({ name: 'tcp', ...ports.value });
    const [maskText, setText] = option.name === '--syn' ? ['FIN,SYN,RST,ACK', 'SYN'] : option.values;
    const [mask, set] = [parseFlags(maskText ?? ''), parseFlags(setText ?? '')];
    if (mask === undefined || set === undefined) return bad(`Unknown TCP flag \`${setText ?? ''}'`);
    return good({
      name: 'tcp',
      ...ports.value,
      flags: option.negated ? { mask, set, negated: true } : { mask, set },
    });
  },
  save({ flags, ...ports }) {
    const tests = savePorts(ports);
    return flags
      ? `${tests}${not(flags.negated)} --tcp-flags ${flagNames(flags.mask)} ${flagNames(flags.set)}`
      : tests;
  },
  list({ flags, ...ports }, numeric) {
    const hex = (bits: number): string =>
      numeric ? `0x${bits.toString(16).padStart(2, '0')}` : flagNames(bits);
    const tests = listPorts('tcp', ports, numeric);
    return flags
      ? `${tests} flags:${flags.negated === true ? '!' : ''}${hex(flags.mask)}/${hex(flags.set)}`
      : tests;
  },
  check(match, walk) {
    const port = checkPorts(match, walk);
    if (port !== undefined || !match.flags) return port;
    const bits = walk.packet.tcp ? flagBits(walk.packet.tcp) : 0;
    const same = (bits & match.flags.mask) === match.flags.set;
    return same !== (match.flags.negated === true) ? undefined : 'tcp-flags';
  },
};

function parseFlags(text: string): number | undefined {
  if (text === 'NONE') return 0;
  if (text === 'ALL') return 63;
  let bits = 0;
  for (const name of text.split(',')) {
    const index = FLAGS.findIndex((flag) => flag === name);
    if (index < 0) return undefined;
    bits |= 1 << index;
  }
  return bits;
}

function flagNames(bits: number): string {
  if (bits === 0) return 'NONE';
  return FLAGS.filter((_, index) => (bits & (1 << index)) !== 0).join(',');
}

function flagBits(flags: TcpFlags): number {
  return (
    (flags.fin ? 1 : 0) |
    (flags.syn ? 2 : 0) |
    (flags.rst ? 4 : 0) |
    (flags.psh ? 8 : 0) |
    (flags.ack ? 16 : 0)
  );
}
