import { good, type Result } from '../../../base/result.ts';
import type { Sys } from '../../../linux/process/program.ts';
import { dryRunQuery } from '../dry-run.ts';
import { failed, prefixed, type Failure } from '../failure.ts';
import type { Invocation } from '../invocation.ts';
import { pathOf } from '../resource/mapping.ts';
import type { Target } from '../resource/builder.ts';
import { goJson } from '../go/json.ts';
import { at, fieldsAt, isFields, listAt, textAt, withAt, withoutAt, type Fields } from '../unstructured.ts';
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
  const migrated = run.dryRun === 'none' ? yield* migrate(k, run, target, applied.value) : applied;
  return migrated.ok ? good({ object: migrated.value, operation: 'serverside-applied' }) : migrated;
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
 * Moves the fields of client-side apply, and the annotation's ownership, to the server-side manager.
 * @upstream kubectl/pkg/cmd/apply/apply.go migrateToSSAIfNecessary
 */
function* migrate(
  k: Invocation,
  run: ApplyRun,
  target: Target,
  applied: unknown,
): Sys<Result<unknown, Failure>> {
  const managers = listAt(applied, 'metadata', 'managedFields');
  const clientSide = managers.find(
    (entry) => at(entry, 'manager') === 'kubectl-client-side-apply' && at(entry, 'operation') === 'Update',
  );
  if (clientSide === undefined || !isFields(applied)) return good(applied);
  const path = pathOf(target.mapping, target.namespace, target.name);
  const others = managers.filter((entry) => entry !== clientSide);
  const own = others.find(
    (entry) => at(entry, 'manager') === run.manager && at(entry, 'operation') === 'Apply',
  );
  const fields = mergedFields(fieldsAt(clientSide, 'fieldsV1'), fieldsAt(own, 'fieldsV1'));
  const joined = others.map((entry) => (entry === own ? withAt(entry, ['fieldsV1'], fields) : entry));
  const moved =
    own === undefined
      ? [...others, { ...fieldsAt(clientSide), manager: run.manager, operation: 'Apply' }]
      : joined;
  const patched = yield* k.call('PATCH', path, {
    contentType: 'application/json-patch+json',
    body: [
      { op: 'replace', path: '/metadata/managedFields', value: moved },
      {
        op: 'replace',
        path: '/metadata/resourceVersion',
        value: textAt(applied, 'metadata', 'resourceVersion'),
      },
    ],
  });
  if (!patched.ok) return { ok: false, error: prefixed(patched.error, 'error migrating fields: ') };
  const annotation = textAt(applied, 'metadata', 'annotations', LAST_APPLIED);
  if (annotation === '') return patched;
  const bare = withoutAt(
    withoutAt(target.object ?? {}, 'metadata', 'managedFields'),
    'metadata',
    'annotations',
    LAST_APPLIED,
  );
  const kept = {
    apiVersion: bare['apiVersion'],
    kind: bare['kind'],
    metadata: {
      name: target.name,
      namespace: target.namespace,
      annotations: { [LAST_APPLIED]: annotationOf(bare) },
    },
  };
  return yield* send(k, run, target, kept, 'kubectl-last-applied');
}

function annotationOf(object: Fields): string {
  const metadata = fieldsAt(object, 'metadata');
  return `${goJson({ ...object, metadata: { ...metadata, annotations: fieldsAt(metadata, 'annotations') } })}\n`;
}

function mergedFields(a: Fields, b: Fields): Fields {
  const out: Record<string, unknown> = { ...a };
  for (const [key, value] of Object.entries(b)) {
    const other = out[key];
    out[key] = isFields(other) && isFields(value) ? mergedFields(other, value) : value;
  }
  return out;
}
