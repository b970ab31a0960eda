import { bad, good } from '../../../base/result.ts';
import type { Ip } from '../../names.ts';
import { lastGiven, not, type GivenOption, type MatchKind } from '../extension.ts';
import type { HookContext } from '../hook.ts';

/** A condition on the kind of an address. */
export interface AddressTypeTest {
  readonly types: readonly string[];
  readonly negated?: true;
}

/** Data of `-m addrtype`. */
export interface AddrtypeMatch {
  readonly name: 'addrtype';
  readonly src?: AddressTypeTest;
  readonly dst?: AddressTypeTest;
}

const TYPES = [
  'UNSPEC',
  'UNICAST',
  'LOCAL',
  'BROADCAST',
  'ANYCAST',
  'MULTICAST',
  'BLACKHOLE',
  'UNREACHABLE',
  'PROHIBIT',
  'THROW',
  'NAT',
  'XRESOLVE',
];

/** `-m addrtype --src-type LOCAL --dst-type LOCAL`. */
export const addrtype: MatchKind<AddrtypeMatch> = {
  name: 'addrtype',
  options: { '--src-type': 1, '--dst-type': 1 },
  parse(given) {
    const [src, dst] = [lastGiven(given, '--src-type'), lastGiven(given, '--dst-type')];
    if (!src && !dst) return bad('addrtype: you must specify --src-type or --dst-type');
    const unknown = [src, dst].flatMap((option) => typesOf(option)).find((type) => !TYPES.includes(type));
    if (unknown !== undefined) return bad(`addrtype: bad type \`${unknown}'`);
    return good({
      name: 'addrtype',
      ...(src ? { src: testOf(src) } : {}),
      ...(dst ? { dst: testOf(dst) } : {}),
    });
  },
  save({ src, dst }) {
    const source = src ? `${not(src.negated)} --src-type ${src.types.join(',')}` : '';
    return dst ? `${source}${not(dst.negated)} --dst-type ${dst.types.join(',')}` : source;
  },
  list({ src, dst }) {
    const one = (side: string, test: AddressTypeTest | undefined): string =>
      test ? ` ${side} ${test.negated === true ? '!' : ''}${test.types.join(',')}` : '';
    return `ADDRTYPE match${one('src-type', src)}${one('dst-type', dst)}`;
  },
  check({ src, dst }, { packet, context }) {
    if (src && !passes(src, packet.src, context)) return 'src-type';
    return dst && !passes(dst, packet.dst, context) ? 'dst-type' : undefined;
  },
};

function typesOf(option: GivenOption | undefined): readonly string[] {
  return option ? (option.values[0] ?? '').toUpperCase().split(',') : [];
}

function testOf(option: GivenOption): AddressTypeTest {
  const types = typesOf(option).toSorted((a, b) => TYPES.indexOf(a) - TYPES.indexOf(b));
  return option.negated ? { types, negated: true } : { types };
}

function passes(test: AddressTypeTest, address: Ip, context: HookContext): boolean {
  return test.types.includes(typeOf(address, context)) !== (test.negated === true);
}

function typeOf(address: Ip, context: HookContext): string {
  if (context.isLocal(address)) return 'LOCAL';
  if (address === '255.255.255.255') return 'BROADCAST';
  const first = Number.parseInt(address, 10);
  return (!address.includes(':') && first >= 224 && first < 240) || address.startsWith('ff')
    ? 'MULTICAST'
    : 'UNICAST';
}
