import { good, type Result } from '../../../base/result.ts';
import type { Sys } from '../../../linux/process/program.ts';
import { dryRunQuery } from '../dry-run.ts';
import { failed, prefixed, type Failure } from '../failure.ts';
import type { Invocation } from '../invocation.ts';
import { pathOf } from '../resource/mapping.ts';
import type { Target } from '../resource/builder.ts';
import { goJson } from '../go/json.ts';
import { at, fieldsAt, isFields, listAt, textAt, withAt, type Fields } from '../unstructured.ts';
import type { Applied, ApplyRun } from '../verbs/apply.ts';
import { LAST_APPLIED } from './last-applied.ts';

const HOW_TO_RESOLVE =
  'Please review the fields above--they currently have other managers. Here\n' +
  'are the ways you can resolve this warning:\n' +
  '* If you intend to manage all of these fields, please re-run the apply\n' +
  '  command with the `--force-conflicts` flag.\n' +
  '* If you do not intend to manage all of the fields, please edit your\n' +
  '  manifest to remove references to the fields that should keep their\n' +
  '  current managers.\n' +
  '* You may co-own fields by updating your manifest to match the existing\n' +
  "  value; in this case, you'll become the manager if the other manager(s)\n" +
  '  stop managing the field (remove it from their configuration).\n' +
  'See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts';

/** Sends one object for the server to merge; what client-side apply managed before moves to the new manager. */
export function* applyServerSide(
  k: Invocation,
  run: ApplyRun,
  target: Target,
): Sys<Result<Applied, Failure>> {
  const object = target.object ?? {};
  const generated = textAt(object, 'metadata', 'generateName');
  if (target.name === '' && generated !== '')
    return failed(`from ${generated}: cannot use generate name with apply`);
  const applied = yield* send(k, run, target, object, run.manager);
  if (!applied.ok) return { ok: false, error: conflictFailure(applied.error) };
  const after = run.dryRun === 'none' ? yield* takeOver(k, run, target, applied.value) : applied;
  return after.ok ? good({ object: after.value, operation: 'serverside-applied' }) : after;
}

function* send(
  k: Invocation,
  run: ApplyRun,
  target: Target,
  object: Fields,
  manager: string,
): Sys<Result<unknown, Failure>> {
  return yield* k.call('PATCH', pathOf(target.mapping, target.namespace, target.name), {
    query: {
      ...dryRunQuery(run.dryRun),
      fieldManager: manager === '' ? undefined : manager,
      fieldValidation: run.validation,
      force: k.flags.bool('force-conflicts') ? 'true' : 'false',
    },
    contentType: 'application/apply-patch+yaml',
    body: goJson(object),
  });
}

function conflictFailure(failure: Failure): Failure {
  if (failure.type !== 'status' || failure.status.reason !== 'Conflict') return failure;
  const causes = failure.status.details?.causes ?? [];
  if (causes.length === 0) return failure;
  return { type: 'plain', message: `${failure.message}\n${HOW_TO_RESOLVE}` };
}

/**
 * What client-side apply managed before becomes the new manager's: first the annotation gets an owner of its own, then
 * the fields move, and the object is applied once more.
 * @upstream kubectl/pkg/cmd/apply/apply.go saveLastApplyAnnotationIfNecessary, migrateToSSAIfNecessary
 */
function* takeOver(
  k: Invocation,
  run: ApplyRun,
  target: Target,
  applied: unknown,
): Sys<Result<unknown, Failure>> {
  const annotation = textAt(applied, 'metadata', 'annotations', LAST_APPLIED);
  let current = applied;
  if (run.manager === 'kubectl' && annotation !== '' && !ownsAnnotation(applied)) {
    const kept = {
      apiVersion: at(applied, 'apiVersion'),
      kind: at(applied, 'kind'),
      metadata: {
        name: target.name,
        ...(target.namespace === '' ? {} : { namespace: target.namespace }),
        annotations: { [LAST_APPLIED]: annotation },
      },
    };
    const saved = yield* send(k, run, target, kept, 'kubectl-last-applied');
    if (!saved.ok) return { ok: false, error: prefixed(saved.error, 'error migrating fields: ') };
    current = saved.value;
  }
  const moved = movedManagers(current, run.manager);
  if (moved === undefined) return good(current);
  const patched = yield* k.call('PATCH', pathOf(target.mapping, target.namespace, target.name), {
    contentType: 'application/json-patch+json',
    body: [
      { op: 'replace', path: '/metadata/managedFields', value: moved },
      {
        op: 'replace',
        path: '/metadata/resourceVersion',
        value: textAt(current, 'metadata', 'resourceVersion'),
      },
    ],
  });
  if (!patched.ok) return { ok: false, error: prefixed(patched.error, 'error migrating fields: ') };
  return yield* send(k, run, target, target.object ?? {}, run.manager);
}

/** Whether some manager has applied the annotation already. */
function ownsAnnotation(object: unknown): boolean {
  return listAt(object, 'metadata', 'managedFields').some(
    (entry) =>
      at(entry, 'operation') === 'Apply' &&
      at(entry, 'fieldsV1', 'f:metadata', 'f:annotations', `f:${LAST_APPLIED}`) !== undefined,
  );
}

/** The managers after the move; undefined when client-side apply manages nothing. */
function movedManagers(object: unknown, manager: string): readonly unknown[] | undefined {
  const managers = listAt(object, 'metadata', 'managedFields');
  const clientSide = managers.find(
    (entry) => at(entry, 'manager') === 'kubectl-client-side-apply' && at(entry, 'operation') === 'Update',
  );
  if (clientSide === undefined) return undefined;
  const others = managers.filter((entry) => entry !== clientSide);
  const own = others.find((entry) => at(entry, 'manager') === manager && at(entry, 'operation') === 'Apply');
  if (own === undefined) return [...others, { ...fieldsAt(clientSide), manager, operation: 'Apply' }];
  const fields = mergedFields(fieldsAt(own, 'fieldsV1'), fieldsAt(clientSide, 'fieldsV1'));
  return others.map((entry) => (entry === own ? withAt(entry, ['fieldsV1'], fields) : entry));
}

function mergedFields(a: Fields, b: Fields): Fields {
  const out: Record<string, unknown> = { ...a };
  for (const [key, value] of Object.entries(b)) {
    const other = out[key];
    out[key] = isFields(other) && isFields(value) ? mergedFields(other, value) : value;
  }
  return out;
}
