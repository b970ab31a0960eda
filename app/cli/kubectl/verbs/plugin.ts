import { good } from '../../../base/result.ts';
import type { Command } from '../command.ts';
import { failed } from '../failure.ts';
import { byCodePoint } from '../go/json.ts';

const list: Command = {
  name: 'list',
  short: "List all visible plugin executables on a user's PATH",
  use: '[flags] [options]',
  flags: [{ name: 'name-only', kind: 'bool', usage: 'Only names, without directories.' }],
  *run(k) {
    const found: string[] = [];
    const warnings: string[] = [];
    for (const directory of (k.p.env.get('PATH') ?? '').split(':')) {
      const names = k.p.fs.readdir(directory);
      for (const name of (names.ok ? names.value : []).toSorted(byCodePoint)) {
        if (!name.startsWith('kubectl-')) continue;
        const path = `${directory}/${name}`;
        found.push(k.flags.bool('name-only') ? name : path);
        const stat = k.p.fs.stat(path);
        if (stat.ok && (stat.value.mode & 0o111) === 0) {
          warnings.push(`  - warning: ${path} identified as a kubectl plugin, but it is not executable\n`);
        }
      }
    }
    if (found.length === 0) return failed('unable to find any kubectl plugins in your PATH');
    yield* k.p.print(
      `The following compatible plugins are available:\n\n${found.map((one) => `${one}\n`).join('')}`,
    );
    if (warnings.length === 0) return good(undefined);
    yield* k.p.warn(warnings.join(''));
    return failed(
      warnings.length === 1
        ? 'one plugin warning was found'
        : `${warnings.length} plugin warnings were found`,
    );
  },
};

/** `kubectl plugin`. */
export const plugin: Command = {
  name: 'plugin',
  short: 'Provides utilities for interacting with plugins',
  long: 'Programs called kubectl-NAME on the PATH are commands of kubectl.',
  use: '[flags] [options]',
  helpWithout: 'stderr',
  commands: [list],
};
