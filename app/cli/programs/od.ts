import type { Process, ProgramSpec, Sys } from '../../linux/process/program.ts';
import { concat, closeInput, openInput, readBytes } from '../tool/input.ts';
import { readOptions, tool, type Flavour } from '../tool/tool.ts';

/** Shows bytes in octal or another form. */
export const od: ProgramSpec = tool(
  'od',
  'od [-A d|o|x|n] [-t TYPE] [-c] [-x] [-b] [-N BYTES] [-j SKIP] [FILE]...',
  run,
);

/** Shows bytes in hexadecimal. */
export const hexdump: ProgramSpec = tool(
  'hexdump',
  'hexdump [-C] [-n LENGTH] [-s OFFSET] [FILE]...',
  function* (p, flavour) {
    const options = yield* readOptions(
      p,
      { flags: 'Cbcdovx', values: 'nsef', long: { canonical: 'C', 'length=': 'n', 'skip=': 's' } },
      flavour,
    );
    if (!options) return 1;
    const bytes = yield* bytesOf(
      p,
      options.operands,
      Number(options.value('s') ?? 0),
      Number(options.value('n') ?? Infinity),
    );
    if (!bytes) return 1;
    const { data, from } = bytes;
    yield* p.print(options.has('C') ? canonical(data, from) : words(data, from));
    return 0;
  },
);

function* bytesOf(
  p: Process,
  names: readonly string[],
  skip: number,
  count: number,
): Sys<{ readonly data: Uint8Array; readonly from: number } | undefined> {
  const parts: Uint8Array[] = [];
  for (const name of names.length > 0 ? names : ['-']) {
    const input = yield* openInput(p, name);
    if (!input) return undefined;
    parts.push(yield* readBytes(p, input.fd));
    closeInput(p, input);
  }
  return { data: concat(parts).slice(skip, skip + count), from: skip };
}

/** Rows of 16 bytes; repeated ones become an asterisk. */
function rows(
  data: Uint8Array,
  from: number,
  address: (at: number) => string,
  row: (bytes: Uint8Array) => string,
): string {
  let out = '';
  let last: string | undefined;
  let starred = false;
  for (let at = 0; at < data.length; at += 16) {
    const bytes = data.slice(at, at + 16);
    const text = row(bytes);
    if (text === last && bytes.length === 16) {
      if (!starred) out += '*\n';
      starred = true;
      continue;
    }
    starred = false;
    last = text;
    out += `${address(from + at)}${text}\n`;
  }
  const end = address(from + data.length);
  return data.length === 0 || end === '' ? out : `${out}${end}\n`;
}

const hex = (value: number, width: number): string => value.toString(16).padStart(width, '0');

function canonical(data: Uint8Array, from: number): string {
  return rows(
    data,
    from,
    (at) => hex(at, 8),
    (bytes) => {
      const cells = Array.from(
        { length: 16 },
        (_, at) => `${at === 8 ? ' ' : ''}${at < bytes.length ? hex(bytes[at] ?? 0, 2) : '  '} `,
      ).join('');
      const text = [...bytes]
        .map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.'))
        .join('');
      return `  ${cells} |${text}|`;
    },
  );
}

function words(data: Uint8Array, from: number): string {
  return rows(
    data,
    from,
    (at) => hex(at, 7),
    (bytes) =>
      Array.from({ length: 8 }, (_, at) =>
        at * 2 < bytes.length
          ? ` ${hex((bytes[at * 2] ?? 0) | ((bytes[at * 2 + 1] ?? 0) << 8), 4)}`
          : '     ',
      ).join(''),
  );
}

const NAMES = [
  'nul',
  'soh',
  'stx',
  'etx',
  'eot',
  'enq',
  'ack',
  'bel',
  'bs',
  'ht',
  'nl',
  'vt',
  'ff',
  'cr',
  'so',
  'si',
];
const ESCAPES: Readonly<Record<number, string>> = {
  0: '\\0',
  7: '\\a',
  8: '\\b',
  9: '\\t',
  10: '\\n',
  11: '\\v',
  12: '\\f',
  13: '\\r',
};

function* run(p: Process, flavour: Flavour): Sys<number> {
  const options = yield* readOptions(
    p,
    {
      flags: 'abcdfiloxsv',
      values: 'AtNjw',
      long: { 'address-radix=': 'A', 'format=': 't', 'read-bytes=': 'N', 'skip-bytes=': 'j' },
    },
    flavour,
  );
  if (!options) return 1;
  const bytes = yield* bytesOf(
    p,
    options.operands,
    Number(options.value('j') ?? 0),
    Number(options.value('N') ?? Infinity),
  );
  if (!bytes) return 1;
  const type =
    options.value('t') ??
    (options.has('c')
      ? 'c'
      : options.has('b')
        ? 'o1'
        : options.has('x')
          ? 'x2'
          : options.has('d')
            ? 'u2'
            : options.has('a')
              ? 'a'
              : 'o2');
  const radix = options.value('A') ?? 'o';
  const address = (at: number): string =>
    radix === 'n'
      ? ''
      : at.toString(radix === 'x' ? 16 : radix === 'd' ? 10 : 8).padStart(radix === 'x' ? 6 : 7, '0');
  yield* p.print(rows(bytes.data, bytes.from, address, (row) => formatted(row, type.replace(/z$/, ''))));
  return 0;
}

function formatted(row: Uint8Array, type: string): string {
  const found = /^([acdoux])(\d?)$/.exec(type);
  const kind = found?.[1] ?? 'o';
  if (kind === 'c' || kind === 'a') {
    const name = (byte: number): string =>
      kind === 'a'
        ? byte < 16
          ? (NAMES[byte] ?? '')
          : byte === 32
            ? 'sp'
            : String.fromCharCode(byte)
        : (ESCAPES[byte] ??
          (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : byte.toString(8).padStart(3, '0')));
    return [...row].map((byte) => name(byte).padStart(4)).join('');
  }
  const size = Number(found?.[2] === '' ? 4 : (found?.[2] ?? 2));
  const base = kind === 'x' ? 16 : kind === 'o' ? 8 : 10;
  const width =
    kind === 'x'
      ? size * 2
      : kind === 'o'
        ? ({ 1: 3, 2: 6, 4: 11 }[size] ?? 6)
        : ({ 1: 3, 2: 5, 4: 10 }[size] ?? 10) + (kind === 'd' ? 1 : 0);
  let out = '';
  for (let at = 0; at < row.length; at += size) {
    let value = 0;
    for (let byte = size - 1; byte >= 0; byte--) value = value * 256 + (row[at + byte] ?? 0);
    if (kind === 'd' && size < 4 && value >= 1 << (size * 8 - 1)) value -= 1 << (size * 8);
    out += ` ${value.toString(base).padStart(width, kind === 'd' || kind === 'u' ? ' ' : '0')}`;
  }
  return out;
}
