import type { ShellFunction } from './shell.ts';

/** A function's definition as `type` and `declare -f` show it: the name, then the body as it was written. */
export function printFunction(name: string, made: ShellFunction): string {
  const body = made.text.replace(/^(?:function\s+)?[^\s(]+\s*(?:\(\s*\))?\s*/, '');
  return `${name} () \n${body}`;
}
