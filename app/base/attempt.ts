import { bad, good, type Result } from './result.ts';

/** Calls a library that reports failure by throwing and gives its Error back as data. The only catch below the engine. */
export function attempt<Value>(work: () => Value): Result<Value, Error> {
  try {
    return good(work());
  } catch (thrown) {
    return bad(thrown instanceof Error ? thrown : new Error(String(thrown)));
  }
}
