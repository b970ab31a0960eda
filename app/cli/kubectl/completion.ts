import type { Candidate } from '../../linux/process/program.ts';
import type { Command } from './command.ts';
import type { ParsedLine } from './flags.ts';
import type { Invocation } from './invocation.ts';

/** Makes an invocation for completion: nothing runs, but the server can be asked. */
export type Asker = (command: Command, path: string, line: ParsedLine) => Invocation | undefined;

/** Candidates for the last of the words. */
export function completeLine(words: readonly string[], asker: Asker): readonly Candidate[] {
  void words;
  void asker;
  return [];
}
