import { STDIN } from '../../linux/names.ts';
import type { Sys } from '../../linux/process/program.ts';
import { expandQuoted } from './expand/words.ts';
import { collectJobs } from './job-spec.ts';
import { LineEditor, type EditResult } from './line-editor/editor.ts';
import { historyEntry } from './line-editor/history-entry.ts';
import { expandHistory } from './line-editor/history-expansion.ts';
import { expandPrompt } from './prompt.ts';
import { jobLine } from './run/job-lines.ts';
import { handleSignal, runExitTrap, runTrap } from './run/traps.ts';
import type { Shell } from './shell.ts';
import { needsMore } from './syntax-error.ts';
import { parseQuoted, parseScript } from './syntax.ts';

/** A shell that talks to somebody: prompt, line, command, again and again until `exit` or the end of input. */
export function* runInteractive(sh: Shell): Sys<number> {
  prepare(sh);
  yield* readStartFile(sh);
  const editor = sh.p.isTty(STDIN) ? new LineEditor(sh) : undefined;
  for (;;) {
    sh.unwind = undefined;
    yield* reportJobs(sh);
    yield* promptCommand(sh);
    announce(sh, '');
    const line = yield* readCommand(sh, editor);
    if (line === undefined) {
      if (yield* leave(sh)) break;
      continue;
    }
    if (line === '') continue;
    announce(sh, line);
    sh.status = yield* runLine(sh, line);
    if (unwoundTo(sh) === 'exit') break;
  }
  const { status } = sh;
  sh.unwind = undefined;
  hangUpJobs(sh);
  return yield* runExitTrap(sh, status);
}

function unwoundTo(sh: Shell): string | undefined {
  return sh.unwind?.to;
}

function prepare(sh: Shell): void {
  for (const option of ['emacs', 'histexpand', 'history'] as const) sh.options.add(option);
  if (sh.p.tty) {
    sh.options.add('monitor');
    sh.p.tty.setForeground(sh.p.pgid);
  }
  sh.listen('INT', 'wake');
  sh.listen('WINCH', 'wake');
  for (const signal of ['TERM', 'QUIT', 'TSTP', 'TTIN', 'TTOU'] as const) sh.listen(signal, 'ignore');
  sh.ignored = ['TERM', 'QUIT', 'TSTP', 'TTIN', 'TTOU'];
  if (sh.vars.get('PS1') === undefined)
    sh.vars.set('PS1', sh.features.shell === 'ash' ? '\\w \\$ ' : '\\u@\\h:\\w\\$ ');
  if (sh.vars.get('PS2') === undefined) sh.vars.set('PS2', '> ');
  sh.vars.set('HISTCONTROL', sh.vars.get('HISTCONTROL') ?? 'ignoredups');
  sh.shopts.add('expand_aliases');
  noteSize(sh);
}

function noteSize(sh: Shell): void {
  if (!sh.p.tty) return;
  sh.vars.set('COLUMNS', String(sh.p.tty.columns));
  sh.vars.set('LINES', String(sh.p.tty.rows));
}

function* readStartFile(sh: Shell): Sys<void> {
  const path = sh.features.shell === 'ash' ? sh.vars.get('ENV') : `${sh.vars.get('HOME') ?? ''}/.bashrc`;
  const text = path === undefined ? undefined : sh.p.fs.readText(path);
  if (path !== undefined && text?.ok === true)
    yield* sh.execution.text(sh, text.value, { firstLine: 1, name: path });
  sh.unwind = undefined;
}

/** Tells of jobs that ended or stopped since the last prompt. */
function* reportJobs(sh: Shell): Sys<void> {
  collectJobs(sh);
  for (const job of sh.jobs.all) {
    if (job.told) continue;
    yield* sh.p.warn(`${jobLine(sh.jobs, job)}\n`);
    job.told = true;
  }
  for (const job of sh.jobs.all) if (job.state === 'done') sh.jobs.remove(job);
}

function* promptCommand(sh: Shell): Sys<void> {
  const command = sh.vars.get('PROMPT_COMMAND');
  if (command !== undefined && command !== '') yield* runTrap(sh, command);
  sh.unwind = undefined;
}

/** Tells the screen what stands at the terminal. */
function announce(sh: Shell, command: string): void {
  const { machine, hostname, tty } = sh.p;
  tty?.announce({ machine, hostname, prompt: command === '', command });
}

/** A whole command, of several lines where needed; empty when there is none, undefined at the end of input. */
function* readCommand(sh: Shell, editor: LineEditor | undefined): Sys<string | undefined> {
  let text = '';
  const lines: string[] = [];
  for (let more = false; ; more = true) {
    const line = yield* readLine(sh, editor, yield* promptText(sh, more ? 'PS2' : 'PS1'));
    if (line.type === 'interrupt') {
      sh.status = 130;
      return '';
    }
    if (line.type === 'end') return more ? text : undefined;
    const expanded = yield* fromHistory(sh, line.text);
    if (expanded === undefined) return '';
    lines.push(expanded);
    text += `${more ? '\n' : ''}${expanded}`;
    if (!needsMore(`${text}\n`, parseScript(`${text}\n`))) break;
  }
  if (text.trim() === '') return '';
  remember(sh, historyEntry(lines));
  return text;
}

function* readLine(sh: Shell, editor: LineEditor | undefined, prompt: string): Sys<EditResult> {
  if (editor) {
    const result = yield* editor.read(prompt);
    noteSize(sh);
    return result;
  }
  yield* sh.p.warn(prompt);
  const line = yield* sh.p.readLine(STDIN);
  return line ? { type: 'line', text: line.text } : { type: 'end' };
}

function* promptText(sh: Shell, name: 'PS1' | 'PS2'): Sys<string> {
  const text = expandPrompt(sh, sh.vars.get(name) ?? '');
  if (!/[$`]\S/.test(text)) return text;
  const { status } = sh;
  const [quoted] = parseQuoted(text).parts ?? [];
  const expanded = quoted?.type === 'DoubleQuoted' ? yield* expandQuoted(sh, quoted.parts) : text;
  sh.status = status;
  return expanded;
}

/** The line with `!!` and its like replaced, shown when something was; undefined when an event is not found. */
function* fromHistory(sh: Shell, line: string): Sys<string | undefined> {
  if (!sh.has('histexpand') || sh.features.shell === 'ash') return line;
  const expanded = expandHistory(line, sh.history);
  if (!expanded.ok) {
    yield* sh.complain(expanded.error);
    return undefined;
  }
  if (expanded.value.changed) yield* sh.p.warn(`${expanded.value.text}\n`);
  return expanded.value.text;
}

function remember(sh: Shell, text: string): void {
  const control = (sh.vars.get('HISTCONTROL') ?? '').split(':');
  const spaces = control.includes('ignorespace') || control.includes('ignoreboth');
  const repeats = control.includes('ignoredups') || control.includes('ignoreboth');
  if (spaces && text.startsWith(' ')) return;
  if (repeats && sh.history.at(-1) === text) return;
  sh.history.push(text);
}

function* runLine(sh: Shell, line: string): Sys<number> {
  const status = yield* sh.execution.text(sh, line, { firstLine: 1, name: sh.source.name });
  for (let signal = sh.p.takeSignal(); signal; signal = sh.p.takeSignal()) {
    if (signal === 'INT' && !sh.traps.has('INT')) continue;
    yield* handleSignal(sh, signal);
  }
  if (unwoundTo(sh) === 'prompt' && sh.status === 130 && sh.p.tty) yield* freshLine(sh);
  return sh.unwind ? sh.status : status;
}

/** After `^C` was shown for the shell's own command, the prompt begins on a new line. */
function* freshLine(sh: Shell): Sys<void> {
  if (sh.lineBroken) sh.lineBroken = false;
  else yield* sh.p.warn('\n');
}

/** Ctrl-D at the prompt: leaves, unless stopped jobs would be lost. */
function* leave(sh: Shell): Sys<boolean> {
  if (sh.features.shell === 'bash') yield* sh.p.warn('exit\n');
  else yield* sh.p.warn('\n');
  if (!sh.warnedOfJobs && sh.jobs.all.some((job) => job.state === 'stopped')) {
    sh.warnedOfJobs = true;
    yield* sh.p.warn('There are stopped jobs.\n');
    return false;
  }
  return true;
}

/** Stopped jobs do not outlive the shell that could let them go on. */
function hangUpJobs(sh: Shell): void {
  for (const job of sh.jobs.all) {
    if (job.state !== 'stopped') continue;
    sh.p.kill({ group: job.group }, 'HUP');
    sh.p.kill({ group: job.group }, 'CONT');
  }
}
