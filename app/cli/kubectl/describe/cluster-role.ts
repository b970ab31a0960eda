import type { Describer } from '../description/describer.ts';
import { describeRole } from '../description/policy-rules.ts';

/** What a ClusterRole allows. */
export const clusterRole: Describer = {
  kind: 'ClusterRole',
  *describe(_k, object) {
    return describeRole(object);
  },
};
