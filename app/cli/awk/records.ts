import { compileRegex, type Regex } from '../regex/regex.ts';

/** Splits a record into fields by FS. */
export function splitFields(
  record: string,
  separator: string,
  regexOf: (source: string) => Regex,
): readonly string[] {
  if (separator === ' ') {
    const trimmed = record.replace(/^[ \t\n]+|[ \t\n]+$/g, '');
    return trimmed === '' ? [] : trimmed.split(/[ \t\n]+/);
  }
  if (record === '') return [];
  if (separator === '') return Array.from(record);
  if (separator.length === 1 && separator !== '\\') {
    if (!/[.[\](){}*+?|^$]/.test(separator)) return record.split(separator);
    if (separator !== '|' && separator !== '.') return record.split(separator);
    return record.split(separator);
  }
  return splitByRegex(record, regexOf(separator));
}

/** Splits a text wherever an expression matches something. */
export function splitByRegex(text: string, regex: Regex): readonly string[] {
  const parts: string[] = [];
  let last = 0;
  for (let at = 0; at <= text.length;) {
    const match = regex.find(text, at);
    if (!match) break;
    if (match.end === match.start) {
      at = match.end + 1;
      continue;
    }
    parts.push(text.slice(last, match.start));
    last = match.end;
    at = match.end;
  }
  return [...parts, text.slice(last)];
}

/** Compiles an expression of awk. */
export function compileAwkRegex(source: string): ReturnType<typeof compileRegex> {
  return compileRegex(source, { syntax: 'extended', controls: true, bracketEscapes: true });
}
