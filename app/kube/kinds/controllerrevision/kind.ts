import { ageOf } from '../age.ts';
import { defineKind } from '../define.decode.ts';
import { invalid, required, type FieldError } from '../field-error.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../kind.ts';
import { immutable, notNegative } from '../metadata.ts';
import type { KubeObject } from '../object.ts';
import { isEqual } from '../plain.ts';
import { resource } from '../resource.ts';

/** One recorded state of a DaemonSet or StatefulSet. */
export interface ControllerRevision extends KubeObject {
  readonly data?: unknown;
  readonly revision?: number;
}

/** ControllerRevisions. @upstream pkg/registry/apps/controllerrevision/strategy.go */
export const controllerrevision = defineKind<ControllerRevision>({
  resource: resource('apps/v1', 'ControllerRevision', 'controllerrevisions'),
  wire: 'apps.ControllerRevision',
  validate: validateRevision,
  validateUpdate: (object, old) => [
    ...validateRevision(object),
    ...immutable(isEqual(object.data, old.data), 'data', object.data),
  ],
  columns: [NAME_COLUMN, column('Controller'), column('Revision'), AGE_COLUMN],
  row: ({ metadata, revision }, { now }) => [
    metadata.name,
    controllerOf(metadata.ownerReferences),
    String(revision ?? 0),
    ageOf(metadata.creationTimestamp, now),
  ],
});

function controllerOf(owners: KubeObject['metadata']['ownerReferences']): string {
  const owner = (owners ?? []).find(({ controller }) => controller === true);
  if (!owner) return '<none>';
  const slash = owner.apiVersion.indexOf('/');
  const group = slash < 0 ? '' : `.${owner.apiVersion.slice(0, slash)}`;
  return `${owner.kind.toLowerCase()}${group}/${owner.name}`;
}

function validateRevision({ data, revision = 0 }: ControllerRevision): readonly FieldError[] {
  if (data === undefined || data === null) return [required('data', 'data is mandatory')];
  if (typeof data !== 'object') return [invalid('data', '<value omitted>', 'error parsing data as JSON')];
  return notNegative(revision, 'revision');
}
