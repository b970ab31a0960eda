import { decodeUtf8 } from '../../base/utf8.ts';
import { STDERR, STDIN } from '../../linux/names.ts';
import type { Process, Sys } from '../../linux/process/program.ts';
import type { Features } from './features.ts';
import { runInteractive } from './interactive.ts';
import { INTERPRETER } from './interpreter.ts';
import { runExitTrap } from './run/traps.ts';
import { Shell, type Source } from './shell.ts';
import { initialVariables } from './startup-variables.ts';
import { strerror } from '../tool/errno.ts';

/** `bash`, `bash FILE ARGS`, `bash -c COMMAND NAME ARGS`: the shell as a program. */
export function* runShell(p: Process, features: Features): Sys<number> {
  const options = readArguments(p.argv);
  if (typeof options === 'string') {
    yield* p.warn(`${p.argv[0] ?? features.shell}: ${options}\n`);
    return 2;
  }
  if (isInteractive(p, options)) return yield* runInteractiveShell(p, features);
  if (options.command !== undefined) return yield* runCommandText(p, features, options);
  return yield* runScriptFile(p, features, options);
}

function isInteractive(p: Process, { interactive, command, operands }: ShellArguments): boolean {
  if (command !== undefined || operands.length > 0) return false;
  return interactive || (p.isTty(STDIN) && p.isTty(STDERR));
}

function* runInteractiveShell(p: Process, features: Features): Sys<number> {
  const name = (p.argv[0] ?? features.shell).replace(/^-/, '');
  const sh = makeShell(p, features, { interactive: true, source: { text: '', firstLine: 1, name } });
  return yield* runInteractive(sh);
}

/** What the command line of a shell says. */
export interface ShellArguments {
  readonly command: string | undefined;
  readonly interactive: boolean;
  readonly fromInput: boolean;
  readonly operands: readonly string[];
  readonly set: readonly string[];
}

function readArguments(argv: readonly string[]): ShellArguments | string {
  const letters: string[] = [];
  const set: string[] = [];
  let index = 1;
  for (; index < argv.length; index++) {
    const arg = argv[index] ?? '';
    if (arg === '--' || arg === '-') {
      index += 1;
      break;
    }
    if (arg.startsWith('--')) continue;
    if (!/^[-+]./.test(arg)) break;
    for (const letter of arg.slice(1)) {
      if ('cils'.includes(letter)) letters.push(letter);
      else set.push(`${arg.slice(0, 1)}${letter}`);
    }
    if (arg.endsWith('o')) set.push(argv[++index] ?? '');
  }
  const operands = argv.slice(index);
  if (letters.includes('c') && operands.length === 0) return '-c: option requires an argument';
  const command = letters.includes('c') ? operands[0] : undefined;
  return {
    command,
    interactive: letters.includes('i'),
    fromInput: letters.includes('s'),
    operands: command === undefined ? operands : operands.slice(1),
    set,
  };
}

/** Makes a shell with the variables and options that it starts with. */
export function makeShell(
  process: Process,
  features: Features,
  { interactive, source }: { readonly interactive: boolean; readonly source: Source },
): Shell {
  const sh = new Shell({ process, name: source.name, execution: INTERPRETER, features, interactive, source });
  initialVariables(sh);
  return sh;
}

function* runCommandText(
  p: Process,
  features: Features,
  { command = '', operands, set }: ShellArguments,
): Sys<number> {
  const [name = p.argv[0] ?? features.shell, ...args] = operands;
  const source = { text: command, firstLine: 1, name };
  const sh = makeShell(p, features, { interactive: false, source });
  sh.commandText = true;
  sh.positional = args;
  if (set.length > 0) yield* INTERPRETER.words(sh, ['set', ...set]);
  const status = yield* INTERPRETER.text(sh, command, source);
  return yield* end(sh, status);
}

function* runScriptFile(p: Process, features: Features, { operands, set }: ShellArguments): Sys<number> {
  const [path = '', ...args] = operands;
  const text = path === '' ? undefined : yield* p.readFile(path);
  if (text && !text.ok) {
    yield* p.warn(`${p.argv[0] ?? features.shell}: ${path}: ${strerror(text.error)}\n`);
    return text.error === 'ENOENT' ? 127 : 126;
  }
  const name = path === '' ? (p.argv[0] ?? features.shell) : path;
  const script = text ? decodeUtf8(text.value) : yield* p.readAll(STDIN);
  const source = { text: script, firstLine: 1, name };
  const sh = makeShell(p, features, { interactive: false, source });
  sh.positional = args;
  if (set.length > 0) yield* INTERPRETER.words(sh, ['set', ...set]);
  const status = yield* INTERPRETER.text(sh, script, source);
  return yield* end(sh, status);
}

function* end(sh: Shell, status: number): Sys<number> {
  const final = sh.unwind ? sh.status : status;
  sh.unwind = undefined;
  return yield* runExitTrap(sh, final);
}
