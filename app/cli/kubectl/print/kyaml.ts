import { byCodePoint, hasIndexKey } from '../go/json.ts';
import { floatText } from '../go/number.ts';
import { staysString } from './yaml-resolve.ts';

/** A plain value as `-o kyaml` prints it: YAML in flow style that no reader can misunderstand. */
export function printKyaml(value: unknown, keys: 'sorted' | 'as they stand' = 'sorted'): string {
  return `---\n${node(keys === 'sorted' ? sorted(value) : value, '')}\n`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries: [string, unknown][] = Object.entries(value);
  // A Map keeps the order of keys that look like numbers, which an object would not.
  return new Map(entries.toSorted(([a], [b]) => byCodePoint(a, b)).map(([key, part]) => [key, sorted(part)]));
}

function node(value: unknown, margin: string): string {
  if (Array.isArray(value)) return sequence(value, margin);
  if (value instanceof Map) return mapping([...value], margin);
  if (typeof value === 'object' && value !== null) return mapping(Object.entries(value), margin);
  if (typeof value === 'string') return text(value, margin);
  return typeof value === 'number' ? floatText(value) : value === undefined ? 'null' : JSON.stringify(value);
}

function mapping(entries: readonly (readonly [string, unknown])[], margin: string): string {
  const given = entries.filter(([, value]) => value !== undefined);
  const present = hasIndexKey(given) ? given.toSorted(([a], [b]) => byCodePoint(a, b)) : given;
  if (present.length === 0) return '{}';
  const lines = present.map(([key, value]) => `${margin}  ${keyText(key)}: ${node(value, `${margin}  `)},\n`);
  return `{\n${lines.join('')}${margin}}`;
}

/** A list of objects is cuddled: `[{`, `}, {`, `}]`. */
function sequence(items: readonly unknown[], margin: string): string {
  if (items.length === 0) return '[]';
  if (items.every((item) => typeof item === 'object' && item !== null)) {
    return `[${items.map((item) => node(item, margin)).join(', ')}]`;
  }
  return `[\n${items.map((item) => `${margin}  ${node(item, `${margin}  `)},\n`).join('')}${margin}]`;
}

function keyText(key: string): string {
  const plain = /^[A-Za-z_][A-Za-z0-9_./-]*$/.test(key) && staysString(key) && !/^[tfyn]$/i.test(key);
  return plain ? key : quoted(key);
}

function text(value: string, margin: string): string {
  if (!value.includes('\n')) return quoted(value);
  const inner = `${margin}  `;
  const lines = value.split('\n');
  const last = lines.pop() ?? '';
  const folded = lines.map((line) => `${inner}${escapeLine(line)}\\n\\\n`);
  const rest = last === '' ? '' : `${inner}${escapeLine(last)}\\\n`;
  return `"\\\n${folded.join('')}${rest}${inner}"`;
}

/** A line that begins with a blank or tab would lose it in folding, so it is escaped. */
function escapeLine(line: string): string {
  const escaped = escape(line);
  return /^[ \t]/.test(line) ? `\\${escaped}` : ` ${escaped}`;
}

function quoted(value: string): string {
  return `"${escape(value)}"`;
}

function escape(value: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what it is about
  return value.replace(/["\\]/g, '\\$&').replace(/[\u0000-\u0008\u000a-\u001f\u007f]/g, (character) => {
    if (character === '\n') return '\\n';
    if (character === '\r') return '\\r';
    return `\\x${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
  });
}
