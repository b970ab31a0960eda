import { STDIN, STDOUT } from '../../../linux/names.ts';
import type { Sys } from '../../../linux/process/program.ts';
import { expandText } from '../expand/words.ts';
import { strerror } from '../../tool/errno.ts';
import type { Shell } from '../shell.ts';
import type { ParsedScript, Word } from '../syntax.ts';
import { spawnSubshell } from './subshell.ts';

/** Runs `$(…)` in a process of its own and gives what it printed, without line feeds at the end. */
export function* capture(sh: Shell, script: ParsedScript): Sys<string> {
  const file = onlyInput(script);
  if (file) return yield* readWhole(sh, file);
  const [reader, writer] = sh.p.pipe();
  const pid = spawnSubshell(sh, (sub) => runScript(sub, script), { fds: new Map([[STDOUT, writer]]) });
  sh.p.close(writer);
  const text = yield* sh.p.readAll(reader);
  sh.p.close(reader);
  const ended = yield* sh.p.wait(pid);
  sh.status = ended.code;
  sh.captured = ended.code;
  return withoutEnd(text);
}

/** Starts `<(…)` or `>(…)` and gives the path under which the command finds its pipe. */
export function substitute(sh: Shell, script: ParsedScript, operator: '<' | '>'): string {
  const [reader, writer] = sh.p.pipe();
  const [inside, outside] = operator === '<' ? [writer, reader] : [reader, writer];
  const fds = new Map([[operator === '<' ? STDOUT : STDIN, inside]]);
  spawnSubshell(sh, (sub) => runScript(sub, script), { fds });
  sh.p.close(inside);
  // Not private: the command that gets the path must inherit it.
  sh.p.dup(outside, outside);
  sh.substitutions.push(outside);
  return `/dev/fd/${outside}`;
}

function* runScript(sub: Shell, script: ParsedScript): Sys<number> {
  // A script in old backquotes has a text of its own, which positions point into.
  if (script.source !== undefined) sub.source = { ...sub.source, text: script.source };
  sub.tail = true;
  sub.functionNames = [];
  return yield* sub.execution.statements(sub, script.commands);
}

/** The file of `$(< file)`. */
function onlyInput(script: ParsedScript): Word | undefined {
  const [only] = script.commands;
  const command = only?.command;
  if (script.commands.length !== 1 || command?.type !== 'Command' || command.name) return undefined;
  const [redirection] = command.redirects;
  if (command.redirects.length !== 1 || redirection?.type !== 'Redirect') return undefined;
  return redirection.operator === '<' ? redirection.target : undefined;
}

function* readWhole(sh: Shell, file: Word): Sys<string> {
  const path = yield* expandText(sh, file);
  const opened = sh.p.open(path, 'r');
  if (!opened.ok) {
    yield* sh.complain(`${path}: ${strerror(opened.error)}`);
    sh.captured = 1;
    return '';
  }
  const text = yield* sh.p.readAll(opened.value);
  sh.p.close(opened.value);
  sh.captured = 0;
  return withoutEnd(text);
}

function withoutEnd(text: string): string {
  return text.replaceAll('\0', '').replace(/\n+$/, '');
}
