import type { Core } from '../base/core.ts';
import { Invariant } from '../base/assert.ts';
import type { FileSystem } from '../linux/fs/file-system.ts';

const HOME = '/home/user';

/** A file of the home directory with its text; undefined when it is gone. */
export interface HomeFile {
  readonly path: string;
  readonly text: string | undefined;
}

/** The laptop's home directory as the editor sees it: read, written, and watched for what programs change. */
export class HomeFiles {
  readonly #files: FileSystem;
  readonly #changed = new Set<string>();

  constructor(core: Core, files: FileSystem) {
    this.#files = files;
    const table = [...core.tables.all()].find(({ spec }) => spec.name === 'files');
    if (!table) throw new Invariant('no-file-table');
    table.listen(({ key }) => {
      const [machine, place] = [key.slice(0, key.indexOf(':')), key.slice(key.indexOf(':') + 1)];
      if (machine === 'laptop' && place.startsWith(`${HOME}/`))
        this.#changed.add(place.slice(HOME.length + 1));
    });
  }

  /** Text of a file, if it is there. */
  read(path: string): string | undefined {
    const read = this.#files.readText(`${HOME}/${path}`);
    return read.ok ? read.value : undefined;
  }

  /** Writes what the editor holds; the page knows it already. */
  write(path: string, text: string): void {
    this.#files.writeFile(`${HOME}/${path}`, text);
    this.#changed.delete(path);
  }

  /** Names of the files that lie directly in it, hidden ones aside. */
  list(): string[] {
    const names = this.#files.readdir(HOME);
    if (!names.ok) return [];
    return names.value.filter((name) => {
      const stat = this.#files.stat(`${HOME}/${name}`);
      return !name.startsWith('.') && stat.ok && stat.value.type === 'file';
    });
  }

  /** Files that something other than the editor changed since the last call. */
  take(): HomeFile[] {
    const files = [...this.#changed].map((path) => ({ path, text: this.read(path) }));
    this.#changed.clear();
    return files;
  }
}
