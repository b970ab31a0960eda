import type { Sys } from '../../../linux/process/program.ts';
import { decodeUtf8 } from '../../../base/utf8.ts';
import { strerror } from '../../tool/errno.ts';
import type { Shell } from '../shell.ts';
import type { Builtin } from './builtin.ts';

/** Runs a file in this shell. */
export const source: Builtin = {
  name: 'source',
  usage: 'filename [arguments]',
  ash: true,
  run: (sh, args) => runSource(sh, 'source', args),
};

/** `source` by its POSIX name. */
export const dot: Builtin = {
  name: '.',
  usage: 'filename [arguments]',
  ash: true,
  run: (sh, args) => runSource(sh, '.', args),
};

function* runSource(sh: Shell, command: string, args: readonly string[]): Sys<number> {
  const [name, ...rest] = args[0] === '--' ? args.slice(1) : args;
  if (name === undefined) {
    yield* sh.complain(`${command}: filename argument required`);
    yield* sh.p.warn(`${command}: usage: ${command} filename [arguments]\n`);
    return 2;
  }
  const text = yield* sh.p.readFile(onPath(sh, name));
  if (!text.ok) {
    const reason = strerror(text.error);
    yield* sh.complain(
      sh.features.shell === 'ash' ? `${command}: can't open '${name}': ${reason}` : `${name}: ${reason}`,
    );
    return 1;
  }
  const { positional } = sh;
  if (rest.length > 0) sh.positional = rest;
  sh.sourceDepth += 1;
  let status = yield* sh.execution.text(sh, decodeUtf8(text.value), { firstLine: 1, name });
  sh.sourceDepth -= 1;
  if (rest.length > 0) sh.positional = positional;
  if (sh.unwind?.to === 'return') {
    sh.unwind = undefined;
    status = sh.status;
  }
  return status;
}

/** A name without slash is looked up on PATH before the working directory. */
function onPath(sh: Shell, name: string): string {
  if (name.includes('/')) return name;
  for (const directory of (sh.vars.get('PATH') ?? '').split(':')) {
    const path = `${directory}/${name}`;
    const stat = sh.p.fs.stat(path);
    if (stat.ok && stat.value.type === 'file') return path;
  }
  return name;
}
