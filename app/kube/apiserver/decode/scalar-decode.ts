import { decodeBase64 } from '../../../base/base64.ts';
import { goQuote } from '../../kinds/field-error.ts';
import { parseQuantity, QUANTITY_SYNTAX } from '../../kinds/quantity.ts';
import type { WireShape } from '../../kinds/wire.ts';
import { NumberText, plainJson } from './json-text.ts';
import type { Place, Reporter } from './wire-decode.ts';

/** Decodes one scalar; undefined where the value is refused. */
export function decodeScalar(
  shape: WireShape & { readonly is: 'scalar' },
  value: unknown,
  place: Place,
  report: Reporter,
): unknown {
  switch (shape.scalar) {
    case 'string':
      return typeof value === 'string' ? value : refuse(value, shape.name, place, report);
    case 'bool':
      return typeof value === 'boolean' ? value : refuse(value, shape.name, place, report);
    case 'int32':
      return decodeInteger(value, 'int32', 2_147_483_647, place, report);
    case 'int64':
      return decodeInteger(value, 'int64', Number.MAX_SAFE_INTEGER, place, report);
    case 'float64':
      return decodeFloat(value, shape.name, place, report);
    case 'bytes':
      return decodeBytes(value, place, report);
    case 'quantity':
      return decodeQuantity(value, report);
    case 'time':
      return decodeTime(value, report, 0);
    case 'microtime':
      return decodeTime(value, report, 6);
    case 'intOrString':
      return typeof value === 'string' ? value : decodeInteger(value, 'int32', 2_147_483_647, place, report);
    case 'any':
      return plainJson(value);
  }
}

function refuse(value: unknown, goType: string, place: Place, report: Reporter): undefined {
  report.mismatch(value, goType, place);
  return undefined;
}

function decodeInteger(
  value: unknown,
  goType: string,
  most: number,
  place: Place,
  report: Reporter,
): unknown {
  if (typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= most) return value + 0;
  const text =
    value instanceof NumberText ? value.text : typeof value === 'number' ? String(value) : undefined;
  if (text === undefined) return refuse(value, goType, place, report);
  const whole = /^-?[0-9]+$/.test(text) && Math.abs(Number(text)) <= most + (text.startsWith('-') ? 1 : 0);
  if (whole) return Number(text);
  const target =
    place.field === ''
      ? `Go value of type ${goType}`
      : `Go struct field ${place.owner}.${place.field} of type ${goType}`;
  report.save(`json: cannot unmarshal number ${text} into ${target}`);
  return undefined;
}

function decodeFloat(value: unknown, goType: string, place: Place, report: Reporter): unknown {
  if (value instanceof NumberText) return Number(value.text);
  return typeof value === 'number' ? value : refuse(value, goType, place, report);
}

function decodeBytes(value: unknown, place: Place, report: Reporter): unknown {
  if (typeof value !== 'string') return refuse(value, '[]uint8', place, report);
  const decoded = decodeBase64(value);
  if (decoded.ok) return value.replace(/[\r\n]/g, '');
  // Text that ends too early is wrong from its last group of four on.
  const { at } = decoded.error;
  report.save(`illegal base64 data at input byte ${at === value.length ? at - (at % 4) : at}`);
  return undefined;
}

function decodeQuantity(value: unknown, report: Reporter): unknown {
  const text = value instanceof NumberText ? value.text : typeof value === 'number' ? String(value) : value;
  // A quantity unquotes by itself, so even a string with blanks around it is judged by its syntax alone.
  const parsed = typeof text === 'string' ? parseQuantity(text) : undefined;
  if (parsed?.ok === true) return parsed.value.text;
  report.stop(parsed?.error ?? QUANTITY_SYNTAX);
  return undefined;
}

const RFC3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.(\d+))?(?:Z|[+-]\d{2}:\d{2})$/;

/** Times as the server prints them, of days that every month has: they stay as they are. */
const NORMAL_TIME = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;

function decodeTime(value: unknown, report: Reporter, digits: 0 | 6): unknown {
  if (digits === 0 && typeof value === 'string' && NORMAL_TIME.test(value)) return value;
  if (typeof value !== 'string') {
    report.stop(
      `json: cannot unmarshal ${typeof value === 'boolean' ? 'bool' : typeof value} into Go value of type string`,
    );
    return undefined;
  }
  const match = RFC3339.exec(value);
  const instant = match ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(instant)) {
    report.stop(timeProblem(value, digits));
    return undefined;
  }
  const seconds = new Date(instant).toISOString().slice(0, 19);
  return digits === 0 ? `${seconds}Z` : `${seconds}.${(match?.[1] ?? '').slice(0, 6).padEnd(6, '0')}Z`;
}

function timeProblem(value: string, digits: 0 | 6): string {
  const layout = digits === 0 ? '2006-01-02T15:04:05Z07:00' : '2006-01-02T15:04:05.000000Z07:00';
  return `parsing time ${goQuote(value)} as ${goQuote(layout)}: cannot parse ${goQuote(value)} as ${goQuote('2006')}`;
}
