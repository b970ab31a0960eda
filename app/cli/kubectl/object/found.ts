import { good, type Result } from '../../../base/result.ts';
import type { Sys } from '../../../linux/process/program.ts';
import { together, type Failure, type Outcome } from '../failure.ts';
import type { Invocation } from '../invocation.ts';
import { fetchTargets, resolveTargets, type Found, type Wanted } from '../resource/builder.ts';

/** Resolves and fetches what a verb works on; with --local the objects of the files themselves. */
export function* findObjects(
  k: Invocation,
  wanted: Wanted,
  local = false,
): Sys<Result<{ readonly found: readonly Found[]; readonly failures: readonly Failure[] }, Failure>> {
  const targets = yield* resolveTargets(k, { ...wanted, local });
  if (!targets.ok) return targets;
  if (!local) return good(yield* fetchTargets(k, targets.value));
  const found = targets.value.map((target) => ({
    mapping: target.mapping,
    namespace: target.namespace,
    name: target.name ?? '',
    object: target.object ?? {},
    source: target.source ?? '',
  }));
  return good({ found, failures: [] });
}

/** Does something with each object and gathers what failed. */
export function* eachObject(
  objects: { readonly found: readonly Found[]; readonly failures: readonly Failure[] },
  work: (found: Found) => Sys<Outcome>,
): Sys<Outcome> {
  const failures: Failure[] = [...objects.failures];
  for (const found of objects.found) {
    const done = yield* work(found);
    if (!done.ok) failures.push(done.error);
  }
  return ended(failures);
}

/** One failure stands alone, several together. */
export function ended(failures: readonly Failure[]): Outcome {
  const [only] = failures;
  return failures.length === 1 && only !== undefined ? { ok: false, error: only } : together(failures);
}
