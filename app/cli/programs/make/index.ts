import type { Process, ProgramSpec, Sys } from '../../../linux/process/program.ts';
import { strerror } from '../../tool/errno.ts';
import { parseOptions, type Options } from '../../tool/options.ts';
import { Build } from './build.ts';
import { MakefileReader, type Rules } from './read-makefile.ts';
import { USAGE, VERSION } from './usage.data.ts';
import { Variables } from './variables.ts';

/** Makes what is out of date, as a makefile says. */
export const make: ProgramSpec = {
  name: 'make',
  help: 'make [-nsikBe] [-f FILE] [-C DIRECTORY] [VARIABLE=VALUE]... [TARGET]...',
  run,
  on: ['laptop'],
};

const FAILED = 2;
const DEFAULT_FILES = ['GNUmakefile', 'makefile', 'Makefile'];
const OPTIONS = {
  flags: 'bmBdehiknpqrRsStvw',
  values: 'CEfIoW',
  long: {
    'always-make': 'B',
    'directory=': 'C',
    'environment-overrides': 'e',
    'file=': 'f',
    'makefile=': 'f',
    help: 'h',
    'ignore-errors': 'i',
    'keep-going': 'k',
    'just-print': 'n',
    'dry-run': 'n',
    recon: 'n',
    silent: 's',
    quiet: 's',
    version: 'v',
    'print-directory': 'w',
    'no-print-directory': 'no-print-directory',
    'jobs=?': 'j',
  },
};
const REFUSED = ['d', 'E', 'I', 'o', 'p', 'q', 't', 'W'];

function* run(p: Process): Sys<number> {
  const words = p.argv.slice(1).filter((word) => !/^-j\d*$/.test(word));
  const parsed = parseOptions(words, OPTIONS);
  const level = Number(p.env.get('MAKELEVEL') ?? 0);
  const name = level === 0 ? 'make' : `make[${level}]`;
  if (!parsed.ok) {
    yield* p.warn(`${name}: ${parsed.error}\n${USAGE}`);
    return FAILED;
  }
  const options = parsed.value;
  if (options.has('v') || options.has('h')) {
    yield* p.print(options.has('v') ? VERSION : USAGE);
    return 0;
  }
  const refused = REFUSED.find((letter) => options.has(letter));
  if (refused !== undefined) {
    yield* p.warn(`lintas: make -${refused} is not simulated\n`);
    return FAILED;
  }
  for (const directory of options.values('C')) {
    const moved = p.chdir(directory);
    if (moved.ok) continue;
    yield* p.warn(`${name}: *** ${directory}: ${strerror(moved.error)}.  Stop.\n`);
    return FAILED;
  }
  const shows =
    (options.has('C') || options.has('w') || level > 0) &&
    !options.has('s') &&
    !options.has('no-print-directory');
  if (shows) yield* p.print(`${name}: Entering directory '${p.cwd}'\n`);
  const status = yield* makeHere(p, options, name, level);
  if (shows) yield* p.print(`${name}: Leaving directory '${p.cwd}'\n`);
  return status;
}

function* makeHere(p: Process, options: Options, name: string, level: number): Sys<number> {
  const variables = new Variables(p, options.has('e'));
  const goals: string[] = [];
  for (const word of options.operands) {
    const [, variable, operator = '', value = ''] = /^([^\s:=+?!]+)(=|:=|::=|\?=|\+=)(.*)$/s.exec(word) ?? [];
    if (variable === undefined) goals.push(word);
    else yield* variables.set(variable, operator, value, 'command line');
  }
  const rules = yield* readAll(p, options, variables, name, goals);
  if (typeof rules === 'number') return rules;
  if (goals.length === 0 && rules.firstTarget === undefined) {
    yield* p.warn(`${name}: *** No targets.  Stop.\n`);
    return FAILED;
  }
  const build = new Build(p, rules, variables, {
    name,
    level,
    dryRun: options.has('n'),
    silent: options.has('s'),
    ignoreErrors: options.has('i'),
    keepGoing: options.has('k'),
    always: options.has('B'),
  });
  for (const goal of goals.length > 0 ? goals : [rules.firstTarget ?? '']) {
    const made = yield* build.goal(goal);
    if (variables.fault) return yield* stop(p, variables, name);
    if (!made && !options.has('k')) return FAILED;
  }
  return build.failed ? FAILED : 0;
}

function* readAll(
  p: Process,
  options: Options,
  variables: Variables,
  name: string,
  goals: readonly string[],
): Sys<Rules | number> {
  const named = options.values('f');
  const files = named.length > 0 ? named : DEFAULT_FILES.filter((file) => p.fs.exists(file)).slice(0, 1);
  const reader = new MakefileReader(p, variables);
  for (const file of files) {
    const text = yield* p.readFile(file);
    if (!text.ok) {
      yield* p.warn(
        `${name}: ${file}: ${strerror(text.error)}\n${name}: *** No rule to make target '${file}'.  Stop.\n`,
      );
      return FAILED;
    }
    yield* reader.read(Array.from(text.value, (byte) => String.fromCharCode(byte)).join(''), file);
    if (variables.fault) return yield* stop(p, variables, name);
  }
  if (files.length === 0 && goals.length === 0) {
    yield* p.warn(`${name}: *** No targets specified and no makefile found.  Stop.\n`);
    return FAILED;
  }
  yield* warnOfDoubles(p, reader.rules);
  return reader.rules;
}

function* stop(p: Process, { fault }: Variables, name: string): Sys<number> {
  if (fault) yield* p.warn(`${fault.place ?? name}: *** ${fault.text}.  Stop.\n`);
  return FAILED;
}

/** A target with two recipes keeps the second. */
function* warnOfDoubles(p: Process, rules: Rules): Sys<void> {
  const seen = new Map<string, string>();
  for (const { targets, recipe, doubleColon } of rules.all) {
    const [line] = recipe ?? [];
    if (!line || doubleColon) continue;
    for (const target of targets) {
      const before = seen.get(target);
      const place = `${line.file}:${line.number}`;
      seen.set(target, place);
      if (before !== undefined && !target.includes('%'))
        yield* p.warn(
          `${place}: warning: overriding recipe for target '${target}'\n${before}: warning: ignoring old recipe for target '${target}'\n`,
        );
    }
  }
}
