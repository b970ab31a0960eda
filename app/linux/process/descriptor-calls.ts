import { virtualMs, type VirtualMs } from '../../base/brand.ts';
import type { Core } from '../../base/core.ts';
import { good, type Result } from '../../base/result.ts';
import { decodeUtf8, encodeUtf8 } from '../../base/utf8.ts';
import { join } from '../fs/content.ts';
import { FileView } from '../fs/file-view.ts';
import type { MountedFiles } from '../fs/mounted-files.ts';
import { fd as fdOf, STDERR, STDOUT, type Fd } from '../names.ts';
import { WAIT, type OpenFile, type ReadAnswer } from './open-file.ts';
import { openPath, type OpenMode } from './open-path.ts';
import { openPipe } from './pipe.ts';
import type { ProcessTable } from './process-table.ts';
import type { Line, Signal, Sys } from './program.ts';
import type { Descriptor, Task } from './task.ts';

/** Descriptors that the kernel hands out begin here, so that scripts may use 3 to 9 as they like. */
const FIRST_FREE_FD = 10;
/** System calls that a process may make before it has to let the clock go on. */
const CALLS_PER_BREATH = 20_000;
const TURN = Object.freeze({ on: 'turn' });
const NEWLINE = 0x0a;
const READ_SIZE = 65_536;

/** The part of a process's system calls that moves bytes through descriptors. */
export class DescriptorCalls {
  protected readonly task: Task;
  protected readonly core: Core;
  protected readonly table: ProcessTable;
  protected readonly files: MountedFiles;
  protected readonly view: FileView;

  constructor(task: Task, core: Core, table: ProcessTable, files: MountedFiles) {
    this.task = task;
    this.core = core;
    this.table = table;
    this.files = files;
    this.view = new FileView(files, {
      user: task.user,
      get cwd() {
        return task.cwd;
      },
      get umask() {
        return task.umask;
      },
      now: () => core.now(),
    });
  }

  *read(fd: Fd, max = READ_SIZE): Sys<Uint8Array | null> {
    for (;;) {
      if (this.mustPause()) yield TURN;
      const got = this.#tryRead(fd, max);
      if (got !== WAIT) return got;
      yield { on: 'read', fd };
    }
  }

  *readOrSignal(fd: Fd, max = READ_SIZE): Sys<Uint8Array | null | Signal> {
    for (;;) {
      const signal = this.takeSignal();
      if (signal) return signal;
      if (this.mustPause()) yield TURN;
      const got = this.#tryRead(fd, max);
      if (got !== WAIT) return got;
      yield { on: 'read', fd };
    }
  }

  *readBefore(fd: Fd, until: VirtualMs, max = READ_SIZE): Sys<Uint8Array | null | undefined> {
    for (;;) {
      if (this.mustPause()) yield TURN;
      const got = this.#tryRead(fd, max);
      if (got !== WAIT) return got;
      if (this.core.now() >= until) return undefined;
      yield { on: 'read', fd, until };
    }
  }

  *readLine(fd: Fd): Sys<Line | null> {
    const parts: Uint8Array[] = [];
    let size = 0;
    for (;;) {
      if (this.mustPause()) yield TURN;
      const got = this.#tryRead(fd, READ_SIZE, NEWLINE);
      if (got === WAIT) {
        yield { on: 'read', fd };
        continue;
      }
      if (got === null) return size === 0 ? null : { text: decodeUtf8(join(parts, size)), newline: '' };
      parts.push(got);
      size += got.length;
      if (got[got.length - 1] === NEWLINE) {
        const whole = parts.length === 1 ? got : join(parts, size);
        return { text: decodeUtf8(whole.subarray(0, size - 1)), newline: '\n' };
      }
    }
  }

  *readAll(fd: Fd): Sys<string> {
    return decodeUtf8(yield* this.#readToEnd(fd));
  }

  *readFile(path: string): Sys<Result<Uint8Array>> {
    const direct = this.view.readFile(path);
    if (direct.ok || (direct.error !== 'ENODEV' && direct.error !== 'ENOENT')) return direct;
    const opened = this.open(path, 'r');
    if (!opened.ok) return opened;
    const bytes = yield* this.#readToEnd(opened.value);
    this.close(opened.value);
    return good(bytes);
  }

  *write(fd: Fd, data: Uint8Array | string): Sys<void> {
    let bytes = typeof data === 'string' ? encodeUtf8(data) : data;
    if (this.mustPause()) yield TURN;
    while (bytes.length > 0) {
      const file = this.task.fds.get(fd)?.file;
      if (!file) return;
      const taken = file.write(bytes, this.task);
      if (taken === 'broken') {
        if (this.task.actions.get('PIPE') === 'ignore') return;
        this.table.signal(this.task, 'PIPE');
        yield TURN;
        return;
      }
      if (typeof taken !== 'number') return;
      if (taken === bytes.length) return;
      bytes = bytes.subarray(taken);
      yield file.paced ? { on: 'write', fd, until: virtualMs(this.core.now() + 1) } : { on: 'write', fd };
    }
  }

  print(text: string): Sys<void> {
    return this.write(STDOUT, text);
  }

  warn(text: string): Sys<void> {
    return this.write(STDERR, text);
  }

  pipe(): readonly [Fd, Fd] {
    const [reader, writer] = openPipe((file) => this.table.queue.wakeAll(file));
    return [this.#attach(reader), this.#attach(writer)];
  }

  dup(from: Fd, to?: Fd): Fd {
    const descriptor = this.task.fds.get(from);
    if (!descriptor) return from;
    if (to === undefined) return this.#attach(descriptor.file);
    if (to === from) {
      this.task.fds.set(to, { file: descriptor.file, private: false });
      return to;
    }
    descriptor.file.retain();
    this.close(to);
    this.task.fds.set(to, { file: descriptor.file, private: false });
    return to;
  }

  close(fd: Fd): void {
    const descriptor = this.task.fds.get(fd);
    if (!descriptor) return;
    this.task.fds.delete(fd);
    descriptor.file.release();
  }

  isOpen(fd: Fd): boolean {
    return this.task.fds.has(fd);
  }

  isTty(fd: Fd): boolean {
    const tty = this.task.tty;
    return tty !== undefined && this.task.fds.get(fd)?.file === tty;
  }

  open(path: string, mode: OpenMode): Result<Fd> {
    const random = this.core.random.stream('dev/urandom');
    const opened = openPath(this.task, this.files, this.view, random, { path, mode });
    return opened.ok ? good(this.#attach(opened.value)) : opened;
  }

  takeSignal(): Signal | undefined {
    return this.task.caught.length === 0 ? undefined : this.task.caught.shift();
  }

  #tryRead(fd: Fd, max: number, stop?: number): ReadAnswer {
    const file = this.task.fds.get(fd)?.file;
    return file ? file.read(max, this.task, stop) : null;
  }

  *#readToEnd(fd: Fd): Sys<Uint8Array> {
    const parts: Uint8Array[] = [];
    let size = 0;
    for (;;) {
      const bytes = yield* this.read(fd);
      if (bytes === null) return join(parts, size);
      parts.push(bytes);
      size += bytes.length;
    }
  }

  #attach(file: OpenFile): Fd {
    let free = FIRST_FREE_FD;
    while (this.task.fds.has(fdOf(free))) free += 1;
    this.task.fds.set(fdOf(free), { file: file.retain(), private: true } satisfies Descriptor);
    return fdOf(free);
  }

  /** Whether the process has to stop here: it is about to end or stop, or has worked long enough for one breath. */
  protected mustPause(): boolean {
    const task = this.task;
    if (task.doom || task.stopped) return true;
    if (++task.work < CALLS_PER_BREATH) return false;
    task.work = 0;
    return true;
  }
}
