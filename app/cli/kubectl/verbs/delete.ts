import { good, type Result } from '../../../base/result.ts';
import type { Sys } from '../../../linux/process/program.ts';
import type { Command } from '../command.ts';
import { deleteObject, waitUntilGone, type Deleted } from '../delete/delete-object.ts';
import { dryRunOf, dryRunSuffix, type DryRun } from '../dry-run.ts';
import { failed, together, type Failure, type Outcome } from '../failure.ts';
import {
  ALL_NAMESPACES_FLAG,
  DRY_RUN_FLAG,
  FIELD_SELECTOR_FLAG,
  fileFlags,
  SELECTOR_FLAG,
} from '../flag-sets.ts';
import type { Invocation } from '../invocation.ts';
import { fetchTarget, resolveTargets, type Target } from '../resource/builder.ts';
import { singularDotGroup } from '../resource/mapping.ts';
import { kustomizeComplaint } from './apply.ts';

const FORCE_WARNING =
  'Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. ' +
  'The resource may continue to run on the cluster indefinitely.\n';

/** `kubectl delete`. */
export const deleteVerb: Command = {
  name: 'delete',
  short: 'Delete resources by file names, stdin, resources and names, or by resources and label selector',
  long: 'Delete objects named by files, standard input, type and name, or by type and label selector.\n\n The line about an object is printed before it is gone: containers first get time to end. --now shortens that time, --force does not wait for it at all.',
  examples: [
    '# One Pod',
    'kubectl delete pod web-1',
    '',
    '# What a file describes',
    'kubectl delete -f ./nginx-svc.yaml',
    '',
    '# By label',
    'kubectl delete pods,services -l app=web',
    '',
    '# All Pods of the namespace',
    'kubectl delete pods --all',
  ],
  use: '([-f FILENAME] | [-k DIRECTORY] | TYPE [(NAME | -l label | --all)]) [options]',
  takes: 'resources',
  flags: [
    ...fileFlags('what to delete'),
    ALL_NAMESPACES_FLAG,
    DRY_RUN_FLAG,
    FIELD_SELECTOR_FLAG,
    SELECTOR_FLAG,
    { name: 'all', kind: 'bool', usage: 'All objects of the given types in the namespace.' },
    {
      name: 'cascade',
      kind: 'string',
      default: 'background',
      alone: 'background',
      usage: 'What happens to dependents: background, orphan or foreground.',
      values: ['background', 'orphan', 'foreground'],
    },
    { name: 'force', kind: 'bool', usage: 'Remove the object at once, without waiting for its end.' },
    {
      name: 'grace-period',
      kind: 'int',
      default: '-1',
      usage: 'Seconds to end in; -1 takes the default of the object.',
    },
    { name: 'ignore-not-found', kind: 'bool', usage: 'A missing object is no error.' },
    { name: 'interactive', short: 'i', kind: 'bool', usage: 'Ask before deleting.' },
    { name: 'now', kind: 'bool', usage: 'One second to end in.' },
    { name: 'output', short: 'o', kind: 'string', usage: 'name prints only TYPE/NAME.', values: ['name'] },
    { name: 'raw', kind: 'string', usage: 'Delete this address.' },
    {
      name: 'timeout',
      kind: 'duration',
      usage: 'How long to wait until the object is gone; 0 waits as long as it takes.',
    },
    { name: 'wait', kind: 'bool', default: 'true', usage: 'Wait until the object is gone.' },
  ],
  *run(k) {
    if (k.flags.text('raw') !== '') return yield* deleteRaw(k);
    const cascade = yield* cascadeOf(k);
    if (!cascade.ok) return cascade;
    const dryRun = yield* dryRunOf(k);
    if (!dryRun.ok) return dryRun;
    const files = k.flags.list('filename');
    const kustomize = k.flags.text('kustomize');
    if (kustomize !== '') return failed(kustomizeComplaint(k, kustomize));
    const selecting =
      k.flags.bool('all') || k.flags.text('selector') !== '' || k.flags.text('field-selector') !== '';
    const targets = yield* resolveTargets(k, {
      args: k.args,
      files,
      recursive: k.flags.bool('recursive'),
      selector: k.flags.text('selector'),
      fieldSelector: k.flags.text('field-selector'),
      all: k.flags.bool('all'),
      allNamespaces: k.flags.bool('all-namespaces'),
    });
    if (k.flags.bool('all') && k.flags.text('selector') !== '') {
      return failed("setting 'all' parameter but found a non empty selector. ");
    }
    if (!targets.ok) return targets;
    const conflict = flagConflict(k);
    if (conflict !== undefined) return failed(conflict);
    if (k.flags.bool('force') && graceOf(k) === 0) yield* k.p.warn(FORCE_WARNING);
    return yield* deleteAll(k, targets.value, selecting, dryRun.value, cascade.value);
  },
};

function flagConflict(k: Invocation): string | undefined {
  const grace = k.flags.int('grace-period');
  if (k.flags.bool('now') && grace !== -1) return '--now and --grace-period cannot be specified together';
  if (k.flags.bool('force') && (grace > 0 || k.flags.bool('now'))) {
    return '--force and --grace-period greater than 0 cannot be specified together';
  }
  const output = k.flags.text('output');
  if (output !== '' && output !== 'name')
    return `unexpected -o output mode: ${output}. We only support '-o name'`;
  return undefined;
}

/** Seconds to end in; zero only when forced, since losing data takes a second word. */
function graceOf(k: Invocation): number {
  if (k.flags.bool('now')) return 1;
  const grace = k.flags.int('grace-period');
  if (k.flags.bool('force') && grace <= 0) return 0;
  return grace === 0 ? 1 : grace;
}

type Propagation = 'Background' | 'Foreground' | 'Orphan';

function* cascadeOf(k: Invocation): Sys<Result<Propagation, Failure>> {
  const value = k.flags.text('cascade');
  switch (value) {
    case 'background':
      return good('Background');
    case 'foreground':
      return good('Foreground');
    case 'orphan':
      return good('Orphan');
    case 'true':
    case 'false': {
      const means = value === 'true' ? 'background' : 'orphan';
      yield* k.p.warn(
        `warning: --cascade=${value} is deprecated (boolean value) and can be replaced with --cascade=${means}.\n`,
      );
      return good(value === 'true' ? 'Background' : 'Orphan');
    }
    default:
      return failed(`invalid cascade value (${value}). Must be "background", "foreground", or "orphan"`);
  }
}

function* deleteRaw(k: Invocation): Sys<Outcome> {
  if (k.args.length > 0 || k.flags.list('filename').length > 0) {
    return failed('arguments may not be passed when --raw is specified');
  }
  const answer = yield* k.call('DELETE', k.flags.text('raw'));
  if (!answer.ok) return answer;
  yield* k.p.print(`${JSON.stringify(answer.value)}\n`);
  return good(undefined);
}

function* deleteAll(
  k: Invocation,
  targets: readonly Target[],
  selecting: boolean,
  dryRun: DryRun,
  propagation: Propagation,
): Sys<Outcome> {
  const failures: Failure[] = [];
  const deleted: Deleted[] = [];
  let count = 0;
  for (const target of targets) {
    const named =
      target.name === undefined ? yield* fetchTarget(k, target) : good([{ ...target, name: target.name }]);
    if (!named.ok) {
      failures.push(named.error);
      continue;
    }
    for (const one of named.value) {
      const gone = yield* deleteObject(k, { ...target, ...one }, { dryRun, propagation, grace: graceOf(k) });
      if (!gone.ok) {
        if (!ignorable(k, gone.error, selecting)) failures.push(gone.error);
        continue;
      }
      count++;
      yield* k.p.print(deletedLine(k, { ...target, ...one }, dryRun));
      deleted.push(gone.value);
    }
  }
  if (failures.length > 0) return together(failures);
  if (count === 0 && !(k.flags.bool('ignore-not-found') && !selecting)) {
    yield* k.p.print('No resources found\n');
    return good(undefined);
  }
  if (!k.flags.bool('wait') || dryRun !== 'none') return good(undefined);
  return yield* waitUntilGone(k, deleted, k.flags.duration('timeout'));
}

function ignorable(k: Invocation, failure: Failure, selecting: boolean): boolean {
  const missing = failure.type === 'status' && failure.status.reason === 'NotFound';
  return missing && (selecting || k.flags.bool('ignore-not-found'));
}

function deletedLine(k: Invocation, target: Target, dryRun: DryRun): string {
  const kind = singularDotGroup(target.mapping);
  const name = target.name ?? '';
  if (k.flags.text('output') === 'name') return `${kind}/${name}\n`;
  const operation = graceOf(k) === 0 ? 'force deleted' : 'deleted';
  const from = target.namespace === '' ? '' : ` from ${target.namespace} namespace`;
  return `${kind} "${name}" ${operation}${from}${dryRunSuffix(dryRun)}\n`;
}
