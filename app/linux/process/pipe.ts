import { ByteQueue } from './byte-queue.ts';
import { OpenFile, WAIT, type ReadAnswer, type WriteAnswer } from './open-file.ts';
import type { Task } from './task.ts';

/** What a pipe holds before its writer has to wait, as on Linux. */
export const PIPE_CAPACITY = 65_536;

/** Lets everybody who waits at a file look again. */
export type WakeAll = (file: OpenFile) => void;

interface Shared {
  readonly bytes: ByteQueue;
  readonly wake: WakeAll;
  reader?: PipeReader;
  writer?: PipeWriter;
}

/** Makes both ends of a pipe. */
export function openPipe(wake: WakeAll): readonly [OpenFile, OpenFile] {
  const shared: Shared = { bytes: new ByteQueue(), wake };
  shared.reader = new PipeReader(shared);
  shared.writer = new PipeWriter(shared);
  return [shared.reader, shared.writer];
}

class PipeReader extends OpenFile {
  readonly #shared: Shared;

  constructor(shared: Shared) {
    super();
    this.#shared = shared;
  }

  read(max: number, _reader: Task, stop?: number): ReadAnswer {
    const { bytes, writer, wake } = this.#shared;
    if (bytes.size === 0) return writer?.held === true ? WAIT : null;
    const taken = bytes.take(max, stop);
    if (writer && writer.waiting.size > 0) wake(writer);
    return taken;
  }

  write(): WriteAnswer {
    return 'unwritable';
  }

  protected closed(): void {
    const { bytes, writer, wake } = this.#shared;
    bytes.clear();
    if (writer) wake(writer);
  }
}

class PipeWriter extends OpenFile {
  readonly #shared: Shared;

  constructor(shared: Shared) {
    super();
    this.#shared = shared;
  }

  read(): ReadAnswer {
    return null;
  }

  write(data: Uint8Array): WriteAnswer {
    const { bytes, reader, wake } = this.#shared;
    if (reader?.held !== true) return 'broken';
    const room = PIPE_CAPACITY - bytes.size;
    if (room <= 0) return 0;
    bytes.push(data.length <= room ? data : data.subarray(0, room));
    if (reader.waiting.size > 0) wake(reader);
    return Math.min(room, data.length);
  }

  protected closed(): void {
    const { reader, wake } = this.#shared;
    if (reader) wake(reader);
  }
}
