import { decodeUtf8, incompleteUtf8Tail } from '../../../base/utf8.ts';
import { fd as fdOf, type Fd } from '../../../linux/names.ts';
import { virtualMs } from '../../../base/brand.ts';
import type { Signal, Sys } from '../../../linux/process/program.ts';
import type { Shell } from '../shell.ts';
import { handleSignal } from '../run/traps.ts';
import { readOptions, type Builtin, type BuiltinOptions } from './builtin.ts';
import { splitForRead } from '../split-read.ts';

/** Reads a line and splits it into variables. */
export const read: Builtin = {
  name: 'read',
  usage:
    '[-ers] [-a array] [-d delim] [-i text] [-n nchars] [-N nchars] [-p prompt] [-t timeout] [-u fd] [name ...]',
  ash: true,
  *run(sh, args) {
    const options = yield* readOptions(sh, read, args, 'ersa:d:i:n:N:p:t:u:');
    if (!options) return 2;
    for (const name of options.rest) {
      if (/^[A-Za-z_]\w*(\[.*\])?$/.test(name)) continue;
      yield* sh.complain(`read: \`${name}': not a valid identifier`);
      return 1;
    }
    const fd = fdOf(Number(options.values.get('u') ?? 0));
    if (!sh.p.isOpen(fd)) {
      yield* sh.complain(`read: ${fd}: invalid file descriptor: Bad file descriptor`);
      return 1;
    }
    const prompt = options.values.get('p');
    if (prompt !== undefined && sh.p.isTty(fd)) yield* sh.p.warn(prompt);
    const silent = options.letters.includes('s') && sh.p.isTty(fd);
    if (silent) sh.p.tty?.setEcho(false);
    const got = yield* readRecord(sh, fd, options);
    if (silent) sh.p.tty?.setEcho(true);
    if (got.signal) {
      yield* handleSignal(sh, got.signal);
      return 130;
    }
    store(sh, options, got.text);
    return got.timedOut ? 142 : got.ended ? 1 : 0;
  },
};

interface Got {
  readonly text: string;
  readonly ended: boolean;
  readonly timedOut: boolean;
  readonly signal?: Signal;
}

/** Reads byte by byte up to the delimiter, so that nothing beyond is taken from the input. */
function* readRecord(sh: Shell, fd: Fd, options: BuiltinOptions): Sys<Got> {
  const raw = options.letters.includes('r');
  const exact = options.values.get('N');
  const count = Number(exact ?? options.values.get('n') ?? Infinity);
  const delimiter = (options.values.get('d') ?? '\n').charCodeAt(0) || 0;
  const seconds = options.values.get('t');
  const until = seconds === undefined ? undefined : virtualMs(sh.p.now() + Number(seconds) * 1000);
  if (count === Infinity && delimiter === 10 && until === undefined && !sh.p.isTty(fd))
    return yield* readLines(sh, fd, raw);
  const raised = (count !== Infinity || delimiter !== 10) && sh.p.isTty(fd);
  if (raised) sh.p.tty?.setMode('raw');
  const bytes: number[] = [];
  let escaped = false;
  const done = (ended: boolean, more: Partial<Got> = {}): Got => {
    if (raised) sh.p.tty?.setMode('cooked');
    return { text: decodeUtf8(Uint8Array.from(bytes)), ended, timedOut: false, ...more };
  };
  while (lengthOf(bytes) < count) {
    const got = yield* readByte(sh, fd, until);
    if (got === 'timeout') return done(true, { timedOut: true });
    if (typeof got === 'string') return done(true, { signal: got });
    if (got === undefined) return done(true);
    const byte = raised && got === 13 ? 10 : got;
    if (escaped) {
      escaped = false;
      if (byte === 10) continue;
      bytes.push(0x5c, byte);
      continue;
    }
    if (!raw && byte === 0x5c) {
      escaped = true;
      continue;
    }
    if (exact === undefined && byte === delimiter) return done(false);
    bytes.push(byte);
    if (raised && !options.letters.includes('s')) yield* sh.p.warn(String.fromCharCode(byte));
  }
  return done(false);
}

function lengthOf(bytes: readonly number[]): number {
  const whole = Uint8Array.from(bytes);
  if (incompleteUtf8Tail(whole) > 0) return -1;
  return Array.from(decodeUtf8(whole)).length;
}

function* readByte(
  sh: Shell,
  fd: Fd,
  until: number | undefined,
): Sys<number | undefined | 'timeout' | Signal> {
  if (until !== undefined) {
    const ready = yield* sh.p.readBefore(fd, virtualMs(until), 1);
    if (ready === undefined) return 'timeout';
    if (ready === null) return undefined;
    return ready[0];
  }
  const got = yield* sh.p.readOrSignal(fd, 1);
  if (typeof got === 'string') return got;
  return got === null ? undefined : got[0];
}

/** Whole lines from files and pipes; a backslash at the end joins the next one. */
function* readLines(sh: Shell, fd: Fd, raw: boolean): Sys<Got> {
  let text = '';
  for (;;) {
    const line = yield* sh.p.readLine(fd);
    if (!line) return { text, ended: true, timedOut: false };
    text += line.text;
    if (line.newline === '') return { text, ended: true, timedOut: false };
    const slashes = /\\*$/.exec(text)?.[0].length ?? 0;
    if (raw || slashes % 2 === 0) return { text, ended: false, timedOut: false };
    text = text.slice(0, -1);
  }
}

function store(sh: Shell, options: BuiltinOptions, text: string): void {
  const raw = options.letters.includes('r');
  const ifs = sh.vars.get('IFS') ?? ' \t\n';
  const array = options.values.get('a');
  if (array !== undefined) {
    sh.vars.setList(array, splitForRead(text, ifs, Infinity, raw));
    return;
  }
  const names = options.rest;
  if (names.length === 0) {
    sh.vars.set('REPLY', raw ? text : text.replaceAll(/\\([\s\S])/g, '$1'));
    return;
  }
  const whole = options.values.has('N');
  const values = whole ? [text] : splitForRead(text, ifs, names.length, raw);
  for (const [index, name] of names.entries()) {
    const element = /^([A-Za-z_]\w*)\[(.*)\]$/.exec(name);
    const value = values[index] ?? '';
    if (!element) sh.vars.set(name, value);
    else {
      const variable = sh.vars.own(element[1] ?? '');
      if (variable.table) variable.table.set(element[2] ?? '', value);
      else (variable.list ??= new Map()).set(Number(element[2]), value);
    }
  }
}
