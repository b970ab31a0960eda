import { describeBinding } from '../description/bindings.ts';
import type { Describer } from '../description/describer.ts';

/** Who has a role everywhere. */
export const clusterRoleBinding: Describer = {
  kind: 'ClusterRoleBinding',
  *describe(_k, object) {
    return describeBinding(object);
  },
};
