import { append, overwrite, slice } from '../fs/content.ts';
import { currentContent, type FileView } from '../fs/file-view.ts';
import { lengthUpTo, OpenFile, type ReadAnswer, type WriteAnswer } from './open-file.ts';
import type { MountedFiles } from '../fs/mounted-files.ts';
import type { FileNode } from '../fs/node.ts';

/** An open regular file with its own position. */
export class RegularFile extends OpenFile {
  readonly #files: MountedFiles;
  readonly #view: FileView;
  readonly #path: string;
  readonly #mode: 'r' | 'w' | 'a' | 'rw';
  /** What was there last: it stays readable after the name is gone. */
  #last: FileNode;
  #offset = 0;

  constructor(
    files: MountedFiles,
    view: FileView,
    file: { readonly path: string; readonly node: FileNode; readonly mode: 'r' | 'w' | 'a' | 'rw' },
  ) {
    super();
    this.#files = files;
    this.#view = view;
    this.#path = file.path;
    this.#mode = file.mode;
    this.#last = file.node;
  }

  read(max: number, _reader: unknown, stop?: number): ReadAnswer {
    if (this.#mode === 'w' || this.#mode === 'a') return null;
    const content = currentContent(this.#current());
    if (this.#offset >= content.size) return null;
    const found = slice(content, this.#offset, max);
    const taken = found.subarray(0, lengthUpTo(found, max, stop));
    this.#offset += taken.length;
    return taken;
  }

  write(bytes: Uint8Array): WriteAnswer {
    if (this.#mode === 'r') return 'unwritable';
    const { content } = this.#current();
    if (this.#mode === 'a') this.#offset = content.size;
    const written = this.#mode === 'a' ? append(content, bytes) : overwrite(content, this.#offset, bytes);
    this.#offset += bytes.length;
    this.#last = this.#view.setContent(this.#path, written) ?? { ...this.#last, content: written };
    return bytes.length;
  }

  protected closed(): void {
    // Bytes went into the tree as they were written.
  }

  #current(): FileNode {
    const node = this.#files.lookup(this.#path);
    if (node?.type === 'file') this.#last = node;
    return this.#last;
  }
}
