import { defineKind } from '../define.decode.ts';
import { bindingRules } from '../rbac.ts';
import { resource } from '../resource.ts';
import type { RoleBinding } from '../types.data.ts';

/** RoleBindings. @upstream pkg/registry/rbac/rolebinding */
export const rolebinding = defineKind<RoleBinding>({
  ...bindingRules(['Role', 'ClusterRole']),
  resource: resource('rbac.authorization.k8s.io/v1', 'RoleBinding', 'rolebindings', { cluster: false }),
  wire: 'rbac.RoleBinding',
});
