import { encodeBase64 } from '../../base/base64.ts';
import { decodeUtf8 } from '../../base/utf8.ts';
import { STDOUT } from '../../linux/names.ts';
import type { Process, Sys } from '../../linux/process/program.ts';
import { closeInput, openInput, readBytes } from '../tool/input.ts';
import { quote } from '../tool/quote.ts';
import { readOptions, tool, tryHelp, type Flavour } from '../tool/tool.ts';

/** Encodes or decodes base64; lines are 76 columns long unless -w says otherwise. */
export const base64 = tool('base64', 'base64 [-d] [-i] [-w COLUMNS] [FILE]', run);

const OPTIONS = {
  flags: 'di',
  values: 'w',
  long: { decode: 'd', 'ignore-garbage': 'i', 'wrap=': 'w' },
};

function* run(p: Process, flavour: Flavour): Sys<number> {
  const options = yield* readOptions(p, OPTIONS, flavour);
  if (!options) return 1;
  const [name = '-', extra] = options.operands;
  const columns = options.value('w') ?? '76';
  if (extra !== undefined || !/^\d+$/.test(columns)) {
    yield* p.warn(
      extra === undefined
        ? `base64: invalid wrap size: ${quote(columns)}\n`
        : `base64: extra operand ${quote(extra)}\n${tryHelp('base64')}`,
    );
    return 1;
  }
  const input = yield* openInput(p, name);
  if (!input) return 1;
  const bytes = yield* readBytes(p, input.fd);
  closeInput(p, input);
  if (!options.has('d')) {
    yield* p.print(wrap(encodeBase64(bytes), Number(columns)));
    return 0;
  }
  const { decoded, complete } = decode(decodeUtf8(bytes), options.has('i'));
  if (decoded.length > 0) yield* p.write(STDOUT, decoded);
  if (complete) return 0;
  yield* p.warn(flavour === 'gnu' ? 'base64: invalid input\n' : 'base64: truncated input\n');
  return 1;
}

function wrap(text: string, columns: number): string {
  if (columns === 0) return text;
  let lines = '';
  for (let at = 0; at < text.length; at += columns) lines += `${text.slice(at, at + columns)}\n`;
  return lines;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Decodes as far as the text is base64: line feeds are skipped, other strangers end it. */
function decode(
  text: string,
  lenient: boolean,
): { readonly decoded: Uint8Array; readonly complete: boolean } {
  const clean = lenient ? text.replace(/[^A-Za-z0-9+/=]/g, '') : text.replaceAll('\n', '');
  const bytes: number[] = [];
  for (let at = 0; at < clean.length; at += 4) {
    const quantum = clean.slice(at, at + 4);
    const values = Array.from(quantum.replace(/=+$/, '')).map((char) => ALPHABET.indexOf(char));
    const stranger = values.indexOf(-1);
    const usable = stranger < 0 ? values : values.slice(0, stranger);
    const [a = 0, b = 0, c = 0, d = 0] = usable;
    const word = (a << 18) | (b << 12) | (c << 6) | d;
    bytes.push(...[word >> 16, (word >> 8) & 255, word & 255].slice(0, Math.max(0, usable.length - 1)));
    if (stranger >= 0 || quantum.length < 4 || usable.length < 2)
      return { decoded: Uint8Array.from(bytes), complete: false };
  }
  return { decoded: Uint8Array.from(bytes), complete: true };
}
