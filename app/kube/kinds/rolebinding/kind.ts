import { ageOf } from '../age.ts';
import { defineKind } from '../define.decode.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../kind.ts';
import { pathSegmentName } from '../metadata.ts';
import { defaultBinding, subjectCells, validateBinding, validateSameRole } from '../rbac.ts';
import { resource } from '../resource.ts';
import type { RoleBinding } from '../types.data.ts';

const KINDS = ['Role', 'ClusterRole'];

/** RoleBindings. @upstream pkg/registry/rbac/rolebinding */
export const rolebinding = defineKind<RoleBinding>({
  resource: resource('rbac.authorization.k8s.io/v1', 'RoleBinding', 'rolebindings', { cluster: false }),
  wire: 'rbac.RoleBinding',
  nameProblems: pathSegmentName,
  createOnUpdate: true,
  defaults: defaultBinding,
  validate: (object) => validateBinding(object, KINDS),
  validateUpdate: (object, old) => [...validateBinding(object, KINDS), ...validateSameRole(object, old)],
  columns: [
    NAME_COLUMN,
    column('Role'),
    AGE_COLUMN,
    column('Users', 'string', 1),
    column('Groups', 'string', 1),
    column('ServiceAccounts', 'string', 1),
  ],
  row: ({ metadata, roleRef, subjects }, { now }) => [
    metadata.name,
    `${roleRef.kind}/${roleRef.name}`,
    ageOf(metadata.creationTimestamp, now),
    ...subjectCells(subjects),
  ],
});
