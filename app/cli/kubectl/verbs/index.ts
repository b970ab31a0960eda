import { apply } from './apply.ts';
import { create } from './create.ts';
import { deleteVerb } from './delete.ts';
import { describe } from './describe.ts';
import { expose } from './expose.ts';
import { get } from './get.ts';
import { scale } from './scale.ts';

/** All verbs, in the order in which `kubectl help` groups them. */
export const verbs = [create, expose, get, deleteVerb, scale, describe, apply] as const;
