import { defineKind } from '../define.decode.ts';
import { column, NAME_COLUMN } from '../kind.ts';
import { pathSegmentName } from '../metadata.ts';
import { validateRules } from '../rbac.ts';
import { resource } from '../resource.ts';
import type { ClusterRole } from '../types.data.ts';

/** ClusterRoles; nobody is refused anything in this cluster, but the rules can be written. @upstream pkg/registry/rbac/clusterrole */
export const clusterrole = defineKind<ClusterRole>({
  resource: resource('rbac.authorization.k8s.io/v1', 'ClusterRole', 'clusterroles', { cluster: true }),
  wire: 'rbac.ClusterRole',
  nameProblems: pathSegmentName,
  createOnUpdate: true,
  validate: ({ rules }) => validateRules(rules, false),
  columns: [NAME_COLUMN, column('Created At', 'date')],
  row: ({ metadata }) => [metadata.name, metadata.creationTimestamp ?? null],
});
