import { encodeUtf8 } from '../../base/utf8.ts';
import { STDIN, type Fd } from '../../linux/names.ts';
import type { Line, Process, Sys } from '../../linux/process/program.ts';
import { strerror } from './errno.ts';
import { calledAs } from './tool.ts';

/** An input that was opened: a file or standard input. */
export interface Input {
  readonly fd: Fd;
  /** As it was written on the command line; `-` for standard input. */
  readonly name: string;
}

/** Opens a file for reading; `-` is standard input. Complains as most tools do: `NAME: FILE: No such file or directory`. */
export function* openInput(p: Process, name: string, complain = defaultComplaint): Sys<Input | undefined> {
  if (name === '-') return { fd: STDIN, name };
  const stat = p.fs.stat(name);
  if (stat.ok && stat.value.type === 'directory') {
    yield* p.warn(complain(calledAs(p), name, 'EISDIR'));
    return undefined;
  }
  const opened = p.open(name, 'r');
  if (opened.ok) return { fd: opened.value, name };
  yield* p.warn(complain(calledAs(p), name, opened.error));
  return undefined;
}

function defaultComplaint(program: string, file: string, errno: string): string {
  return `${program}: ${file}: ${strerror(errno)}\n`;
}

/** The words of tools that say `cannot open` before the reason. */
export function cannotOpen(program: string, file: string, errno: string): string {
  return errno === 'EISDIR'
    ? `${program}: error reading '${file}': ${strerror(errno)}\n`
    : `${program}: cannot open '${file}' for reading: ${strerror(errno)}\n`;
}

/** Closes what openInput opened; standard input stays open. */
export function closeInput(p: Process, input: Input): void {
  if (input.fd !== STDIN) p.close(input.fd);
}

/** Calls `each` for every line of the named files (standard input without names). True when all could be opened. */
export function* eachLine(
  p: Process,
  names: readonly string[],
  each: (line: Line, input: Input) => Sys<'stop' | void>,
  complain = defaultComplaint,
): Sys<boolean> {
  let allRead = true;
  for (const name of names.length === 0 ? ['-'] : names) {
    const input = yield* openInput(p, name, complain);
    if (!input) {
      allRead = false;
      continue;
    }
    for (let line = yield* p.readLine(input.fd); line; line = yield* p.readLine(input.fd)) {
      const said = yield* each(line, input);
      if (said === 'stop') {
        closeInput(p, input);
        return allRead;
      }
    }
    closeInput(p, input);
  }
  return allRead;
}

/** Every line of the named files at once, without line feeds, for tools that must see everything first. */
export function* allLines(
  p: Process,
  names: readonly string[],
): Sys<{ readonly lines: string[]; readonly ok: boolean }> {
  const lines: string[] = [];
  const ok = yield* eachLine(p, names, function* (line) {
    lines.push(line.text);
  });
  return { lines, ok };
}

/** All bytes up to the end of file. */
export function* readBytes(p: Process, fd: Fd): Sys<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for (let chunk = yield* p.read(fd); chunk; chunk = yield* p.read(fd)) chunks.push(chunk);
  return concat(chunks);
}

/** Joins pieces of bytes. */
export function concat(chunks: readonly Uint8Array[]): Uint8Array {
  const [only] = chunks;
  if (only && chunks.length === 1) return only;
  const all = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

/** Byte order of two texts, as sort and comm use it in the C locale. */
export function compareBytes(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    if (a.charCodeAt(at) === b.charCodeAt(at)) continue;
    return ascii(a) && ascii(b) ? a.charCodeAt(at) - b.charCodeAt(at) : compareUtf8(a, b);
  }
  return a.length - b.length;
}

function ascii(text: string): boolean {
  return !/[^\0-\x7f]/.test(text);
}

function compareUtf8(a: string, b: string): number {
  const [one, other] = [encodeUtf8(a), encodeUtf8(b)];
  for (let at = 0; at < Math.min(one.length, other.length); at++) {
    const difference = (one[at] ?? 0) - (other[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
}
