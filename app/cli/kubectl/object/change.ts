import { good, type Result } from '../../../base/result.ts';
import { WireSchema } from '../../../kube/kinds/wire.ts';
import type { Sys } from '../../../linux/process/program.ts';
import { threeWayMergePatch, twoWayPatch } from '../apply/three-way.ts';
import { dryRunQuery, type DryRun } from '../dry-run.ts';
import type { Failure } from '../failure.ts';
import type { Invocation } from '../invocation.ts';
import type { Found } from '../resource/builder.ts';
import { pathOf } from '../resource/mapping.ts';
import { textAt, type Fields } from '../unstructured.ts';
import { wireTypeOf } from './typed-form.ts';

/** How a change is sent. */
export interface ChangeOptions {
  readonly dryRun: DryRun;
  readonly manager?: string | undefined;
  readonly validation?: string;
  /** Labels and annotations change by merge patch, everything else by strategic merge. */
  readonly merge?: boolean;
}

/** The patch from one version of an object to the next; empty when they are equal. */
export function patchBetween(before: Fields, after: Fields, merge = false): Fields {
  const schema = new WireSchema();
  const type = merge ? undefined : wireTypeOf(schema, textAt(before, 'apiVersion'), textAt(before, 'kind'));
  if (type === undefined) return threeWayMergePatch({ original: before, modified: after, current: before });
  return twoWayPatch(schema, type, before, after);
}

/** Sends what changed of an object; under a client dry run the changed object comes back at once. */
export function* sendChange(
  k: Invocation,
  found: Found,
  after: Fields,
  options: ChangeOptions,
): Sys<Result<unknown, Failure>> {
  if (options.dryRun === 'client') return good(after);
  return yield* k.call('PATCH', pathOf(found.mapping, found.namespace, found.name), {
    query: {
      ...dryRunQuery(options.dryRun),
      fieldManager: options.manager,
      fieldValidation: options.validation,
    },
    contentType:
      options.merge === true ? 'application/merge-patch+json' : 'application/strategic-merge-patch+json',
    body: patchBetween(found.object, after, options.merge === true),
  });
}
