import { exit } from './exit.ts';
import type { Builtin } from './builtin.ts';

/** Leaves a login shell; here every interactive shell may be left so. */
export const logout: Builtin = { name: 'logout', usage: '[n]', run: exit.run };
