import type { Sys } from '../../../linux/process/program.ts';
import type { ArrayArguments } from '../builtins/builtin.ts';
import { expandAliases } from '../alias-expansion.ts';
import { expandAssigned, expandWords } from '../expand/words.ts';
import { quoteIfNeeded } from '../quote.ts';
import type { Shell } from '../shell.ts';
import type { Assignment, Command, Redirection, Word } from '../syntax.ts';
import { applyAssignment, environmentAssignment } from './assignment.ts';
import { runExternal } from './external.ts';
import { callFunction } from './function-call.ts';
import { redirect, restore, type Undo } from './redirect.ts';

/** What a simple command became after expansion. */
interface Expanded {
  readonly words: readonly string[];
  readonly arrays: ArrayArguments;
}

/** Runs a simple command: assignments, words, redirections; a function, a builtin or a program. */
export function* runSimple(sh: Shell, node: Command): Sys<number> {
  const aliased = aliasOf(sh, node);
  if (aliased !== undefined) return yield* runAliased(sh, aliased);
  sh.position = node.pos;
  sh.captured = undefined;
  const { tail } = sh;
  sh.tail = false;
  const substitutions = sh.substitutions.length;
  const { words, arrays } = yield* expandCommand(sh, node);
  if (sh.unwind) return sh.status;
  const assignments = node.prefix.filter((part) => part.type === 'Assignment');
  const redirections = node.redirects;
  let status: number;
  if (words.length === 0) status = yield* assignOnly(sh, assignments, redirections);
  else {
    if (sh.has('xtrace')) yield* trace(sh, words);
    sh.tail = tail && sh.traps.size === 0;
    status = yield* runWords(sh, words, { arrays, assignments, redirections });
    sh.tail = false;
    sh.lastArgument = words.at(-1) ?? '';
  }
  for (const fd of sh.substitutions.splice(substitutions)) sh.p.close(fd);
  return status;
}

/** The command's text with its alias put in, when its first word is one. */
function aliasOf(sh: Shell, { name, pos, end }: Command): string | undefined {
  if (sh.aliases.size === 0 || sh.unaliased || !name || name.parts || !sh.aliases.has(name.text))
    return undefined;
  if (!sh.shopts.has('expand_aliases')) return undefined;
  return expandAliases(sh.source.text.slice(pos, end), sh.aliases);
}

function* runAliased(sh: Shell, text: string): Sys<number> {
  sh.unaliased = true;
  const status = yield* sh.execution.text(sh, text);
  sh.unaliased = false;
  return status;
}

/** How words are run. */
export interface RunOptions {
  readonly arrays?: ArrayArguments;
  readonly assignments?: readonly Assignment[];
  readonly redirections?: readonly Redirection[];
  /** False skips shell functions (`command`, `builtin`). */
  readonly functions?: boolean;
}

/** Runs words that are expanded already. */
export function* runWords(sh: Shell, words: readonly string[], options: RunOptions = {}): Sys<number> {
  const { arrays = new Map(), assignments = [], redirections = [] } = options;
  const [name = ''] = words;
  const made = options.functions === false ? undefined : sh.functions.get(name);
  const builtin = made ? undefined : sh.builtins.get(name);
  const { tail } = sh;
  if (made || builtin) sh.tail = false;
  const undo = redirections.length === 0 ? NOTHING : yield* redirect(sh, redirections);
  if (!undo) return sh.unwind ? sh.status : 1;
  if (!made && !builtin) {
    const environment = yield* environmentWith(sh, assignments);
    if (sh.unwind) {
      restore(undo);
      return sh.status;
    }
    return yield* runExternal(sh, words, environment, tail ? NOTHING : undo);
  }
  const scoped = assignments.length > 0;
  if (scoped) {
    sh.vars.push();
    for (const assignment of assignments) yield* environmentAssignment(sh, assignment);
  }
  let status = sh.status;
  if (!sh.unwind) {
    if (made) status = yield* callFunction(sh, name, made, words.slice(1));
    else if (builtin) status = yield* builtin.run(sh, words.slice(1), arrays);
  }
  if (scoped) sh.vars.pop();
  // `exec` without command keeps its redirections.
  if (!(builtin?.name === 'exec' && words.length === 1)) restore(undo);
  return status;
}

const NOTHING: Undo = [];

function* expandCommand(sh: Shell, node: Command): Sys<Expanded> {
  const { name, args } = node;
  if (!name) return { words: [], arrays: new Map() };
  if (args.every((arg) => arg.type === 'Word')) {
    const plain = args.filter((arg): arg is Word => arg.type === 'Word');
    return { words: yield* expandWords(sh, [name, ...plain]), arrays: new Map() };
  }
  // declare, export and their like: an argument with `=` is an assignment, not split.
  const words = yield* expandWords(sh, [name]);
  const arrays = new Map<number, Assignment>();
  for (const arg of args) {
    if (arg.type === 'Word') words.push(...(yield* expandWords(sh, [arg])));
    else if (arg.value.type === 'ArrayValue' || arg.index) {
      arrays.set(words.length - 1, arg);
      words.push(arg.name);
    } else words.push(`${arg.name}${arg.append === true ? '+' : ''}=${yield* expandAssigned(sh, arg.value)}`);
    if (sh.unwind) break;
  }
  return { words, arrays };
}

function* assignOnly(
  sh: Shell,
  assignments: readonly Assignment[],
  redirections: readonly Redirection[],
): Sys<number> {
  const undo = yield* redirect(sh, redirections);
  if (!undo) return sh.unwind ? sh.status : 1;
  for (const assignment of assignments) {
    yield* applyAssignment(sh, assignment);
    if (sh.unwind) break;
  }
  restore(undo);
  return sh.unwind ? sh.status : (sh.captured ?? 0);
}

function* environmentWith(sh: Shell, assignments: readonly Assignment[]): Sys<ReadonlyMap<string, string>> {
  const environment = sh.vars.environment();
  if (assignments.length === 0) return environment;
  const own = new Map(environment);
  for (const { name, value } of assignments) {
    if (value.type === 'Word') own.set(name, yield* expandAssigned(sh, value));
  }
  return own;
}

function* trace(sh: Shell, words: readonly string[]): Sys<void> {
  yield* sh.p.warn(`${sh.vars.get('PS4') ?? '+ '}${words.map(quoteIfNeeded).join(' ')}\n`);
}
