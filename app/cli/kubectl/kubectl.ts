import type { ApiDoor } from '../../kube/client.ts';
import type { ExitCode, Process, ProgramSpec, Sys } from '../../linux/process/program.ts';
import { completeLine, completeWords, completionReport, type Asker } from './completion.ts';
import type { Command } from './command.ts';
import { printedBy, reportOf } from './failure.ts';
import { GLOBAL_FLAGS } from './flag-sets.ts';
import { Flags, parseFlags } from './flags.ts';
import { helpText } from './help.ts';
import { Invocation, type DiscoveryCache, type KubectlOptions } from './invocation.ts';
import { defaultKubeConfig, readKubeConfig } from './kubeconfig.ts';
import { ROOT, rootHelp, VERBS_BY_GROUP } from './root.ts';
import { suggestionsFor } from './suggest.ts';

/** How long the program takes to start, in virtual milliseconds: as long as the real one, so that the cluster goes on. */
const STARTUP_MS = 60;

/** The address in the configuration of a fresh home. */
const DEFAULT_SERVER = 'https://127.0.0.1:6443';

/** Makes kubectl for a cluster: the program with its verbs, help and completion, talking through the given door. */
export function kubectl(door: ApiDoor, options: KubectlOptions = {}): ProgramSpec {
  const cache: DiscoveryCache = { answers: [], mapper: [] };
  return {
    name: 'kubectl',
    help: rootHelp(),
    on: ['laptop'],
    *run(p) {
      yield* p.sleep(options.startupMs ?? STARTUP_MS);
      return yield* runLine(p, door, options, cache);
    },
    complete: ({ words, process }) => completeLine(words, askerOf(process, door, options, cache)),
  };
}

/** Asks for completion in the name of a process. */
function askerOf(process: Process, door: ApiDoor, options: KubectlOptions, cache: DiscoveryCache): Asker {
  return (command, path, line) => {
    const config = readKubeConfig(process, '', defaultKubeConfig(options.server ?? DEFAULT_SERVER));
    if (!config.ok) return undefined;
    const flags = new Flags(flagTable(command), line.given);
    const { args, dash } = line;
    return new Invocation({
      process,
      door,
      options,
      cache,
      path,
      command,
      flags,
      args,
      dash,
      config: config.value,
    });
  };
}

/** All flags that a command understands. */
export function flagTable(command: Command): readonly (typeof GLOBAL_FLAGS)[number][] {
  return [...(command.flags ?? []), ...GLOBAL_FLAGS];
}

function* runLine(p: Process, door: ApiDoor, options: KubectlOptions, cache: DiscoveryCache): Sys<ExitCode> {
  if (p.argv[1] === '__complete') {
    const report = completionReport(completeWords(p.argv.slice(2), askerOf(p, door, options, cache)));
    yield* p.print(report.out);
    yield* p.warn(report.err);
    return 0;
  }
  const found = findCommand(p.argv.slice(1));
  if (found.unknown !== undefined) return yield* unknownCommand(p, found.path, found.unknown, found.command);
  const { command, path, rest } = found;
  const table = flagTable(command);
  const line = parseFlags(table, rest, command.argsEndFlags === true);
  if (!line.ok) {
    yield* p.warn(`error: ${line.error}\nSee '${path} --help' for usage.\n`);
    return 1;
  }
  for (const notice of line.value.notices) yield* p.warn(notice);
  if (line.value.given.has('help')) return yield* showHelp(p, command, path);
  if (command.run === undefined) return yield* withoutCommand(p, command, path, line.value.args);
  const missing = table.filter((flag) => flag.required === true && !line.value.given.has(flag.name));
  if (missing.length > 0) {
    yield* p.warn(`error: required flag(s) ${missing.map((flag) => `"${flag.name}"`).join(', ')} not set\n`);
    return 1;
  }
  const flags = new Flags(table, line.value.given);
  const fallback = defaultKubeConfig(options.server ?? DEFAULT_SERVER);
  const config = readKubeConfig(p, flags.text('kubeconfig'), fallback);
  if (!config.ok) {
    yield* p.warn(`error: ${config.error}\n`);
    return 1;
  }
  const { args, dash } = line.value;
  const outcome = yield* command.run(
    new Invocation({
      process: p,
      door,
      options,
      cache,
      path,
      command,
      flags,
      args,
      dash,
      config: config.value,
    }),
  );
  if (outcome.ok) return 0;
  const printed = printedBy(outcome.error);
  if (printed !== '') yield* p.print(printed);
  const report = reportOf(outcome.error);
  if (report.text !== '') yield* p.warn(report.text);
  return report.code;
}

/** A branch alone shows its help, which some count as a failure. */
function* withoutCommand(p: Process, command: Command, path: string, args: readonly string[]): Sys<ExitCode> {
  if (command.helpWithout === undefined) return yield* showHelp(p, command, path);
  if (args.length > 0) {
    yield* p.warn(`error: unknown command "${args.join(' ')}"\nSee '${path} -h' for help and examples\n`);
    return 1;
  }
  yield* command.helpWithout === 'stdout'
    ? p.print(helpText(command, path))
    : p.warn(helpText(command, path));
  return 1;
}

function* showHelp(p: Process, command: Command, path: string): Sys<ExitCode> {
  yield* p.print(command === ROOT ? rootHelp() : helpText(command, path));
  return 0;
}

interface FoundCommand {
  readonly command: Command;
  readonly path: string;
  readonly rest: readonly string[];
  readonly unknown?: string;
}

/** Walks down the verbs; flags may stand between them, so the words that are no flags name the command. */
export function findCommand(words: readonly string[]): FoundCommand {
  let command: Command = ROOT;
  let path = 'kubectl';
  let rest = words;
  for (;;) {
    if (command.commands === undefined) return { command, path, rest };
    const at = firstArgument(command, rest);
    const word = at === undefined ? undefined : rest[at];
    if (at === undefined || word === undefined) return { command, path, rest };
    const next = command.commands.find((one) => one.name === word || (one.aliases ?? []).includes(word));
    if (next === undefined) {
      const takesWords = command.run !== undefined || command.helpWithout !== undefined;
      return takesWords ? { command, path, rest } : { command, path, rest, unknown: word };
    }
    rest = [...rest.slice(0, at), ...rest.slice(at + 1)];
    command = next;
    path = `${path} ${next.name}`;
  }
}

/** Where the first word stands that is neither a flag nor a flag's value. */
function firstArgument(command: Command, words: readonly string[]): number | undefined {
  const table = flagTable(command);
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (word === '--') return undefined;
    if (!word.startsWith('-') || word === '-') return at;
    if (word.includes('=')) continue;
    const flag = word.startsWith('--')
      ? table.find((one) => one.name === word.slice(2))
      : word.length === 2
        ? table.find((one) => one.short === word.slice(1))
        : undefined;
    if (flag !== undefined && flag.kind !== 'bool' && flag.alone === undefined) at++;
  }
  return undefined;
}

function* unknownCommand(p: Process, path: string, word: string, command: Command): Sys<ExitCode> {
  if (word === 'help') {
    const wanted = p.argv.slice(1).filter((one) => one !== 'help');
    const found = findCommand(wanted);
    if (found.unknown !== undefined) {
      yield* p.print(`Unknown help topic [${wanted.map((one) => `\`${one}\``).join(' ')}]\n`);
    }
    return yield* showHelp(p, found.command, found.path);
  }
  const plugin = path === 'kubectl' ? p.which(`kubectl-${word}`) : undefined;
  if (plugin?.ok === true) {
    const child = p.spawn([plugin.value, ...p.argv.slice(p.argv.indexOf(word) + 1)]);
    if (child.ok) return (yield* p.wait(child.value)).code;
  }
  if (path !== 'kubectl') {
    yield* p.print(helpText(command, path));
    return 0;
  }
  const near = suggestionsFor(word, VERBS_BY_GROUP);
  const hint = near.length === 0 ? '' : `\nDid you mean this?\n${near.map((name) => `\t${name}\n`).join('')}`;
  yield* p.warn(`error: unknown command "${word}" for "${path}"\n${hint}`);
  return 1;
}
