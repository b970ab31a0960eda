import { STDOUT, type Fd } from '../../../linux/names.ts';
import type { Process, Sys } from '../../../linux/process/program.ts';
import { strerror } from '../../tool/errno.ts';
import { meterEnd, meterStart, type Progress } from './meter.ts';
import type { CurlOptions } from './options.ts';
import type { Sinks } from './transfer.ts';

/** What curl shows of one transfer: the body, the lines of -v, the progress table. */
export class Console implements Sinks {
  readonly #p: Process;
  readonly #file: string | undefined;
  readonly #verbose: boolean;
  readonly #metered: boolean;
  readonly #progress: () => Progress;
  #fd: Fd | undefined;
  #began = false;
  #ended = false;
  #showedData = false;

  constructor(p: Process, options: CurlOptions, file: string | undefined, progress: () => Progress) {
    const { flags } = options;
    this.#p = p;
    this.#file = file;
    this.#verbose = flags.has('v');
    this.#metered =
      !flags.has('s') && !flags.has('no-progress-meter') && (file !== undefined || !p.isTty(STDOUT));
    this.#progress = progress;
  }

  *verbose(mark: '*' | '>' | '<' | '{' | '}', text: string): Sys<void> {
    if (!this.#verbose) return;
    if (mark !== '{' && mark !== '}') {
      this.#showedData = false;
      return yield* this.#p.warn(`${mark} ${text}\n`);
    }
    const visible = this.#file === undefined && this.#p.isTty(STDOUT);
    if (!visible && !this.#showedData) yield* this.#p.warn(`${mark} ${text}\n`);
    this.#showedData = true;
  }

  *output(bytes: Uint8Array): Sys<boolean> {
    if (this.#file === undefined) {
      yield* this.#p.write(STDOUT, bytes);
      return true;
    }
    if (this.#fd === undefined) {
      const opened = this.#p.open(this.#file, 'w');
      if (!opened.ok) {
        yield* this.#p.warn(`Warning: Failed to open the file ${this.#file}: ${strerror(opened.error)}\n`);
        return false;
      }
      this.#fd = opened.value;
    }
    yield* this.#p.write(this.#fd, bytes);
    return true;
  }

  *begin(): Sys<void> {
    this.#began = true;
    if (this.#metered) yield* this.#p.warn(meterStart());
  }

  *end(): Sys<void> {
    if (!this.#metered || !this.#began || this.#ended) return;
    this.#ended = true;
    yield* this.#p.warn(meterEnd(this.#progress()));
  }

  close(): void {
    if (this.#fd !== undefined) this.#p.close(this.#fd);
  }
}
