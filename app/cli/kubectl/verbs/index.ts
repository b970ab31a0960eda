import { get } from './get.ts';

/** All verbs, in the order in which `kubectl help` groups them. */
export const verbs = [get] as const;
