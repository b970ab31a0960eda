import type { Sys } from '../../../linux/process/program.ts';
import { good, type Result } from '../../../base/result.ts';
import { failed, type Failure } from '../failure.ts';
import type { Invocation } from '../invocation.ts';
import { resolveTargets, type Target } from './builder.ts';

/** What the server does about unknown fields, from --validate. */
export type Validation = 'Strict' | 'Warn' | 'Ignore';

/** Reads --validate. */
export function validationOf(k: Invocation): Result<Validation, Failure> {
  switch (k.flags.text('validate')) {
    case 'strict':
    case 'true':
    case '':
      return good('Strict');
    case 'warn':
      return good('Warn');
    case 'ignore':
    case 'false':
      return good('Ignore');
    default:
      return failed(
        `invalid - validate option "${k.flags.text('validate')}"; must be one of: strict (or true), warn, ignore (or false)`,
      );
  }
}

/** The objects in files, for the verbs that send them whole: checked first unless --validate says not to. */
export function resolveFiles(
  k: Invocation,
  files: readonly string[],
  validation: Validation,
): Sys<Result<readonly Target[], Failure>> {
  return resolveTargets(k, {
    args: [],
    files,
    recursive: k.flags.bool('recursive'),
    validate: validation !== 'Ignore',
  });
}
