import { describeBinding } from '../description/bindings.ts';
import type { Describer } from '../description/describer.ts';

/** Who has a role everywhere. */
export const clusterRoleBinding: Describer = {
  kind: 'ClusterRoleBinding',
  // oxlint-disable-next-line require-yield -- nothing else has to be asked for
  *describe(_k, object) {
    return describeBinding(object);
  },
};
