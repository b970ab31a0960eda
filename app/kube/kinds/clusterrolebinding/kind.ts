import { defineKind } from '../define.decode.ts';
import { bindingRules } from '../rbac.ts';
import { resource } from '../resource.ts';
import type { ClusterRoleBinding } from '../types.data.ts';

/** ClusterRoleBindings. @upstream pkg/registry/rbac/clusterrolebinding */
export const clusterrolebinding = defineKind<ClusterRoleBinding>({
  ...bindingRules(['ClusterRole']),
  resource: resource('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', 'clusterrolebindings', {
    cluster: true,
  }),
  wire: 'rbac.ClusterRoleBinding',
});
