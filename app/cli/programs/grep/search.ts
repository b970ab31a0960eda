import type { Process, Sys } from '../../../linux/process/program.ts';
import type { Input } from '../../tool/input.ts';
import type { Finder } from './patterns.ts';

/** What grep prints of a file. */
export interface SearchOptions {
  readonly invert: boolean;
  readonly count: boolean;
  readonly numbers: boolean;
  readonly onlyMatching: boolean;
  readonly quiet: boolean;
  /** -l or -L: names only. */
  readonly list: 'with' | 'without' | undefined;
  readonly offsets: boolean;
  readonly max: number;
  readonly before: number;
  readonly after: number;
  readonly withName: boolean;
  readonly color: boolean;
  readonly binaryAsText: boolean;
  /** What the last group printed needs to know: whether `--` must come before the next. */
  readonly separate: boolean;
}

interface Kept {
  readonly number: number;
  readonly offset: number;
  readonly text: string;
}

/** Searches one input; returns how many lines were selected. */
export function* search(
  p: Process,
  input: Input,
  find: Finder,
  options: SearchOptions,
  state: { printed: boolean },
): Sys<number> {
  let number = 0;
  let offset = 0;
  let selected = 0;
  let trailing = 0;
  let lastPrinted = 0;
  let before: Kept[] = [];
  const name = input.name === '-' ? '(standard input)' : input.name;
  const silent = options.quiet || options.count || options.list !== undefined;
  for (let line = yield* p.readLine(input.fd); line; line = yield* p.readLine(input.fd)) {
    number++;
    const kept: Kept = { number, offset, text: line.text };
    offset += line.text.length + 1;
    const hit = selected < options.max && (find(line.text, 0) !== undefined) !== options.invert;
    if (hit) {
      selected++;
      if (options.quiet || options.list !== undefined) break;
      if (!silent && isBinary(line.text) && !options.binaryAsText) {
        yield* p.print(`grep: ${name}: binary file matches\n`);
        return selected;
      }
      if (!silent) {
        const start = before[0]?.number ?? number;
        if (options.separate && state.printed && start > lastPrinted + 1)
          yield* p.print(options.color ? '\x1b[36m\x1b[K--\x1b[m\x1b[K\n' : '--\n');
        for (const earlier of before) yield* p.print(contextLine(name, earlier, options));
        yield* p.print(matchLines(name, kept, find, options));
        state.printed = true;
        lastPrinted = number;
      }
      before = [];
      trailing = options.after;
      if (selected >= options.max && trailing === 0) break;
      continue;
    }
    if (trailing > 0 && !silent) {
      trailing--;
      yield* p.print(contextLine(name, kept, options));
      lastPrinted = number;
    } else if (options.before > 0) {
      before.push(kept);
      if (before.length > options.before) before.shift();
    }
    if (selected >= options.max && trailing === 0) break;
  }
  yield* summary(p, name, selected, options);
  return selected;
}

function* summary(p: Process, name: string, selected: number, options: SearchOptions): Sys<void> {
  if (options.quiet) return;
  if (options.list === 'with' && selected > 0) yield* p.print(`${name}\n`);
  else if (options.list === 'without' && selected === 0) yield* p.print(`${name}\n`);
  else if (options.count && options.list === undefined)
    yield* p.print(`${options.withName ? `${name}:` : ''}${selected}\n`);
}

function isBinary(text: string): boolean {
  return text.includes('\0') || text.includes('\ufffd');
}

function contextLine(name: string, { number, offset, text }: Kept, options: SearchOptions): string {
  if (options.onlyMatching) return '';
  return `${prefix(name, number, offset, '-', options)}${text}\n`;
}

function matchLines(
  name: string,
  { number, offset, text }: Kept,
  find: Finder,
  options: SearchOptions,
): string {
  if (!options.onlyMatching) {
    const shown = options.color && !options.invert ? colored(text, find) : text;
    return `${prefix(name, number, offset, ':', options)}${shown}\n`;
  }
  if (options.invert) return '';
  let out = '';
  for (const { start, end } of matchesOf(text, find)) {
    const part = text.slice(start, end);
    out += `${prefix(name, number, offset + start, ':', options)}${options.color ? paint('01;31', part) : part}\n`;
  }
  return out;
}

function* matchesOf(text: string, find: Finder): Generator<{ readonly start: number; readonly end: number }> {
  for (let from = 0; from <= text.length;) {
    const found = find(text, from);
    if (!found) return;
    if (found.end > found.start) yield found;
    from = found.end > found.start ? found.end : found.end + 1;
  }
}

function colored(text: string, find: Finder): string {
  let out = '';
  let last = 0;
  for (const { start, end } of matchesOf(text, find)) {
    out += text.slice(last, start) + paint('01;31', text.slice(start, end));
    last = end;
  }
  return out + text.slice(last);
}

function prefix(
  name: string,
  number: number,
  offset: number,
  mark: ':' | '-',
  options: SearchOptions,
): string {
  const sign = options.color ? paint('36', mark) : mark;
  const parts = [
    ...(options.withName ? [options.color ? paint('35', name) : name] : []),
    ...(options.numbers ? [options.color ? paint('32', String(number)) : String(number)] : []),
    ...(options.offsets ? [String(offset)] : []),
  ];
  return parts.map((part) => part + sign).join('');
}

function paint(color: string, text: string): string {
  return `\x1b[${color}m\x1b[K${text}\x1b[m\x1b[K`;
}
