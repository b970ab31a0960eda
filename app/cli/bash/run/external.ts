import type { Sys } from '../../../linux/process/program.ts';
import { strerror } from '../../tool/errno.ts';
import type { Shell } from '../shell.ts';
import { waitForeground } from './foreground.ts';
import { restore, type Undo } from './redirect.ts';
import { spawnSubshell } from './subshell.ts';

/** Runs a program and waits for it; where nothing follows, the shell becomes it. */
export function* runExternal(
  sh: Shell,
  words: readonly string[],
  environment: ReadonlyMap<string, string>,
  undo: Undo,
): Sys<number> {
  if (sh.tail) {
    const become = sh.p.become(words, environment);
    if (become.ok) return yield* become.value(sh.p);
    return yield* explain(sh, words, become.error);
  }
  const control = sh.has('monitor') ? ({ group: 'new', foreground: true } as const) : {};
  const spawned = sh.p.spawn(words, { env: environment, restore: sh.ignored, ...control });
  if (!spawned.ok) {
    const status = yield* explain(sh, words, spawned.error);
    restore(undo);
    return status;
  }
  restore(undo);
  const [status = 0] = yield* waitForeground(sh, [spawned.value], commandText(sh, words));
  return status;
}

/** The command as it stands in the source, for job lists. */
function commandText(sh: Shell, words: readonly string[]): string {
  const rest = sh.source.text.slice(sh.position);
  const end = rest.search(/[\n;&|]/);
  return (end < 0 ? rest : rest.slice(0, end)).trim() || words.join(' ');
}

/** Why a command could not be started; a script without a first line is run by a copy of this shell. */
export function* explain(sh: Shell, words: readonly string[], error: string): Sys<number> {
  const [name = ''] = words;
  if (error === 'ENOEXEC') return yield* runAsScript(sh, words);
  const ash = sh.features.shell === 'ash';
  if (error.startsWith('EINTERP ')) {
    yield* sh.complain(`${name}: ${ash ? 'not found' : 'cannot execute: required file not found'}`);
    return 127;
  }
  if (error === 'ENOENT') {
    const missing = ash ? 'not found' : 'command not found';
    yield* sh.complain(`${name}: ${name.includes('/') && !ash ? strerror(error) : missing}`);
    return 127;
  }
  if (error === 'ENOTDIR') {
    yield* sh.complain(`${name}: ${strerror(error)}`);
    return 126;
  }
  yield* sh.complain(`${name}: ${strerror(ash && error === 'EISDIR' ? 'EACCES' : error)}`);
  return 126;
}

function* runAsScript(sh: Shell, words: readonly string[]): Sys<number> {
  const [name = '', ...args] = words;
  const found = sh.p.which(name, sh.vars.get('PATH'));
  const path = found.ok ? found.value : name;
  const text = sh.p.fs.readText(path);
  if (!text.ok || text.value.includes('\0') || text.value.startsWith('\u007fELF')) {
    yield* sh.complain(`${name}: cannot execute binary file: Exec format error`);
    return 126;
  }
  const pid = spawnSubshell(sh, (sub) => {
    sub.name = name;
    sub.positional = args;
    return sub.execution.text(sub, text.value, { text: text.value, firstLine: 1, name });
  });
  const [status = 0] = yield* waitForeground(sh, [pid], words.join(' '));
  return status;
}
