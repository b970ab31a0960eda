import { defineKind } from '../define.decode.ts';
import { column, NAME_COLUMN } from '../kind.ts';
import { pathSegmentName } from '../metadata.ts';
import { validateRules } from '../rbac.ts';
import { resource } from '../resource.ts';
import type { Role } from '../types.data.ts';

/** Roles; nobody is refused anything in this cluster, but the rules can be written. @upstream pkg/registry/rbac/role */
export const role = defineKind<Role>({
  resource: resource('rbac.authorization.k8s.io/v1', 'Role', 'roles', { cluster: false }),
  wire: 'rbac.Role',
  nameProblems: pathSegmentName,
  createOnUpdate: true,
  validate: ({ rules }) => validateRules(rules, true),
  columns: [NAME_COLUMN, column('Created At', 'date')],
  row: ({ metadata }) => [metadata.name, metadata.creationTimestamp ?? null],
});
