import { good, type Result } from '../../../base/result.ts';
import { goText } from '../../../kube/kinds/strategic-merge.ts';
import { WireSchema } from '../../../kube/kinds/wire.ts';
import type { Sys } from '../../../linux/process/program.ts';
import { editLastApplied, setLastApplied, viewLastApplied } from '../apply/commands.ts';
import { LAST_APPLIED, lastApplied, withLastApplied } from '../apply/last-applied.ts';
import { applyServerSide } from '../apply/server-side.ts';
import { threeWayMergePatch, threeWayPatch } from '../apply/three-way.ts';
import { usageFailure, type Command } from '../command.ts';
import { dryRunAndPrinter, dryRunQuery, type DryRun, type ResultPrinter } from '../dry-run.ts';
import { failed, messageOf, prefixed, together, type Failure, type Outcome } from '../failure.ts';
import {
  DRY_RUN_FLAG,
  fieldManagerFlag,
  fileFlags,
  printFlags,
  SELECTOR_FLAG,
  VALIDATE_FLAG,
} from '../flag-sets.ts';
import { goJson } from '../go/json.ts';
import type { Invocation } from '../invocation.ts';
import { wireTypeOf } from '../object/typed-form.ts';
import type { Target } from '../resource/builder.ts';
import { kindText, pathOf, resourceText } from '../resource/mapping.ts';
import { resolveFiles, validationOf } from '../resource/validation.ts';
import { fieldsAt, isFields, textAt, type Fields } from '../unstructured.ts';

/** What apply works with besides the objects. */
export interface ApplyRun {
  readonly dryRun: DryRun;
  readonly printer: ResultPrinter;
  readonly manager: string;
  readonly validation: string;
}

const WITH_FILES = fileFlags('the configuration to apply');

/** `kubectl apply`: brings objects to what files say, keeping what others have changed. */
export const apply: Command = {
  name: 'apply',
  short: 'Apply a configuration to a resource by file name or stdin',
  long: 'Bring objects to what a file or standard input says. Each object needs a name; what does not exist yet is created.\n\n JSON and YAML are understood.',
  examples: [
    '# From a file',
    'kubectl apply -f ./run-my-nginx.yaml',
    '',
    '# From standard input',
    'cat pod.json | kubectl apply -f -',
    '',
    '# All manifests of a directory',
    'kubectl apply -f manifests/',
    '',
    '# Let the server merge, with owners for each field',
    'kubectl apply --server-side -f deployment.yaml',
  ],
  use: '(-f FILENAME | -k DIRECTORY) [options]',
  takes: 'files',
  commands: [editLastApplied, setLastApplied, viewLastApplied],
  flags: [
    ...WITH_FILES,
    ...printFlags(),
    DRY_RUN_FLAG,
    fieldManagerFlag('kubectl-client-side-apply'),
    SELECTOR_FLAG,
    VALIDATE_FLAG,
    { name: 'all', kind: 'bool', usage: 'Take all objects of the namespace of the pruned types.' },
    {
      name: 'cascade',
      kind: 'string',
      default: 'background',
      alone: 'background',
      usage: 'How dependents go when an object is replaced: background, orphan or foreground.',
    },
    { name: 'force', kind: 'bool', usage: 'Delete and create again what cannot be changed.' },
    { name: 'force-conflicts', kind: 'bool', usage: 'With --server-side: take over fields that others own.' },
    {
      name: 'grace-period',
      kind: 'int',
      default: '-1',
      usage: 'Seconds that an object gets to end when --force deletes it.',
    },
    { name: 'openapi-patch', kind: 'bool', default: 'true', usage: "Make the patch by the server's schema." },
    { name: 'overwrite', kind: 'bool', default: 'true', usage: 'Resolve differences in favour of the file.' },
    { name: 'prune', kind: 'bool', usage: 'Delete objects that are no longer in the files (not simulated).' },
    { name: 'prune-allowlist', kind: 'array', usage: 'Types that --prune may delete.' },
    { name: 'server-side', kind: 'bool', usage: 'Let the server merge the configuration.' },
    { name: 'timeout', kind: 'duration', usage: 'How long to wait for a deletion; 0 waits for ever.' },
    { name: 'wait', kind: 'bool', usage: 'Wait until deleted objects are gone.' },
    {
      name: 'subresource',
      kind: 'string',
      usage: 'With --server-side: apply to this subresource.',
      values: ['status', 'scale'],
    },
  ],
  *run(k) {
    if (k.args.length > 0) return usageFailure(k, `Unexpected args: [${k.args.join(' ')}]`);
    const conflict = flagConflict(k);
    const setup = yield* dryRunAndPrinter(k);
    if (!setup.ok) return setup;
    if (conflict !== undefined) return failed(conflict);
    if (k.flags.bool('server-side') && setup.value.dryRun === 'client') {
      return failed(
        "--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)",
      );
    }
    if (k.flags.bool('prune')) return failed('lintas: apply --prune is not simulated');
    const files = yield* filesOf(k);
    if (!files.ok) return files;
    const validation = validationOf(k);
    if (!validation.ok) return validation;
    const targets = yield* resolveFiles(k, files.value, validation.value);
    if (!targets.ok) return targets;
    const run: ApplyRun = { ...setup.value, manager: managerOf(k), validation: validation.value };
    return yield* applyAll(k, run, targets.value);
  },
};

function managerOf(k: Invocation): string {
  if (k.flags.changed('field-manager')) return k.flags.text('field-manager');
  return k.flags.bool('server-side') ? 'kubectl' : 'kubectl-client-side-apply';
}

function flagConflict(k: Invocation): string | undefined {
  const server = k.flags.bool('server-side');
  if (k.flags.bool('force-conflicts') && !server) return '--force-conflicts only works with --server-side';
  if (k.flags.bool('force') && server) return '--force cannot be used with --server-side';
  return undefined;
}

/** -f, or the directory of -k; one of them has to be there. */
export function* filesOf(k: Invocation): Sys<Result<readonly string[], Failure>> {
  const files = k.flags.list('filename');
  const kustomize = k.flags.text('kustomize');
  if (files.length === 0 && kustomize === '') return failed('must specify one of -f and -k');
  if (files.length > 0 && kustomize !== '') return failed('only one of -f or -k can be specified');
  if (kustomize !== '') return failed(kustomizeComplaint(k, kustomize));
  return good(files);
}

/** What -k says: there is nothing to build, or building is not simulated. */
export function kustomizeComplaint(k: Invocation, directory: string): string {
  const names = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];
  const path = k.p.fs.realpath(directory);
  if (names.some((name) => k.p.fs.exists(`${directory}/${name}`)))
    return 'lintas: kustomize is not simulated';
  return `unable to find one of '${names[0] ?? ''}', '${names[1] ?? ''}' or '${names[2] ?? ''}' in directory '${path.ok ? path.value : directory}'`;
}

function* applyAll(k: Invocation, run: ApplyRun, targets: readonly Target[]): Sys<Outcome> {
  if (targets.length === 0) return failed('no objects passed to apply');
  const schema = new WireSchema();
  const failures: Failure[] = [];
  const objects: unknown[] = [];
  for (const target of targets) {
    const applied = k.flags.bool('server-side')
      ? yield* applyServerSide(k, run, target)
      : yield* applyOne(k, run, target, schema);
    if (!applied.ok) failures.push(applied.error);
    else if (run.printer.printsObjects) objects.push(applied.value.object);
    else yield* run.printer.print(applied.value.object, applied.value.operation);
  }
  if (objects.length === 1) {
    const printed = yield* run.printer.print(objects[0], '');
    if (!printed.ok) return printed;
  } else if (objects.length > 1) {
    const printed = yield* run.printer.print(
      { apiVersion: 'v1', items: objects, kind: 'List', metadata: {} },
      '',
    );
    if (!printed.ok) return printed;
  }
  const [only] = failures;
  return failures.length === 1 && only !== undefined ? { ok: false, error: only } : together(failures);
}

/** What became of one object. */
export interface Applied {
  readonly object: unknown;
  readonly operation: string;
}

function* applyOne(
  k: Invocation,
  run: ApplyRun,
  target: Target,
  schema: WireSchema,
): Sys<Result<Applied, Failure>> {
  const object = target.object ?? {};
  const name = target.name ?? '';
  const generated = textAt(object, 'metadata', 'generateName');
  if (name === '' && generated !== '')
    return failed(`from ${generated}: cannot use generate name with apply`);
  const modified = withLastApplied(object);
  if (name === '') return failed(retrieving(target, 'resource name may not be empty'));
  const current = yield* k.get(pathOf(target.mapping, target.namespace, name));
  if (!current.ok) {
    if (current.error.type === 'status' && current.error.status.reason === 'NotFound') {
      return yield* createOne(k, run, target, modified);
    }
    return { ok: false, error: prefixed(current.error, retrieving(target, '')) };
  }
  if (!isFields(current.value)) return failed('the server answered with no object');
  if (lastApplied(current.value) === undefined && run.dryRun !== 'client') {
    yield* k.p.warn(missingAnnotation(target));
  }
  return yield* patchOne(k, run, target, modified, current.value, schema);
}

function* createOne(
  k: Invocation,
  run: ApplyRun,
  target: Target,
  modified: Fields,
): Sys<Result<Applied, Failure>> {
  if (run.dryRun === 'client') return good({ object: modified, operation: 'created' });
  const created = yield* k.call('POST', pathOf(target.mapping, target.namespace), {
    query: { ...dryRunQuery(run.dryRun), fieldManager: run.manager, fieldValidation: run.validation },
    body: modified,
  });
  if (!created.ok) {
    return { ok: false, error: prefixed(created.error, `error when creating "${target.source ?? ''}": `) };
  }
  return good({ object: created.value, operation: 'created' });
}

function* patchOne(
  k: Invocation,
  run: ApplyRun,
  target: Target,
  modified: Fields,
  current: Fields,
  schema: WireSchema,
): Sys<Result<Applied, Failure>> {
  const type = wireTypeOf(schema, textAt(modified, 'apiVersion'), textAt(modified, 'kind'));
  const versions = { original: lastApplied(current) ?? {}, modified, current };
  const patch = type === undefined ? threeWayMergePatch(versions) : threeWayPatch(schema, type, versions);
  if (changesIdentity(patch)) return failed(identityChanged(target, patch, modified, current));
  if (Object.keys(patch).length === 0) return good({ object: current, operation: 'unchanged' });
  if (run.dryRun === 'client') return good({ object: modified, operation: 'configured' });
  const patched = yield* k.call('PATCH', pathOf(target.mapping, target.namespace, target.name), {
    query: { ...dryRunQuery(run.dryRun), fieldManager: run.manager, fieldValidation: run.validation },
    contentType:
      type === undefined ? 'application/merge-patch+json' : 'application/strategic-merge-patch+json',
    body: patch,
  });
  if (!patched.ok) return { ok: false, error: patchFailure(patched.error, target, patch) };
  return good({ object: patched.value, operation: 'configured' });
}

function changesIdentity(patch: Fields): boolean {
  return 'apiVersion' in patch || 'kind' in patch || 'name' in fieldsAt(patch, 'metadata');
}

/** @upstream kubectl/pkg/cmd/apply/patcher.go, when a precondition of the patch does not hold */
function identityChanged(target: Target, patch: Fields, modified: Fields, current: Fields): string {
  const source = target.source ?? '';
  return (
    `error when applying patch:\n\nto:\n${describeTarget(target)}\nfor: "${source}": error when patching "${source}": ` +
    `creating patch with:\noriginal:\n${textAt(current, 'metadata', 'annotations', LAST_APPLIED)}\nmodified:\n${goJson(modified)}\n\n` +
    `current:\n${goJson(current)}\n\nfor: precondition failed for: ${goText(patch)}`
  );
}

/** @upstream kubectl/pkg/cmd/apply/apply.go, the message around a failed patch */
function patchFailure(failure: Failure, target: Target, patch: Fields): Failure {
  const head = `error when applying patch:\n${JSON.stringify(patch)}\nto:\n${describeTarget(target)}\nfor: "${target.source ?? ''}": `;
  const inner = prefixed(failure, `error when patching "${target.source ?? ''}": `);
  return failure.type === 'status'
    ? { ...failure, message: `${head}${messageOf(inner)}` }
    : prefixed(inner, head);
}

function retrieving(target: Target, words: string): string {
  return `error when retrieving current configuration of:\n${describeTarget(target)}\nfrom server for: "${target.source ?? ''}": ${words}`;
}

function describeTarget(target: Target): string {
  return (
    `Resource: "${resourceText(target.mapping)}", GroupVersionKind: "${kindText(target.mapping, target.kind)}"\n` +
    `Name: "${target.name ?? ''}", Namespace: "${target.namespace}"`
  );
}

/** What is said once about an object that apply did not make. */
export function missingAnnotation(target: Target): string {
  return (
    `Warning: resource ${target.mapping.plural}/${target.name ?? ''} is missing the ${LAST_APPLIED} annotation which is ` +
    'required by kubectl apply. kubectl apply should only be used on resources created declaratively by either ' +
    'kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.\n'
  );
}
