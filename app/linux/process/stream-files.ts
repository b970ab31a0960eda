import type { Random } from '../../base/random.ts';
import { ByteQueue } from './byte-queue.ts';
import type { Sink } from './kernel.ts';
import { OpenFile, WAIT, type ReadAnswer, type WriteAnswer } from './open-file.ts';
import type { WakeAll } from './pipe.ts';
import type { Task } from './task.ts';

/** Standard output of a process without a terminal: bytes go straight to whoever launched it. */
export class SinkFile extends OpenFile {
  readonly #sink: Sink | undefined;
  readonly #onClosed: (() => void) | undefined;

  constructor(sink: Sink | undefined, onClosed?: () => void) {
    super();
    this.#sink = sink;
    this.#onClosed = onClosed;
  }

  read(): ReadAnswer {
    return null;
  }

  write(bytes: Uint8Array): WriteAnswer {
    this.#sink?.(bytes);
    return bytes.length;
  }

  protected closed(): void {
    this.#onClosed?.();
  }
}

/** Standard input that is fed from outside. */
export class FedInput extends OpenFile {
  readonly #bytes = new ByteQueue();
  readonly #wake: WakeAll;
  #ended = false;

  constructor(wake: WakeAll) {
    super();
    this.#wake = wake;
  }

  /** More bytes, or undefined for the end. */
  feed(bytes: Uint8Array | undefined): void {
    if (bytes) this.#bytes.push(bytes);
    else this.#ended = true;
    this.#wake(this);
  }

  read(max: number, _reader: Task, stop?: number): ReadAnswer {
    if (this.#bytes.size > 0) return this.#bytes.take(max, stop);
    return this.#ended ? null : WAIT;
  }

  write(): WriteAnswer {
    return 'unwritable';
  }

  protected closed(): void {
    this.#bytes.clear();
  }
}

/** /dev/null, /dev/zero, /dev/full and /dev/urandom. */
export class DeviceFile extends OpenFile {
  readonly #device: 'null' | 'zero' | 'full' | 'random';
  readonly #random: Random;

  constructor(device: 'null' | 'zero' | 'full' | 'random', random: Random) {
    super();
    this.#device = device;
    this.#random = random;
  }

  read(max: number): ReadAnswer {
    if (this.#device === 'null') return null;
    const bytes = new Uint8Array(Math.min(max, 4096));
    return this.#device === 'random' ? bytes.map(() => this.#random.below(256)) : bytes;
  }

  write(bytes: Uint8Array): WriteAnswer {
    return this.#device === 'full' ? 'full' : bytes.length;
  }

  protected closed(): void {
    // A device has nothing to give back.
  }
}
