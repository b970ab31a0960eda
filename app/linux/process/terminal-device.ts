import { decodeUtf8 } from '../../base/utf8.ts';
import { displayWidth } from '../../base/width.ts';
import type { Pgid } from '../names.ts';
import type { Sink, TtyRequest } from './kernel.ts';
import { OpenFile, WAIT, lengthUpTo, type ReadAnswer, type WriteAnswer } from './open-file.ts';
import type { Signal } from './program.ts';
import type { Task } from './task.ts';
import type { Tty, TtyState } from './tty.ts';

/** Bytes that a terminal takes in a millisecond of virtual time, so that `yes` cannot flood the screen. */
const BYTES_PER_MS = 8192;

/** What a terminal asks of the kernel around it. */
export interface TerminalHost {
  now(): number;
  wakeAll(file: OpenFile): void;
  signalGroup(group: Pgid, signal: Signal): void;
}

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const INTERRUPT = 0x03;
const END_OF_FILE = 0x04;
const KILL_LINE = 0x15;
const ERASE_WORD = 0x17;
const SUSPEND = 0x1a;
const QUIT = 0x1c;
const DELETE = 0x7f;
const BACKSPACE = 0x08;

const SIGNAL_KEYS: ReadonlyMap<number, Signal> = new Map<number, Signal>([
  [INTERRUPT, 'INT'],
  [SUSPEND, 'TSTP'],
  [QUIT, 'QUIT'],
]);

/** A terminal with its line discipline: keys come in on one side, processes read and write on the other. */
export class TerminalDevice extends OpenFile implements Tty {
  override readonly paced = true;
  readonly id: string;
  columns: number;
  rows: number;
  foreground: Pgid | undefined;
  readonly #host: TerminalHost;
  readonly #output: Sink;
  readonly #onState: ((state: TtyState) => void) | undefined;
  #raw = false;
  #echo = true;
  /** The line being typed, as bytes, while the terminal edits it (cooked). */
  #line: number[] = [];
  /** What can be read; an empty chunk is an end of file typed at the start of a line. */
  #input: Uint8Array[] = [];
  /** What the keys of one call show, written at once so that characters stay whole. */
  #echoed: number[] = [];
  #hungUp = false;
  #writtenAt = -1;
  #written = 0;

  constructor(request: TtyRequest, host: TerminalHost) {
    super();
    this.id = request.id;
    this.columns = request.columns;
    this.rows = request.rows;
    this.#output = request.output;
    this.#onState = request.onState;
    this.#host = host;
  }

  setMode(mode: 'raw' | 'cooked'): void {
    this.#raw = mode === 'raw';
    if (this.#raw && this.#line.length > 0) this.#submit();
  }

  setEcho(on: boolean): void {
    this.#echo = on;
  }

  setForeground(group: Pgid): void {
    this.foreground = group;
    this.#host.wakeAll(this);
  }

  resize(columns: number, rows: number): void {
    if (columns === this.columns && rows === this.rows) return;
    this.columns = columns;
    this.rows = rows;
    if (this.foreground !== undefined) this.#host.signalGroup(this.foreground, 'WINCH');
  }

  announce(state: TtyState): void {
    this.#onState?.(state);
  }

  /** The screen is gone: readers see the end. */
  hangUp(): void {
    this.#hungUp = true;
    this.#host.wakeAll(this);
  }

  /** Keys from the screen. */
  type(bytes: Uint8Array): void {
    if (this.#raw) {
      if (bytes.length > 0) this.#input.push(bytes);
    } else {
      for (const byte of bytes) this.#key(byte);
      this.#flushEcho();
    }
    this.#host.wakeAll(this);
  }

  read(max: number, reader: Task, stop?: number): ReadAnswer {
    if (this.foreground !== undefined && reader.pgid !== this.foreground) {
      if (reader.actions.get('TTIN') === 'ignore') return null;
      this.#host.signalGroup(reader.pgid, 'TTIN');
      return WAIT;
    }
    const first = this.#input[0];
    if (!first) return this.#hungUp ? null : WAIT;
    const length = lengthUpTo(first, max, stop);
    if (length === first.length) this.#input.shift();
    else this.#input[0] = first.subarray(length);
    return first.length === 0 ? null : first.subarray(0, length);
  }

  write(bytes: Uint8Array): WriteAnswer {
    if (this.#hungUp) return bytes.length;
    const now = this.#host.now();
    if (now !== this.#writtenAt) this.#written = 0;
    this.#writtenAt = now;
    const room = BYTES_PER_MS - this.#written;
    if (room <= 0) return 0;
    const taken = bytes.length <= room ? bytes : bytes.subarray(0, room);
    this.#written += taken.length;
    this.#output(withReturns(taken));
    return taken.length;
  }

  protected closed(): void {
    // The terminal lives as long as its screen.
  }

  #key(byte: number): void {
    const signal = SIGNAL_KEYS.get(byte);
    if (signal) this.#signal(byte, signal);
    else if (byte === END_OF_FILE) this.#endOfFile();
    else if (byte === DELETE || byte === BACKSPACE) this.#erase();
    else if (byte === KILL_LINE) while (this.#line.length > 0) this.#erase();
    else if (byte === ERASE_WORD) this.#eraseWord();
    else this.#insert(byte === RETURN ? NEWLINE : byte);
  }

  #signal(byte: number, signal: Signal): void {
    this.#line = [];
    this.#input = [];
    this.#show(caret(byte));
    this.#flushEcho();
    if (this.foreground !== undefined) this.#host.signalGroup(this.foreground, signal);
  }

  #endOfFile(): void {
    if (this.#line.length === 0) this.#input.push(new Uint8Array(0));
    else this.#submit();
  }

  #insert(byte: number): void {
    this.#line.push(byte);
    if (byte === NEWLINE) {
      this.#show('\r\n');
      this.#submit();
    } else this.#show(byte < 0x20 && byte !== 0x09 ? caret(byte) : String.fromCharCode(byte), byte);
  }

  #submit(): void {
    this.#input.push(Uint8Array.from(this.#line));
    this.#line = [];
  }

  /** Takes the last character back, all its bytes, and wipes its cells. */
  #erase(): void {
    let start = this.#line.length - 1;
    if (start < 0) return;
    while (start > 0 && ((this.#line[start] ?? 0) & 0xc0) === 0x80) start -= 1;
    const gone = this.#line.splice(start);
    const [first = 0] = gone;
    const cells = first < 0x20 ? 2 : displayWidth(decodeUtf8(Uint8Array.from(gone)));
    this.#show('\b \b'.repeat(cells));
  }

  #eraseWord(): void {
    const isBlank = (): boolean => this.#line.at(-1) === 0x20 || this.#line.at(-1) === 0x09;
    while (this.#line.length > 0 && isBlank()) this.#erase();
    while (this.#line.length > 0 && !isBlank()) this.#erase();
  }

  #show(text: string, byte?: number): void {
    if (!this.#echo) return;
    if (byte !== undefined && byte >= 0x20) this.#echoed.push(byte);
    else for (let index = 0; index < text.length; index++) this.#echoed.push(text.charCodeAt(index));
  }

  #flushEcho(): void {
    if (this.#echoed.length === 0) return;
    const bytes = Uint8Array.from(this.#echoed);
    this.#echoed = [];
    this.#output(bytes);
  }
}

function caret(byte: number): string {
  return `^${String.fromCharCode(byte ^ 0x40)}`;
}

/** Line feeds as a terminal needs them: with a carriage return before. */
function withReturns(bytes: Uint8Array): Uint8Array {
  let count = 0;
  for (const byte of bytes) if (byte === NEWLINE) count += 1;
  if (count === 0) return bytes;
  const out = new Uint8Array(bytes.length + count);
  let at = 0;
  for (const byte of bytes) {
    if (byte === NEWLINE) out[at++] = RETURN;
    out[at++] = byte;
  }
  return out;
}
