import { good, type Result } from '../../../base/result.ts';
import type { Sys } from '../../../linux/process/program.ts';
import type { Command } from '../command.ts';
import { dryRunAndPrinter, dryRunQuery, type DryRun, type ResultPrinter } from '../dry-run.ts';
import { failed, refused, together, type Failure, type Outcome } from '../failure.ts';
import { DRY_RUN_FLAG, fileFlags, printFlags, SELECTOR_FLAG } from '../flag-sets.ts';
import type { Invocation } from '../invocation.ts';
import { fetchTargets, resolveTargets, type Found } from '../resource/builder.ts';
import { pathOf } from '../resource/mapping.ts';
import { at, numberAt, textAt, withAt } from '../unstructured.ts';

/** `kubectl scale`: another number of replicas. */
export const scale: Command = {
  name: 'scale',
  short: 'Set a new size for a deployment, replica set, or replication controller',
  long: 'Set another number of replicas for a deployment, replica set or stateful set.\n\n Preconditions can be given: the number of replicas, or the resource version, as it should be before.',
  examples: [
    '# Three replicas',
    'kubectl scale --replicas=3 deployment/my-nginx',
    '',
    '# Only if there are two now',
    'kubectl scale --current-replicas=2 --replicas=3 deployment/my-nginx',
  ],
  use: '[--resource-version=version] [--current-replicas=count] --replicas=COUNT (-f FILENAME | TYPE NAME) [options]',
  takes: 'resources',
  flags: [
    ...fileFlags('what to scale'),
    ...printFlags(),
    DRY_RUN_FLAG,
    SELECTOR_FLAG,
    { name: 'all', kind: 'bool', usage: 'All objects of the given types in the namespace.' },
    {
      name: 'current-replicas',
      kind: 'int',
      default: '-1',
      usage: 'Scale only if there are so many replicas now.',
    },
    { name: 'replicas', kind: 'int', usage: 'The new number of replicas.', required: true },
    { name: 'resource-version', kind: 'string', usage: 'Scale only this version of the object.' },
    { name: 'timeout', kind: 'duration', usage: 'How long to wait for the new size; 0 does not wait.' },
  ],
  *run(k) {
    const setup = yield* dryRunAndPrinter(k);
    if (!setup.ok) return setup;
    const replicas = k.flags.int('replicas');
    if (replicas < 0)
      return failed('The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0');
    const targets = yield* resolveTargets(k, {
      args: k.args,
      files: k.flags.list('filename'),
      recursive: k.flags.bool('recursive'),
      selector: k.flags.text('selector'),
      all: k.flags.bool('all'),
    });
    if (!targets.ok) return targets;
    const fetched = yield* fetchTargets(k, targets.value);
    const failures: Failure[] = [...fetched.failures];
    if (fetched.found.length === 0 && failures.length === 0) return failed('no objects passed to scale');
    for (const found of fetched.found) {
      const scaled = yield* scaleOne(k, found, replicas, setup.value.dryRun, setup.value.printer);
      if (!scaled.ok) failures.push(scaled.error);
    }
    const [only] = failures;
    return failures.length === 1 && only !== undefined ? { ok: false, error: only } : together(failures);
  },
};

function* scaleOne(
  k: Invocation,
  found: Found,
  replicas: number,
  dryRun: DryRun,
  printer: ResultPrinter,
): Sys<Outcome> {
  if (dryRun === 'client') {
    return yield* printer.print(found.object, 'scaled');
  }
  if (!found.mapping.subresources.includes('scale')) return { ok: false, error: noScale() };
  const path = pathOf(found.mapping, found.namespace, found.name, 'scale');
  const checked = yield* checkPreconditions(k, path);
  if (!checked.ok) return checked;
  const body =
    checked.value === undefined
      ? { spec: { replicas } }
      : withAt(checked.value, ['spec', 'replicas'], replicas);
  const answer = yield* k.call(checked.value === undefined ? 'PATCH' : 'PUT', path, {
    query: dryRunQuery(dryRun),
    ...(checked.value === undefined ? { contentType: 'application/merge-patch+json' } : {}),
    body,
  });
  if (!answer.ok) return answer;
  const timeout = k.flags.duration('timeout');
  if (timeout > 0 && dryRun === 'none') {
    const reached = yield* waitForReplicas(k, found, replicas, timeout);
    if (!reached.ok) return reached;
  }
  const object = printer.printsObjects
    ? yield* k.get(pathOf(found.mapping, found.namespace, found.name))
    : good(found.object);
  return object.ok ? yield* printer.print(object.value, 'scaled') : object;
}

/** With preconditions the scale is read first and sent back whole. */
function* checkPreconditions(k: Invocation, path: string): Sys<Result<unknown, Failure>> {
  const expected = k.flags.int('current-replicas');
  const version = k.flags.text('resource-version');
  if (expected < 0 && version === '') return good(undefined);
  const current = yield* k.get(path);
  if (!current.ok) return current;
  const replicas = numberAt(current.value, 'spec', 'replicas') ?? 0;
  if (expected >= 0 && replicas !== expected)
    return failed(`Expected replicas to be ${expected}, was ${replicas}`);
  const actual = textAt(current.value, 'metadata', 'resourceVersion');
  if (version !== '' && actual !== version)
    return failed(`Expected resource version to be ${version}, was ${actual}`);
  return current;
}

function* waitForReplicas(k: Invocation, found: Found, replicas: number, timeout: number): Sys<Outcome> {
  const deadline = k.deadline(timeout);
  while (k.p.now() < deadline) {
    const scaleNow = yield* k.get(pathOf(found.mapping, found.namespace, found.name, 'scale'));
    if (!scaleNow.ok) return scaleNow;
    const generation = at(scaleNow.value, 'spec', 'replicas');
    if (generation === replicas && (numberAt(scaleNow.value, 'status', 'replicas') ?? 0) === replicas)
      return good(undefined);
    yield* k.p.sleep(1000);
  }
  return failed('timed out waiting for the condition');
}

function noScale(): Failure {
  return refused({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    reason: 'NotFound',
    message: 'the server could not find the requested resource',
    code: 404,
  });
}
