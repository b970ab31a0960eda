import type { Sys } from '../../../linux/process/program.ts';
import { withLastApplied } from '../apply/last-applied.ts';
import { usageFailure, type Command } from '../command.ts';
import { deleteObject, waitUntilGone } from '../delete/delete-object.ts';
import { dryRunAndPrinter, dryRunQuery, type DryRun, type ResultPrinter } from '../dry-run.ts';
import { failed, prefixed, type Failure, type Outcome } from '../failure.ts';
import {
  DRY_RUN_FLAG,
  fieldManagerFlag,
  fileFlags,
  printFlags,
  SAVE_CONFIG_FLAG,
  VALIDATE_FLAG,
} from '../flag-sets.ts';
import type { Invocation } from '../invocation.ts';
import { ended } from '../object/found.ts';
import type { Target } from '../resource/builder.ts';
import { pathOf, singularDotGroup } from '../resource/mapping.ts';
import { resolveFiles, validationOf } from '../resource/validation.ts';
import { textAt, withAt } from '../unstructured.ts';
import { filesOf } from './apply.ts';
import { sendRaw } from './create.ts';

/** `kubectl replace`: puts a whole object in the place of the old one. */
export const replace: Command = {
  name: 'replace',
  short: 'Replace a resource by file name or stdin',
  long: 'Put a complete object in the place of the one that is there. With --force the old one is deleted first.',
  examples: [
    '# From a file',
    'kubectl replace -f ./pod.json',
    '',
    '# Delete and create anew',
    'kubectl replace --force -f ./pod.json',
  ],
  use: '-f FILENAME [options]',
  takes: 'files',
  flags: [
    ...fileFlags('the objects to put'),
    ...printFlags(),
    DRY_RUN_FLAG,
    fieldManagerFlag('kubectl-replace'),
    SAVE_CONFIG_FLAG,
    VALIDATE_FLAG,
    {
      name: 'cascade',
      kind: 'string',
      default: 'background',
      alone: 'background',
      usage: 'With --force: what happens to dependents.',
    },
    { name: 'force', kind: 'bool', usage: 'Delete the old object first.' },
    { name: 'grace-period', kind: 'int', default: '-1', usage: 'With --force: seconds to end in.' },
    { name: 'raw', kind: 'string', usage: 'Put the file to this address and print the answer.' },
    { name: 'subresource', kind: 'string', usage: 'Replace this subresource.', values: ['status', 'scale'] },
    { name: 'timeout', kind: 'duration', usage: 'With --force: how long to wait until the old one is gone.' },
    { name: 'wait', kind: 'bool', usage: 'With --force: wait until the old one is gone.' },
  ],
  *run(k) {
    const files = yield* filesOf(k);
    if (!files.ok) return files;
    if (k.args.length > 0) return usageFailure(k, `Unexpected args: [${k.args.join(' ')}]`);
    if (k.flags.text('raw') !== '') return yield* sendRaw(k, 'PUT', files.value);
    const force = k.flags.bool('force');
    if (!force && k.flags.int('grace-period') >= 0)
      return failed('--grace-period must have --force specified');
    if (!force && k.flags.duration('timeout') !== 0) return failed('--timeout must have --force specified');
    const setup = yield* dryRunAndPrinter(k);
    if (!setup.ok) return setup;
    const validation = validationOf(k);
    if (!validation.ok) return validation;
    const targets = yield* resolveFiles(k, files.value, validation.value);
    if (!targets.ok) return targets;
    if (targets.value.length === 0) return failed('no objects passed to replace');
    const failures: Failure[] = [];
    const { dryRun, printer } = setup.value;
    if (force) {
      const removed = yield* removeAll(k, targets.value);
      if (!removed.ok) return removed;
    }
    for (const target of targets.value) {
      const put = yield* putOne(k, target, dryRun, printer, validation.value);
      if (!put.ok) failures.push(put.error);
    }
    return ended(failures);
  },
};

function* removeAll(k: Invocation, targets: readonly Target[]): Sys<Outcome> {
  for (const target of targets) {
    const grace = k.flags.int('grace-period');
    const deleted = yield* deleteObject(k, target, {
      dryRun: 'none',
      propagation: 'Background',
      grace: grace === 0 ? 0 : grace,
    });
    if (!deleted.ok) {
      if (deleted.error.type === 'status' && deleted.error.status.reason === 'NotFound') continue;
      return deleted;
    }
    const from = target.namespace === '' ? '' : ` from ${target.namespace} namespace`;
    yield* k.p.print(`${singularDotGroup(target.mapping)} "${target.name ?? ''}" deleted${from}\n`);
    const gone = yield* waitUntilGone(k, [deleted.value], k.flags.duration('timeout'));
    if (!gone.ok) return gone;
  }
  return { ok: true, value: undefined };
}

function* putOne(
  k: Invocation,
  target: Target,
  dryRun: DryRun,
  printer: ResultPrinter,
  validation: string,
): Sys<Outcome> {
  const force = k.flags.bool('force');
  const object = k.flags.bool('save-config') ? withLastApplied(target.object ?? {}) : (target.object ?? {});
  if (dryRun === 'client') return yield* printer.print(object, 'replaced');
  const path = pathOf(target.mapping, target.namespace, target.name);
  const query = {
    ...dryRunQuery(dryRun),
    fieldManager: k.flags.text('field-manager'),
    fieldValidation: validation,
  };
  if (force) {
    const bare = withAt(object, ['metadata', 'resourceVersion'], undefined);
    const created = yield* k.call('POST', pathOf(target.mapping, target.namespace), { query, body: bare });
    return created.ok ? yield* printer.print(created.value, 'replaced') : created;
  }
  let body = object;
  if (textAt(object, 'metadata', 'resourceVersion') === '') {
    const current = yield* k.get(path);
    if (!current.ok) return wrapped(current.error, target);
    body = withAt(
      object,
      ['metadata', 'resourceVersion'],
      textAt(current.value, 'metadata', 'resourceVersion'),
    );
  }
  const put = yield* k.call('PUT', path, { query, body });
  return put.ok ? yield* printer.print(put.value, 'replaced') : wrapped(put.error, target);
}

function wrapped(failure: Failure, target: Target): Outcome {
  return { ok: false, error: prefixed(failure, `error when replacing "${target.source ?? ''}": `) };
}
