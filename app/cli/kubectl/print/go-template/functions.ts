import { decodeBase64 } from '../../../../base/base64.ts';
import { bad, good, type Result } from '../../../../base/result.ts';
import { decodeUtf8 } from '../../../../base/utf8.ts';
import { goQuote, goValue } from '../../go/format.ts';
import { byCodePoint } from '../../go/json.ts';
import { isFields, scalarText } from '../../unstructured.ts';

/** Words that may stand where a function is called. */
export const FUNCTION_NAMES: readonly string[] = `
  and or not len index slice print printf println html js urlquery
  eq ne lt le gt ge exists base64decode call
`
  .trim()
  .split(/\s+/);

/** Whether a value counts as true: not zero, not empty. */
export function truth(value: unknown): boolean {
  if (value === null || value === undefined || value === false || value === 0 || value === '') return false;
  if (Array.isArray(value)) return value.length > 0;
  return isFields(value) ? Object.keys(value).length > 0 : true;
}

/** Calls a function of the template language. */
export function callFunction(name: string, args: readonly unknown[]): Result<unknown> {
  switch (name) {
    case 'and':
      return good(args.find((arg) => !truth(arg)) ?? args.at(-1));
    case 'or':
      return good(args.find((arg) => truth(arg)) ?? args.at(-1));
    case 'not':
      return good(!truth(args[0]));
    case 'len':
      return lengthOf(args[0]);
    case 'index':
      return indexed(args[0], args.slice(1));
    case 'exists': {
      const found = indexed(args[0], args.slice(1));
      return good(found.ok && found.value !== undefined);
    }
    case 'slice':
      return sliced(args[0], args.slice(1));
    case 'base64decode':
      return decoded(args[0]);
    default:
      return textFunction(name, args);
  }
}

function textFunction(name: string, args: readonly unknown[]): Result<unknown> {
  switch (name) {
    case 'print':
      return good(printed(args));
    case 'println':
      return good(`${args.map(goValue).join(' ')}\n`);
    case 'printf':
      return good(formatted(scalarText(args[0]), args.slice(1)));
    case 'html':
      return good(
        args
          .map(goValue)
          .join('')
          .replace(/[<>&'"]/g, (one) => HTML[one] ?? one),
      );
    case 'js':
      return good(
        args
          .map(goValue)
          .join('')
          .replace(/[\\'"]/g, '\\$&')
          .replace(
            /[<>&=\n]/g,
            (one) => `\\u${one.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
          ),
      );
    case 'urlquery':
      return good(encodeURIComponent(args.map(goValue).join('')).replaceAll('%20', '+'));
    case 'eq':
      return compared(args, (order) => order === 0);
    case 'ne':
      return compared(args, (order) => order !== 0);
    case 'lt':
      return compared(args, (order) => order < 0);
    case 'le':
      return compared(args, (order) => order <= 0);
    case 'gt':
      return compared(args, (order) => order > 0);
    case 'ge':
      return compared(args, (order) => order >= 0);
    default:
      return bad(`lintas: the template function ${name} is not simulated`);
  }
}

const HTML: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  "'": '&#39;',
  '"': '&#34;',
};

function lengthOf(value: unknown): Result<number> {
  if (typeof value === 'string') return good(Array.from(value).reduce((sum, c) => sum + utf8Length(c), 0));
  if (Array.isArray(value)) return good(value.length);
  if (isFields(value)) return good(Object.keys(value).length);
  return bad(value === undefined || value === null ? 'len of nil pointer' : `len of type ${typeName(value)}`);
}

function utf8Length(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

function typeName(value: unknown): string {
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  return typeof value === 'boolean' ? 'bool' : 'string';
}

function indexed(value: unknown, keys: readonly unknown[]): Result<unknown> {
  let found = value;
  for (const key of keys) {
    if (found === undefined || found === null) return bad('index of untyped nil');
    if (Array.isArray(found)) {
      if (typeof key !== 'number') return bad(`cannot index slice/array with type ${typeName(key)}`);
      if (key < 0 || key >= found.length) return bad(`index out of range: ${key}`);
      found = found[key];
    } else if (isFields(found)) {
      if (typeof key !== 'string') return bad(`value has type ${typeName(key)}; should be string`);
      found = Object.hasOwn(found, key) ? found[key] : undefined;
    } else return bad(`can't index item of type ${typeName(found)}`);
  }
  return good(found);
}

function sliced(value: unknown, bounds: readonly unknown[]): Result<unknown> {
  const [from, to] = bounds.map(Number);
  if (typeof value === 'string') return good(value.slice(from, to));
  return Array.isArray(value)
    ? good(value.slice(from, to))
    : bad(`can't slice item of type ${typeName(value)}`);
}

function decoded(value: unknown): Result<unknown> {
  const bytes = decodeBase64(scalarText(value));
  return bytes.ok
    ? good(decodeUtf8(bytes.value))
    : bad(`base64 decode failed: illegal base64 data at input byte ${bytes.error.at}`);
}

/** Go's Sprint puts a blank between neighbours that are both no strings. */
function printed(args: readonly unknown[]): string {
  return args
    .map((arg, at) => {
      const before = args[at - 1];
      const blank = at > 0 && typeof arg !== 'string' && typeof before !== 'string';
      return `${blank ? ' ' : ''}${goValue(arg)}`;
    })
    .join('');
}

/** Go's Sprintf for the verbs that templates use. */
function formatted(format: string, args: readonly unknown[]): string {
  let next = 0;
  const text = format.replace(
    /%([-+# 0]*)(\d*)(?:\.(\d+))?([a-zA-Z%])/g,
    (all, flags: string, width: string, precision: string | undefined, verb: string) => {
      if (verb === '%') return '%';
      if (next >= args.length) return `%!${verb}(MISSING)`;
      const shown = verbText(verb, args[next++], precision) ?? all;
      const pad = Number(width || 0);
      if (flags.includes('-')) return shown.padEnd(pad);
      return shown.padStart(pad, flags.includes('0') && verb !== 's' ? '0' : ' ');
    },
  );
  if (next >= args.length) return text;
  return `${text}%!(EXTRA ${args
    .slice(next)
    .map((arg) => `${typeName(arg)}=${goValue(arg)}`)
    .join(', ')})`;
}

function verbText(verb: string, value: unknown, precision: string | undefined): string | undefined {
  switch (verb) {
    case 'v':
      return goValue(value);
    case 's':
      if (typeof value === 'number' || typeof value === 'boolean')
        return `%!s(${typeName(value)}=${goValue(value)})`;
      return precision === undefined ? goValue(value) : goValue(value).slice(0, Number(precision));
    case 'q':
      return goQuote(goValue(value));
    case 'd':
      return typeof value === 'number' ? goValue(value) : `%!d(${typeName(value)}=${goValue(value)})`;
    case 'f':
      return Number(value).toFixed(Number(precision ?? 6));
    case 't':
      return goValue(value);
    case 'x':
      return typeof value === 'number' ? value.toString(16) : goValue(value);
    default:
      return undefined;
  }
}

function compared(args: readonly unknown[], test: (order: number) => boolean): Result<unknown> {
  const [first, ...others] = args;
  if (others.length === 0) return bad('missing argument for comparison');
  for (const other of others) {
    const order = orderOf(first, other);
    if (!order.ok) return order;
    if (test(order.value)) return good(true);
  }
  return good(false);
}

function orderOf(a: unknown, b: unknown): Result<number> {
  if (typeof a === 'number' && typeof b === 'number') return good(a - b);
  if (typeof a === 'string' && typeof b === 'string') return good(byCodePoint(a, b));
  if (typeof a === 'boolean' && typeof b === 'boolean') return good(Number(a) - Number(b));
  if (a === undefined || a === null || b === undefined || b === null) return good(a === b ? 0 : 1);
  return bad('incompatible types for comparison');
}
