import type { Sys } from '../../../linux/process/program.ts';
import { usageFailure, type Command } from '../command.ts';
import { dryRunAndPrinter, type DryRun, type ResultPrinter } from '../dry-run.ts';
import { failed, type Outcome } from '../failure.ts';
import { DRY_RUN_FLAG, fieldManagerFlag, printFlags, SELECTOR_FLAG, VALIDATE_FLAG } from '../flag-sets.ts';
import type { Invocation } from '../invocation.ts';
import { changeTaints, parseTaints, type Taint, type TaintChanges } from '../node/taints.ts';
import { sendChange } from '../object/change.ts';
import { eachObject, findObjects } from '../object/found.ts';
import type { Found } from '../resource/builder.ts';
import { findMapping } from '../resource/mapping.ts';
import { validationOf } from '../resource/validation.ts';
import { typed } from '../status.decode.ts';
import { listAt, withAt } from '../unstructured.ts';

/** `kubectl taint`: keeps Pods off a node that do not tolerate it. */
export const taint: Command = {
  name: 'taint',
  short: 'Update the taints on one or more nodes',
  long: 'Set or remove taints of nodes. A taint has a key, a value and an effect: KEY=VALUE:EFFECT with NoSchedule, PreferNoSchedule or NoExecute.',
  examples: [
    '# Only Pods that tolerate it are placed there',
    'kubectl taint nodes node-905m dedicated=special:NoSchedule',
    '',
    '# Remove it',
    'kubectl taint nodes node-905m dedicated:NoSchedule-',
  ],
  use: 'NODE NAME KEY_1=VAL_1:TAINT_EFFECT_1 ... KEY_N=VAL_N:TAINT_EFFECT_N [options]',
  takes: 'resources',
  flags: [
    ...printFlags(),
    DRY_RUN_FLAG,
    fieldManagerFlag('kubectl-taint'),
    SELECTOR_FLAG,
    VALIDATE_FLAG,
    { name: 'all', kind: 'bool', usage: 'All nodes.' },
    { name: 'overwrite', kind: 'bool', usage: 'Change taints that are there already.' },
  ],
  *run(k) {
    const [type, ...rest] = k.args;
    if (type === undefined) return failed('one or more resources must be specified as <resource> <name>');
    const specs = rest.filter(isTaint);
    const names = rest.filter((word) => !isTaint(word));
    const mapper = yield* k.mapper();
    if (!mapper.ok) return mapper;
    const mapping = findMapping(mapper.value, type.split('/')[0] ?? type);
    if (mapping !== undefined && mapping.kind !== 'Node') {
      return failed(`invalid resource type ${type}, only node types are supported`);
    }
    if (specs.length === 0) return failed('at least one taint update is required');
    const changes = parseTaints(specs);
    if (!changes.ok) return usageFailure(k, changes.error);
    const setup = yield* dryRunAndPrinter(k);
    if (!setup.ok) return setup;
    const objects = yield* findObjects(k, {
      args: [type, ...names],
      selector: k.flags.text('selector'),
      all: k.flags.bool('all'),
    });
    if (!objects.ok) return objects;
    return yield* eachObject(objects.value, (found) =>
      taintOne(k, found, changes.value, setup.value.dryRun, setup.value.printer),
    );
  },
};

function isTaint(word: string): boolean {
  return word.includes('=') || word.includes(':') || word.endsWith('-');
}

function* taintOne(
  k: Invocation,
  found: Found,
  changes: TaintChanges,
  dryRun: DryRun,
  printer: ResultPrinter,
): Sys<Outcome> {
  const before = listAt(found.object, 'spec', 'taints').map((one) => typed<Taint>(one));
  const changed = changeTaints(before, changes, k.flags.bool('overwrite'), found.name);
  if (!changed.ok) return failed(changed.error);
  const { taints, operation } = changed.value;
  const after = withAt(found.object, ['spec', 'taints'], taints.length === 0 ? undefined : taints);
  const validation = validationOf(k);
  if (!validation.ok) return validation;
  const sent = yield* sendChange(k, found, after, {
    dryRun,
    manager: k.flags.text('field-manager'),
    validation: validation.value,
  });
  return sent.ok ? yield* printer.print(sent.value, operation) : sent;
}
