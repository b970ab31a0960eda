import { STDIN, type Fd } from '../../../linux/names.ts';
import type { Process, Sys } from '../../../linux/process/program.ts';
import { strerror } from '../../tool/errno.ts';
import type { Options } from '../../tool/options.ts';
import { readOptions, tool, type Flavour } from '../../tool/tool.ts';
import { SedInput } from './input.ts';
import { parseScript } from './parse.ts';
import { SedRun, toStdout } from './run.ts';
import type { Command } from './script.ts';

/** Edits a stream of lines. */
export const sed = tool('sed', 'sed [-nEsi] [-e SCRIPT] [-f FILE] [SCRIPT] [FILE]...', run);

const OPTIONS = {
  flags: 'nErsuz',
  values: 'efl',
  long: {
    quiet: 'n',
    silent: 'n',
    'expression=': 'e',
    'file=': 'f',
    'in-place=?': 'i',
    'regexp-extended': 'E',
    separate: 's',
    unbuffered: 'u',
    'null-data': 'z',
    posix: 'posix',
  },
};

const USAGE = `Usage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...

  -n, --quiet, --silent
                 suppress automatic printing of pattern space
      --debug
                 annotate program execution
  -e script, --expression=script
                 add the script to the commands to be executed
  -f script-file, --file=script-file
                 add the contents of script-file to the commands to be executed
  --follow-symlinks
                 follow symlinks when processing in place
  -i[SUFFIX], --in-place[=SUFFIX]
                 edit files in place (makes backup if SUFFIX supplied)
  -l N, --line-length=N
                 specify the desired line-wrap length for the \`l' command
  --posix
                 disable all GNU extensions.
  -E, -r, --regexp-extended
                 use extended regular expressions in the script
                 (for portability use POSIX -E).
  -s, --separate
                 consider files as separate rather than as a single,
                 continuous long stream.
      --sandbox
                 operate in sandbox mode (disable e/r/w commands).
  -u, --unbuffered
                 load minimal amounts of data from the input files and flush
                 the output buffers more often
  -z, --null-data
                 separate lines by NUL characters
      --help     display this help and exit
      --version  output version information and exit

If no -e, --expression, -f, or --file option is given, then the first
non-option argument is taken as the sed script to interpret.  All
remaining arguments are names of input files; if no input files are
specified, then the standard input is read.

GNU sed home page: <https://www.gnu.org/software/sed/>.
General help using GNU software: <https://www.gnu.org/gethelp/>.
`;

function* run(p: Process, flavour: Flavour): Sys<number> {
  const { args, inPlace } = takeInPlace(p.argv.slice(1));
  const options = yield* readOptions(p, OPTIONS, flavour, USAGE, args);
  if (!options) return 1;
  const suffix = inPlace ?? (options.has('i') ? (options.value('i') ?? '') : undefined);
  const source = yield* readScript(p, options);
  if (!source) return 1;
  const commands = parseScript(source.text, options.has('E') || options.has('r'));
  if (!commands.ok) {
    const { at, text } = commands.error;
    yield* p.warn(at < 0 ? `sed: ${text}\n` : `sed: ${placeIn(source.pieces, at)}: ${text}\n`);
    return commands.error.at < 0 ? 4 : 1;
  }
  let status = 0;
  const quiet = options.has('n') || source.text.startsWith('#n\n');
  const files = new Map<string, Fd>();
  if (!(yield* openWritten(p, commands.value, files))) return 4;
  if (suffix !== undefined) return yield* editInPlace(p, commands.value, source.files, suffix, quiet, files);
  const names = source.files.length > 0 ? source.files : ['-'];
  const zero = options.has('z');
  for (const group of options.has('s') ? names.map((name) => [name]) : [names]) {
    const input = new SedInput(p, group, zero);
    const runner = new SedRun(p, commands.value, input, toStdout(p), quiet, files, zero ? '\0' : '\n');
    yield* runner.run();
    input.close();
    if (runner.exitCode !== undefined) return runner.exitCode;
    if (input.failed) status = 2;
  }
  return status;
}

/** -i takes its suffix only attached, which getopt calls an optional argument. */
function takeInPlace(args: readonly string[]): {
  readonly args: readonly string[];
  readonly inPlace: string | undefined;
} {
  let inPlace: string | undefined;
  const end = args.indexOf('--');
  const rest = args.flatMap((word, index) => {
    const found =
      (end < 0 || index < end) && !['-e', '-f', '-l'].includes(args[index - 1] ?? '')
        ? /^-([nErsuz]*)i(.*)$/s.exec(word)
        : undefined;
    if (!found) return [word];
    inPlace = found[2] ?? '';
    return found[1] === '' ? [] : [`-${found[1] ?? ''}`];
  });
  return { args: rest, inPlace };
}

interface ScriptSource {
  readonly text: string;
  readonly pieces: readonly { readonly label: string; readonly length: number }[];
  readonly files: readonly string[];
}

function* readScript(p: Process, options: Options): Sys<ScriptSource | undefined> {
  const texts: string[] = [];
  const pieces: { label: string; length: number }[] = [];
  const add = (label: string, text: string): void => {
    texts.push(text);
    pieces.push({ label, length: text.length });
  };
  let files = options.operands;
  let expressions = 0;
  for (const { key, value = '' } of options.given) {
    if (key === 'e') add(`-e expression #${++expressions}, char`, value);
    if (key !== 'f') continue;
    const read = value === '-' ? { ok: true as const, value: yield* p.readAll(STDIN) } : p.fs.readText(value);
    if (!read.ok) {
      yield* p.warn(`sed: couldn't open file ${value}: ${strerror(read.error)}\n`);
      return undefined;
    }
    add(`file ${value} line`, read.value.replace(/\n$/, ''));
  }
  if (texts.length === 0) {
    const [script, ...rest] = files;
    if (script === undefined) {
      yield* p.warn(USAGE);
      return undefined;
    }
    files = rest;
    add('-e expression #1, char', script);
  }
  return { text: texts.join('\n'), pieces, files };
}

/** Which piece of the script a place lies in, in the words of sed's errors. */
function placeIn(pieces: ScriptSource['pieces'], at: number): string {
  let start = 0;
  for (const piece of pieces) {
    if (at <= start + piece.length || piece === pieces.at(-1))
      return `${piece.label} ${Math.max(0, at - start)}`;
    start += piece.length + 1;
  }
  return `-e expression #1, char ${at}`;
}

function* openWritten(p: Process, commands: readonly Command[], files: Map<string, Fd>): Sys<boolean> {
  for (const { action } of commands) {
    const name =
      action.name === 'w' || action.name === 'W'
        ? action.file
        : action.name === 's'
          ? action.substitution.file
          : undefined;
    if (name === undefined || name === '/dev/stdout' || files.has(name)) continue;
    const opened = p.open(name, 'w');
    if (!opened.ok) {
      yield* p.warn(`sed: couldn't open file ${name}: ${strerror(opened.error)}\n`);
      return false;
    }
    files.set(name, opened.value);
  }
  return true;
}

function* editInPlace(
  p: Process,
  commands: readonly Command[],
  names: readonly string[],
  suffix: string,
  quiet: boolean,
  files: Map<string, Fd>,
): Sys<number> {
  let status = 0;
  if (names.length === 0) {
    yield* p.warn('sed: no input files\n');
    return 1;
  }
  for (const name of names) {
    const stat = p.fs.stat(name);
    if (!stat.ok || stat.value.type !== 'file') {
      yield* p.warn(
        stat.ok
          ? `sed: couldn't edit ${name}: not a regular file\n`
          : `sed: can't read ${name}: ${strerror(stat.error)}\n`,
      );
      status = 4;
      if (!stat.ok) status = 2;
      continue;
    }
    const parts: string[] = [];
    const input = new SedInput(p, [name]);
    const runner = new SedRun(p, commands, input, collect(parts), quiet, files);
    yield* runner.run();
    let rest = '';
    for (let line = yield* input.next(); line !== undefined; line = yield* input.next())
      rest += line + input.newline;
    const backup =
      suffix === '' ? undefined : suffix.includes('*') ? suffix.replaceAll('*', name) : name + suffix;
    const original = p.fs.readFile(name);
    if (backup !== undefined && original.ok)
      p.fs.writeFile(backup, original.value, { mode: stat.value.mode });
    const written = p.fs.writeFile(name, parts.join('') + rest);
    if (!written.ok) {
      yield* p.warn(`sed: couldn't open temporary file ./sedXXXXXX: ${strerror(written.error)}\n`);
      return 4;
    }
    if (runner.exitCode !== undefined) return runner.exitCode;
  }
  return status;
}

function collect(parts: string[]): (text: string) => Sys<void> {
  return function* (text) {
    yield* [];
    parts.push(text);
  };
}
