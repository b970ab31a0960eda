import { describeBinding } from '../description/bindings.ts';
import type { Describer } from '../description/describer.ts';

/** Who has a role in a namespace. */
export const roleBinding: Describer = {
  kind: 'RoleBinding',
  *describe(_k, object) {
    return describeBinding(object);
  },
};
