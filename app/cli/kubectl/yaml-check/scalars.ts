import type { Reader } from './reader.ts';
import { scannerFault, type Mark, type YamlFault } from './token.ts';

/** Goes over a quoted scalar. @upstream goyaml.v2/scannerc.go yaml_parser_scan_flow_scalar */
export function skipQuoted(reader: Reader, quote: string): YamlFault | undefined {
  const start = reader.mark;
  reader.skip();
  for (;;) {
    if (reader.atDocumentIndicator)
      return scannerFault('found unexpected document indicator', reader.mark, start);
    if (reader.atEnd) return scannerFault('found unexpected end of stream', reader.mark, start);
    while (!reader.isBlankOrEnd()) {
      const character = reader.peek();
      if (quote === "'" && character === "'" && reader.peek(1) === "'") reader.skip(2);
      else if (character === quote) break;
      else if (quote === '"' && character === '\\') {
        const fault = skipEscape(reader, start);
        if (fault !== undefined) return fault;
      } else reader.skip();
    }
    if (reader.peek() === quote) break;
    while (reader.isBlank() || reader.isBreak()) {
      if (reader.isBlank()) reader.skip();
      else reader.skipLine();
    }
  }
  reader.skip();
  return undefined;
}

const HEX_WIDTHS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

function skipEscape(reader: Reader, start: Mark): YamlFault | undefined {
  if (reader.isBreak(1)) {
    reader.skip();
    reader.skipLine();
    return undefined;
  }
  const kind = reader.peek(1);
  const width = HEX_WIDTHS[kind] ?? 0;
  if (width === 0 && !/^[0abt\tnvfre "'/\\N_LP]$/.test(kind)) {
    return scannerFault('found unknown escape character', reader.mark, start);
  }
  reader.skip(2);
  for (let digit = 0; digit < width; digit++) {
    if (!/^[0-9a-fA-F]$/.test(reader.peek(digit))) {
      return scannerFault('did not find expected hexdecimal number', reader.mark, start);
    }
  }
  reader.skip(width);
  return undefined;
}

/** Goes over a plain scalar; tells whether a simple key may follow. @upstream yaml_parser_scan_plain_scalar */
export function skipPlain(
  reader: Reader,
  indent: number,
  inFlow: boolean,
): { readonly fault?: YamlFault; readonly brokeLine: boolean } {
  const start = reader.mark;
  let leadingBlanks = false;
  for (;;) {
    if (reader.atDocumentIndicator || reader.peek() === '#') break;
    while (!reader.isBlankOrEnd()) {
      if (endsPlain(reader, inFlow)) break;
      leadingBlanks = false;
      reader.skip();
    }
    if (!reader.isBlank() && !reader.isBreak()) break;
    while (reader.isBlank() || reader.isBreak()) {
      if (reader.isBlank()) {
        if (leadingBlanks && reader.column < indent && reader.peek() === '\t') {
          const fault = scannerFault('found a tab character that violates indentation', reader.mark, start);
          return { fault, brokeLine: true };
        }
        reader.skip();
      } else {
        leadingBlanks = true;
        reader.skipLine();
      }
    }
    if (!inFlow && reader.column < indent) break;
  }
  return { brokeLine: leadingBlanks };
}

function endsPlain(reader: Reader, inFlow: boolean): boolean {
  const character = reader.peek();
  if (character === ':' && reader.isBlankOrEnd(1)) return true;
  return inFlow && ',?[]{}'.includes(character);
}

/** Goes over a literal or folded block. @upstream yaml_parser_scan_block_scalar */
export function skipBlock(reader: Reader, outer: number): YamlFault | undefined {
  const start = reader.mark;
  reader.skip();
  let increment = 0;
  for (let part = 0; part < 2; part++) {
    const character = reader.peek();
    if (character === '+' || character === '-') reader.skip();
    else if (/^\d$/.test(character)) {
      if (character === '0')
        return scannerFault('found an indentation indicator equal to 0', reader.mark, start);
      increment = Number(character);
      reader.skip();
    }
  }
  while (reader.isBlank()) reader.skip();
  if (reader.peek() === '#') while (!reader.isBreakOrEnd()) reader.skip();
  if (!reader.isBreakOrEnd())
    return scannerFault('did not find expected comment or line break', reader.mark, start);
  if (reader.isBreak()) reader.skipLine();
  const first = skipBlockBreaks(reader, increment === 0 ? 0 : Math.max(outer, 0) + increment, outer, start);
  if (first.fault !== undefined) return first.fault;
  while (reader.column === first.indent && !reader.atEnd) {
    while (!reader.isBreakOrEnd()) reader.skip();
    if (reader.isBreak()) reader.skipLine();
    const next = skipBlockBreaks(reader, first.indent, outer, start);
    if (next.fault !== undefined) return next.fault;
  }
  return undefined;
}

/** Over the indent and empty lines of a block; the first line that has text decides the indent. */
function skipBlockBreaks(
  reader: Reader,
  known: number,
  outer: number,
  start: Mark,
): { readonly indent: number; readonly fault?: YamlFault } {
  const limit = known === 0 ? Infinity : known;
  let deepest = 0;
  for (;;) {
    while (reader.column < limit && reader.peek() === ' ') reader.skip();
    deepest = Math.max(deepest, reader.column);
    if (reader.column < limit && reader.peek() === '\t') {
      const fault = scannerFault(
        'found a tab character where an indentation space is expected',
        reader.mark,
        start,
      );
      return { indent: known, fault };
    }
    if (!reader.isBreak()) break;
    reader.skipLine();
  }
  return { indent: known === 0 ? Math.max(deepest, outer + 1, 1) : known };
}
