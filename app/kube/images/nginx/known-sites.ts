import { good, type Result } from '../../../base/result.ts';
import type { FileErrno } from '../../../linux/fs/file-system.ts';
import { readConfig, type ConfigFiles } from './config.ts';
import { readSites, type Sites } from './site.ts';

/** Configurations that are remembered at once; a cluster has few different ones. */
const KEPT = 16;

/** A configuration with everything that was read for it. */
interface Known {
  readonly texts: ReadonlyMap<string, string>;
  readonly names: ReadonlyMap<string, string>;
  readonly sites: Sites;
}

/** The configurations of a world by what was read for them: a thousand servers read the same files. */
export class KnownSites {
  #known: readonly Known[] = [];

  /** What a configuration file says, with everything it includes. */
  read(files: ConfigFiles, file: string): Result<Sites> {
    const known = this.#known.find((one) => stillSays(one, files));
    if (known) return good(known.sites);
    const texts = new Map<string, string>();
    const names = new Map<string, string>();
    const config = readConfig(noting(files, texts, names), file);
    if (!config.ok) return config;
    const sites = readSites(config.value);
    if (sites.ok) this.#known = [{ texts, names, sites: sites.value }, ...this.#known].slice(0, KEPT);
    return sites;
  }
}

/** Files that write down what is read from them. */
function noting(files: ConfigFiles, texts: Map<string, string>, names: Map<string, string>): ConfigFiles {
  return {
    readText(path) {
      const read = files.readText(path);
      texts.set(path, read.ok ? read.value : read.error);
      return read;
    },
    readdir(path) {
      const read = files.readdir(path);
      names.set(path, listed(read));
      return read;
    },
  };
}

function stillSays({ texts, names }: Known, files: ConfigFiles): boolean {
  for (const [path, text] of texts) {
    const read = files.readText(path);
    if ((read.ok ? read.value : read.error) !== text) return false;
  }
  for (const [path, list] of names) if (listed(files.readdir(path)) !== list) return false;
  return true;
}

function listed(read: Result<readonly string[], FileErrno>): string {
  return read.ok ? read.value.join('/') : read.error;
}
