import { good, type Result } from '../../../base/result.ts';
import { failed, type Failure } from '../failure.ts';
import type { Invocation } from '../invocation.ts';

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
