import { bad, good, type Result } from '../../base/result.ts';
import { encodeUtf8 } from '../../base/utf8.ts';
import { STDIN, STDOUT } from '../../linux/names.ts';
import type { Process, Sys } from '../../linux/process/program.ts';
import { CLASSES, isClassName } from '../regex/syntax.ts';
import { quote } from '../tool/quote.ts';
import { readOptions, tool, tryHelp, type Flavour } from '../tool/tool.ts';

/** Replaces, squeezes or deletes bytes. */
export const tr = tool('tr', 'tr [-cCdst] SET1 [SET2]', run);

const OPTIONS = {
  flags: 'cCdst',
  stopAtOperand: true,
  long: { complement: 'c', delete: 'd', 'squeeze-repeats': 's', 'truncate-set1': 't' },
};

function* run(p: Process, flavour: Flavour): Sys<number> {
  const options = yield* readOptions(p, OPTIONS, flavour);
  if (!options) return 1;
  const [one, other, extra] = options.operands;
  const complement = options.has('c') || options.has('C');
  const deletes = options.has('d');
  const squeezes = options.has('s');
  const needed = deletes === squeezes ? 2 : 1;
  const failure =
    one === undefined
      ? 'missing operand'
      : other === undefined && needed === 2 && !(squeezes && !deletes)
        ? `missing operand after ${quote(one)}\n${deletes ? 'Two strings must be given when both deleting and squeezing repeats.' : 'Two strings must be given when translating.'}`
        : extra !== undefined
          ? `extra operand ${quote(extra)}`
          : other !== undefined && deletes && !squeezes
            ? `extra operand ${quote(other)}\nOnly one string may be given when deleting without squeezing repeats.`
            : undefined;
  if (failure !== undefined || one === undefined) {
    yield* p.warn(`tr: ${failure}\n${tryHelp('tr')}`);
    return 1;
  }
  const first = parseSet(one);
  const second = parseSet(other ?? '');
  if (!first.ok || !second.ok) {
    yield* p.warn(`tr: ${first.ok ? (second.ok ? '' : second.error) : first.error}\n`);
    return 1;
  }
  const from = complement ? complementOf(first.value.bytes) : first.value.bytes;
  if (!deletes && other !== undefined && second.value.bytes.length === 0 && second.value.fill === undefined) {
    yield* p.warn('tr: when not truncating set1, string2 must be non-empty\n');
    return 1;
  }
  yield* stream(
    p,
    tableOf(from, second.value, {
      deletes,
      squeezes,
      translates: !deletes && other !== undefined,
      truncate: options.has('t'),
    }),
  );
  return 0;
}

interface ByteSet {
  readonly bytes: readonly number[];
  /** `[x*]`: as many x as are needed, put in at that place. */
  readonly fill?: { readonly byte: number; readonly at: number };
}

interface ByteTable {
  /** What a byte becomes; -1 deletes it. */
  readonly to: Int16Array;
  readonly squeezed: Uint8Array;
}

function tableOf(
  from: readonly number[],
  to: ByteSet,
  how: {
    readonly deletes: boolean;
    readonly squeezes: boolean;
    readonly translates: boolean;
    readonly truncate: boolean;
  },
): ByteTable {
  const table = Int16Array.from({ length: 256 }, (_, byte) => byte);
  const squeezed = new Uint8Array(256);
  const target = filled(to, from.length);
  if (how.deletes) for (const byte of from) table[byte] = -1;
  if (how.translates) {
    from.forEach((byte, index) => {
      const mapped = target[index] ?? (how.truncate ? undefined : target.at(-1));
      if (mapped !== undefined) table[byte] = mapped;
    });
  }
  if (how.squeezes) for (const byte of how.translates || how.deletes ? target : from) squeezed[byte] = 1;
  return { to: table, squeezed };
}

function filled(set: ByteSet, length: number): readonly number[] {
  const { fill } = set;
  if (!fill) return set.bytes;
  const missing = Math.max(0, length - set.bytes.length);
  return [
    ...set.bytes.slice(0, fill.at),
    ...Array.from({ length: missing }, () => fill.byte),
    ...set.bytes.slice(fill.at),
  ];
}

function* stream(p: Process, table: ByteTable): Sys<void> {
  let last = -1;
  for (let chunk = yield* p.read(STDIN); chunk; chunk = yield* p.read(STDIN)) {
    const out: number[] = [];
    for (const byte of chunk) {
      const mapped = table.to[byte] ?? -1;
      if (mapped < 0 || (mapped === last && table.squeezed[mapped] === 1)) continue;
      out.push(mapped);
      last = mapped;
    }
    if (out.length > 0) yield* p.write(STDOUT, Uint8Array.from(out));
  }
}

function complementOf(bytes: readonly number[]): readonly number[] {
  return Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => !bytes.includes(byte));
}

/** Reads a set: ranges, classes, repeats and escapes, byte by byte. */
function parseSet(text: string): Result<ByteSet> {
  const codes = unescape(text);
  const bytes: number[] = [];
  let fill: ByteSet['fill'];
  for (let at = 0; at < codes.length; at++) {
    const rest = codes
      .slice(at)
      .map(({ byte, literal }) => (literal ? '\0' : String.fromCharCode(byte)))
      .join('');
    const named = /^\[:([a-z]+):\]/.exec(rest);
    if (named) {
      const name = named[1] ?? '';
      if (!isClassName(name)) return bad(`invalid character class ${quote(name)}`);
      bytes.push(...classBytes(name));
      at += named[0].length - 1;
      continue;
    }
    const repeat = /^\[[\s\S]\*(\d*)\]/.exec(rest);
    const repeated = codes[at + 1];
    if (repeat && repeated) {
      const digits = repeat[1] ?? '';
      const count = digits === '' ? 0 : Number.parseInt(digits, digits.startsWith('0') ? 8 : 10);
      if (count === 0) fill = { byte: repeated.byte, at: bytes.length };
      else bytes.push(...Array.from({ length: count }, () => repeated.byte));
      at += repeat[0].length - 1;
      continue;
    }
    const low = codes[at]?.byte ?? 0;
    const high = codes[at + 2];
    if (high && rest[1] === '-') {
      if (high.byte < low)
        return bad(
          `range-endpoints of '${shown(low)}-${shown(high.byte)}' are in reverse collating sequence order`,
        );
      for (let byte = low; byte <= high.byte; byte++) bytes.push(byte);
      at += 2;
      continue;
    }
    bytes.push(low);
  }
  return good(fill ? { bytes, fill } : { bytes });
}

const shown = (byte: number): string => String.fromCharCode(byte);

function classBytes(name: keyof typeof CLASSES): readonly number[] {
  const ranges: readonly number[] = CLASSES[name];
  return Array.from({ length: 256 }, (_, byte) => byte).filter((byte) =>
    ranges.some((from, at) => at % 2 === 0 && byte >= from && byte <= (ranges[at + 1] ?? from)),
  );
}

const ESCAPES: Readonly<Record<string, number>> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11, '\\': 92 };

function unescape(text: string): readonly { readonly byte: number; readonly literal: boolean }[] {
  const codes: { byte: number; literal: boolean }[] = [];
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char !== '\\' || at + 1 === text.length) {
      const pair = text.codePointAt(at) ?? 0;
      if (pair > 0xffff) at++;
      codes.push(...Array.from(encodeUtf8(String.fromCodePoint(pair)), (byte) => ({ byte, literal: false })));
      continue;
    }
    const octal = /^[0-7]{1,3}/.exec(text.slice(at + 1))?.[0];
    if (octal !== undefined) {
      codes.push({ byte: Number.parseInt(octal, 8) & 255, literal: true });
      at += octal.length;
      continue;
    }
    const letter = text.charAt(++at);
    codes.push({ byte: ESCAPES[letter] ?? letter.charCodeAt(0), literal: true });
  }
  return codes;
}
