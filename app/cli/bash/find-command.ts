import { printFunction } from './print-function.ts';
import type { Shell } from './shell.ts';

/** What a command name can mean. */
export interface FoundCommand {
  readonly type: 'alias' | 'keyword' | 'function' | 'builtin' | 'file';
  /** The alias' text, the function's definition, the file's path. */
  readonly text: string;
}

/** Words of the grammar. */
export const KEYWORDS: readonly string[] = [
  'if',
  'then',
  'else',
  'elif',
  'fi',
  'case',
  'esac',
  'for',
  'select',
  'while',
  'until',
  'do',
  'done',
  'in',
  'function',
  'time',
  '{',
  '}',
  '!',
  '[[',
  ']]',
  'coproc',
];

/** Everything that a name means as a command, in the order in which the shell looks. */
export function findCommand(sh: Shell, name: string): readonly FoundCommand[] {
  const found: FoundCommand[] = [];
  const alias = sh.aliases.get(name);
  if (alias !== undefined) found.push({ type: 'alias', text: alias });
  if (KEYWORDS.includes(name)) found.push({ type: 'keyword', text: name });
  const made = sh.functions.get(name);
  if (made) found.push({ type: 'function', text: printFunction(name, made) });
  if (sh.builtins.has(name)) found.push({ type: 'builtin', text: name });
  const path = sh.p.which(name, sh.vars.get('PATH'));
  if (path.ok) found.push({ type: 'file', text: path.value });
  return found;
}
