import type { Line, Process, Sys } from '../../../linux/process/program.ts';
import { strerror } from '../../tool/errno.ts';
import { closeInput, openInput, type Input } from '../../tool/input.ts';

/** The lines of all input files one after the other; it looks ahead only when somebody asks whether a line is the last. */
export class SedInput {
  readonly #p: Process;
  #names: readonly string[];
  #input: Input | undefined;
  #ahead: Line | undefined;
  /** The file that the current line came from. */
  name = '-';
  number = 0;
  failed = false;
  /** Whether the current line ended in a line feed. */
  newline: '\n' | '' = '\n';

  readonly #zero: boolean;
  #records: Line[] | undefined;

  /** `zero`: lines end in NUL instead of a line feed. */
  constructor(p: Process, names: readonly string[], zero = false) {
    this.#p = p;
    this.#zero = zero;
    this.#names = names;
  }

  *next(): Sys<string | undefined> {
    const line = this.#ahead ?? (yield* this.#read());
    this.#ahead = undefined;
    if (!line) return undefined;
    this.number++;
    this.newline = line.newline;
    return line.text;
  }

  *isLast(): Sys<boolean> {
    this.#ahead ??= yield* this.#read();
    return this.#ahead === undefined;
  }

  *#record(input: Input): Sys<Line | undefined> {
    if (!this.#records) {
      const pieces = (yield* this.#p.readAll(input.fd)).split('\0');
      this.#records = pieces.map((text, at) => ({ text, newline: at < pieces.length - 1 ? '\n' : '' }));
      if (this.#records.at(-1)?.text === '') this.#records.pop();
    }
    return this.#records.shift();
  }

  close(): void {
    this.#records = undefined;
    if (this.#input) closeInput(this.#p, this.#input);
    this.#input = undefined;
  }

  *#read(): Sys<Line | undefined> {
    for (;;) {
      if (!this.#input) {
        const [name, ...rest] = this.#names;
        if (name === undefined) return undefined;
        this.#names = rest;
        this.#input = yield* openInput(this.#p, name, complaint);
        if (!this.#input) this.failed = true;
        else this.name = name;
        continue;
      }
      const line = this.#zero ? yield* this.#record(this.#input) : yield* this.#p.readLine(this.#input.fd);
      if (line) return line;
      this.close();
    }
  }
}

function complaint(_program: string, file: string, errno: string): string {
  if (errno === 'EISDIR') return `sed: read error on ${file}: ${strerror(errno)}\n`;
  return `sed: can't read ${file}: ${strerror(errno)}\n`;
}
