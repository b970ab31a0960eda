import type { Candidate } from '../../linux/process/program.ts';
import type { Command, Flag } from './command.ts';
import { argumentCandidates, flagCandidates } from './completion/live.ts';
import { GLOBAL_FLAGS } from './flag-sets.ts';
import { parseFlags, type ParsedLine } from './flags.ts';
import type { Invocation } from './invocation.ts';
import { ROOT } from './root.ts';

/** Makes an invocation for completion: nothing runs, but the server can be asked. */
export type Asker = (command: Command, path: string, line: ParsedLine) => Invocation | undefined;

/** What completion offers, and whether file names are wanted beside it. */
export interface Completion {
  readonly candidates: readonly Candidate[];
  /** `files` asks for file names; extensions narrow them. */
  readonly directive: 'none' | 'files' | 'manifests';
}

const NOTHING: Completion = { candidates: [], directive: 'none' };
const MANIFESTS = ['json', 'yaml', 'yml'];

/** Completes the last of the words after `kubectl`. */
export function completeWords(words: readonly string[], asker: Asker): Completion {
  const typed = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const { command, path, rest } = walk(before);
  const table = [...(command.flags ?? []), ...GLOBAL_FLAGS];
  const line = parseFlags(table, complete(rest, table), command.argsEndFlags === true);
  const invocation = line.ok ? asker(command, path, line.value) : undefined;
  const waiting = waitingFlag(rest, table);
  if (waiting !== undefined) return flagValue(waiting, typed, '', invocation);
  if (typed.startsWith('-')) return flagOrValue(typed, table, invocation);
  if (command.commands !== undefined && (line.ok ? line.value.args.length === 0 : true)) {
    const names = command.commands.filter((one) => one.hidden !== true || one.name === 'options');
    const all = command === ROOT ? [...names, { name: 'help', short: 'Help about any command' }] : names;
    const found = all
      .filter((one) => one.name.startsWith(typed))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .map((one): Candidate => ({ text: one.name, description: one.short }));
    if (found.length > 0 || command.run === undefined) return { candidates: found, directive: 'none' };
  }
  if (invocation === undefined) return NOTHING;
  if (command.takes === 'files') return { candidates: [], directive: 'files' };
  return { candidates: argumentCandidates(invocation, command, typed), directive: 'none' };
}

/** Candidates for the line editor: files come from the machine. */
export function completeLine(words: readonly string[], asker: Asker): readonly Candidate[] {
  const { candidates } = completeWords(words.slice(1), asker);
  return candidates;
}

interface Walked {
  readonly command: Command;
  readonly path: string;
  readonly rest: readonly string[];
}

/** The command that the words before the cursor have reached. */
function walk(words: readonly string[]): Walked {
  let command = ROOT;
  let path = 'kubectl';
  const rest: string[] = [];
  let skip = false;
  for (const word of words) {
    const flags: readonly Flag[] = [...(command.flags ?? []), ...GLOBAL_FLAGS];
    const next =
      skip ||
      word.startsWith('-') ||
      rest.some((one) => !one.startsWith('-') && !skip && command.commands === undefined)
        ? undefined
        : command.commands?.find((one) => one.name === word || one.aliases?.includes(word) === true);
    skip = !skip && waitingFlag([word], flags) !== undefined;
    if (next === undefined) rest.push(word);
    else {
      command = next;
      path = `${path} ${next.name}`;
    }
  }
  return { command, path, rest };
}

/** Drops a last flag that still waits for its value, so that the rest can be parsed. */
function complete(words: readonly string[], table: readonly Flag[]): readonly string[] {
  return waitingFlag(words, table) === undefined ? words : words.slice(0, -1);
}

function waitingFlag(words: readonly string[], table: readonly Flag[]): Flag | undefined {
  const last = words.at(-1) ?? '';
  if (!last.startsWith('-') || last.includes('=') || last === '-' || last === '--') return undefined;
  const flag = last.startsWith('--')
    ? table.find((one) => one.name === last.slice(2))
    : table.find((one) => one.short === last.at(-1));
  return flag === undefined || flag.kind === 'bool' || flag.alone !== undefined ? undefined : flag;
}

function flagOrValue(typed: string, table: readonly Flag[], invocation: Invocation | undefined): Completion {
  const equals = typed.indexOf('=');
  if (equals !== -1) {
    const name = typed.slice(0, equals).replace(/^--?/, '');
    const flag = table.find((one) => one.name === name || one.short === name);
    return flag === undefined
      ? NOTHING
      : flagValue(flag, typed.slice(equals + 1), typed.slice(0, equals + 1), invocation);
  }
  const candidates = table
    .filter(
      (flag) => flag.hidden !== true && flag.deprecated === undefined && `--${flag.name}`.startsWith(typed),
    )
    .map((flag): Candidate => {
      const takesValue = flag.kind !== 'bool' && flag.alone === undefined;
      return { text: `--${flag.name}${takesValue ? '=' : ''}`, description: flag.usage, final: !takesValue };
    });
  return { candidates, directive: 'none' };
}

function flagValue(flag: Flag, typed: string, head: string, invocation: Invocation | undefined): Completion {
  if (flag.name === 'filename') return { candidates: [], directive: 'manifests' };
  if (flag.offers === 'files') return { candidates: [], directive: 'files' };
  const words = flag.values ?? (invocation === undefined ? [] : flagCandidates(invocation, flag));
  const candidates = words
    .filter((word) => word.startsWith(typed))
    .map((word): Candidate => ({
      text: `${head}${word}`,
      final: !/^(jsonpath|custom-columns|go-template|template)/.test(word) || head !== '',
    }));
  return { candidates, directive: 'none' };
}

/** What the hidden `kubectl __complete` prints: candidates, then a directive. */
export function completionReport(completion: Completion): { readonly out: string; readonly err: string } {
  const files = completion.directive === 'manifests';
  const code = files ? 8 : completion.directive === 'files' ? 0 : 4;
  const name = files
    ? 'ShellCompDirectiveFilterFileExt'
    : completion.directive === 'files'
      ? 'ShellCompDirectiveDefault'
      : 'ShellCompDirectiveNoFileComp';
  const lines = files
    ? MANIFESTS
    : completion.candidates.map((one) =>
        one.description === undefined ? one.text : `${one.text}\t${one.description}`,
      );
  return {
    out: [...lines, `:${code}`].map((line) => `${line}\n`).join(''),
    err: `Completion ended with directive: ${name}\n`,
  };
}
