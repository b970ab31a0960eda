import { good } from '../../../base/result.ts';
import type { Sys } from '../../../linux/process/program.ts';
import { usageFailure, type Command } from '../command.ts';
import { dryRunOf, dryRunQuery, dryRunSuffix, type DryRun } from '../dry-run.ts';
import { failed, type Outcome } from '../failure.ts';
import { DRY_RUN_FLAG, SELECTOR_FLAG } from '../flag-sets.ts';
import type { Invocation } from '../invocation.ts';
import { eachObject, findObjects } from '../object/found.ts';
import type { Found } from '../resource/builder.ts';
import { pathOf } from '../resource/mapping.ts';
import { at } from '../unstructured.ts';

/** Makes `cordon` or `uncordon`. */
export function cordonVerb(name: 'cordon' | 'uncordon', short: string, long: string): Command {
  return {
    name,
    short,
    long,
    examples: [`# The node node-905m`, `kubectl ${name} node-905m`],
    use: 'NODE [options]',
    takes: 'nodes',
    flags: [DRY_RUN_FLAG, SELECTOR_FLAG],
    *run(k) {
      const dryRun = yield* dryRunOf(k);
      if (!dryRun.ok) return dryRun;
      const objects = yield* findNodes(k);
      if (!objects.ok) return objects;
      return yield* eachObject(objects.value, (found) =>
        setCordon(k, found, name === 'cordon', dryRun.value),
      );
    },
  };
}

/** The nodes of the arguments, or of --selector. */
export function* findNodes(
  k: Invocation,
): Sys<ReturnType<typeof findObjects> extends Sys<infer Answer> ? Answer : never> {
  const selector = k.flags.text('selector');
  if (k.args.length === 0 && selector === '') return usageFailure(k, `USAGE: ${k.command.name} NODE [flags]`);
  if (k.args.length > 0 && selector !== '')
    return failed('error: cannot specify both a node name and a --selector option');
  const args = k.args.some((arg) => arg.includes('/')) ? k.args : ['nodes', ...k.args];
  return yield* findObjects(k, { args, selector });
}

/** Closes a node for new Pods, or opens it. */
export function* setCordon(k: Invocation, found: Found, closed: boolean, dryRun: DryRun): Sys<Outcome> {
  const word = closed ? 'cordoned' : 'uncordoned';
  const suffix = dryRunSuffix(dryRun);
  if ((at(found.object, 'spec', 'unschedulable') === true) === closed) {
    yield* k.p.print(`node/${found.name} already ${word}${suffix}\n`);
    return good(undefined);
  }
  if (dryRun !== 'client') {
    const answer = yield* k.call('PATCH', pathOf(found.mapping, '', found.name), {
      query: dryRunQuery(dryRun),
      contentType: 'application/strategic-merge-patch+json',
      body: { spec: { unschedulable: closed ? true : null } },
    });
    if (!answer.ok) return answer;
  }
  yield* k.p.print(`node/${found.name} ${word}${suffix}\n`);
  return good(undefined);
}
