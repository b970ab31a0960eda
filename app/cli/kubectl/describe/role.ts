import type { Describer } from '../description/describer.ts';
import { describeRole } from '../description/policy-rules.ts';

/** What a Role allows. */
export const role: Describer = {
  kind: 'Role',
  *describe(_k, object) {
    return describeRole(object);
  },
};
