import { STDIN, STDOUT, type Fd, type Pid } from '../../linux/names.ts';
import type { Process, Sys } from '../../linux/process/program.ts';
import type { Regex } from '../regex/regex.ts';
import { splitByRegex } from './records.ts';

/** A source of records. */
export class RecordSource {
  readonly #p: Process;
  readonly #fd: Fd;
  #held: string[] | undefined;

  constructor(p: Process, fd: Fd) {
    this.#p = p;
    this.#fd = fd;
  }

  /** The next record by RS: a line feed, empty for paragraphs, one character, or an expression. */
  *next(separator: string, regexOf: (source: string) => Regex): Sys<string | undefined> {
    if (separator === '\n' && !this.#held) return (yield* this.#p.readLine(this.#fd))?.text;
    this.#held ??= cut(yield* this.#p.readAll(this.#fd), separator, regexOf);
    return this.#held.shift();
  }

  close(): void {
    if (this.#fd !== STDIN) this.#p.close(this.#fd);
  }
}

function cut(text: string, separator: string, regexOf: (source: string) => Regex): string[] {
  if (text === '') return [];
  const plain = separator === '' ? text.replace(/^\n+|\n+$/g, '') : text;
  const parts =
    separator === ''
      ? plain.split(/\n{2,}/)
      : separator.length === 1
        ? plain.split(separator)
        : Array.from(splitByRegex(plain, regexOf(separator)));
  if (parts.at(-1) === '' || (separator !== '' && separator !== '\n' && parts.at(-1) === '\n')) parts.pop();
  return parts;
}

interface Writer {
  readonly fd: Fd;
  readonly pid: Pid | undefined;
}

/** Files and commands that a program reads from and writes to, by name, until it closes them. */
export class AwkStreams {
  readonly #p: Process;
  readonly #writers = new Map<string, Writer>();
  readonly #readers = new Map<string, { readonly source: RecordSource; readonly pid: Pid | undefined }>();

  constructor(p: Process) {
    this.#p = p;
  }

  /** Where `print > name` or `print | command` goes; undefined when it cannot be opened. */
  writer(kind: '>' | '>>' | '|', name: string): Fd | undefined {
    if (kind !== '|' && (name === '/dev/stdout' || name === '-')) return STDOUT;
    const known = this.#writers.get(name);
    if (known) return known.fd;
    const made = kind === '|' ? this.#pipeTo(name) : this.#file(kind, name);
    if (made) this.#writers.set(name, made);
    return made?.fd;
  }

  /** Where `getline < name` or `command | getline` reads; undefined when it cannot be opened. */
  reader(kind: 'file' | 'command', name: string): RecordSource | undefined {
    const known = this.#readers.get(name);
    if (known) return known.source;
    if (kind === 'file') {
      const opened = name === '-' ? { ok: true as const, value: STDIN } : this.#p.open(name, 'r');
      if (!opened.ok) return undefined;
      const source = new RecordSource(this.#p, opened.value);
      this.#readers.set(name, { source, pid: undefined });
      return source;
    }
    const [read, write] = this.#p.pipe();
    const spawned = this.#p.spawn(['sh', '-c', name], { fds: new Map([[STDOUT, write]]) });
    this.#p.close(write);
    const source = new RecordSource(this.#p, read);
    this.#readers.set(name, { source, pid: spawned.ok ? spawned.value : undefined });
    return source;
  }

  /** Closes a stream and tells how its command ended; -1 where there is none. */
  *close(name: string): Sys<number> {
    const writer = this.#writers.get(name);
    const reader = this.#readers.get(name);
    this.#writers.delete(name);
    this.#readers.delete(name);
    if (writer) {
      this.#p.close(writer.fd);
      return writer.pid === undefined ? 0 : (yield* this.#p.wait(writer.pid)).code;
    }
    if (!reader) return -1;
    reader.source.close();
    return reader.pid === undefined ? 0 : (yield* this.#p.wait(reader.pid)).code;
  }

  *closeAll(): Sys<void> {
    for (const name of [...this.#writers.keys(), ...this.#readers.keys()]) yield* this.close(name);
  }

  #file(kind: '>' | '>>', name: string): Writer | undefined {
    const opened = this.#p.open(name, kind === '>' ? 'w' : 'a');
    return opened.ok ? { fd: opened.value, pid: undefined } : undefined;
  }

  #pipeTo(command: string): Writer | undefined {
    const [read, write] = this.#p.pipe();
    const spawned = this.#p.spawn(['sh', '-c', command], { fds: new Map([[STDIN, read]]) });
    this.#p.close(read);
    return spawned.ok ? { fd: write, pid: spawned.value } : undefined;
  }
}
