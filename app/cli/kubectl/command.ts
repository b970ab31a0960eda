import type { Sys } from '../../linux/process/program.ts';
import type { Failure, Outcome } from './failure.ts';
import type { Invocation } from './invocation.ts';
import type { Candidate } from '../../linux/process/program.ts';

/** What kind of value a flag takes; `list` may be given several times and splits at commas, `array` does not split. */
export type FlagKind = 'bool' | 'string' | 'int' | 'list' | 'array' | 'duration';

/** One flag of the table from which parsing, help and completion are made. */
export interface Flag {
  readonly name: string;
  readonly short?: string;
  readonly kind: FlagKind;
  /** As text; kinds have their own zero: false, '', 0, [], 0s. */
  readonly default?: string;
  /** The value when the flag stands alone: `--dry-run`, `--cascade`. */
  readonly alone?: string;
  readonly usage: string;
  readonly required?: boolean;
  readonly hidden?: boolean;
  readonly deprecated?: string;
  /** Values offered by completion. */
  readonly values?: readonly string[];
  /** What completion offers instead of values. */
  readonly offers?: 'files' | 'namespaces' | 'contexts' | 'containers';
}

/** One verb, or a verb of a verb: a leaf runs, a branch has commands. */
export interface Command {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly short: string;
  readonly long?: string;
  /** Lines as they stand under `Examples:`. */
  readonly examples?: readonly string[];
  /** What follows the command's path in the usage line. */
  readonly use?: string;
  readonly flags?: readonly Flag[];
  readonly commands?: readonly Command[];
  /** A branch that fails without one of its commands: where its help goes then. */
  readonly helpWithout?: 'stdout' | 'stderr';
  readonly run?: (k: Invocation) => Sys<Outcome>;
  /** Flags end at the first argument (exec and run pass the rest on). */
  readonly argsEndFlags?: boolean;
  /** What its arguments are, for completion. */
  readonly takes?: 'resources' | 'pods' | 'nodes' | 'contexts' | 'files' | 'types';
  readonly complete?: (k: Invocation, words: readonly string[]) => readonly Candidate[];
  readonly hidden?: boolean;
}

/** A message that ends with where the help is. */
export function usageFailure(
  k: Invocation,
  message: string,
): { readonly ok: false; readonly error: Failure } {
  return {
    ok: false,
    error: { type: 'plain', message: `${message}\nSee '${k.path} -h' for help and examples` },
  };
}
