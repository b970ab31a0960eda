import type { Shell } from '../shell.ts';
import { bracket } from './bracket.ts';
import { breakBuiltin } from './break.ts';
import type { Builtin } from './builtin.ts';
import { cd } from './cd.ts';
import { colon } from './colon.ts';
import { continueBuiltin } from './continue.ts';
import { echo } from './echo.ts';
import { exit } from './exit.ts';
import { falseBuiltin } from './false.ts';
import { pwd } from './pwd.ts';
import { returnBuiltin } from './return.ts';
import { test } from './test.ts';
import { trueBuiltin } from './true.ts';

/** Everything that the shell does itself, in alphabetical order. */
export const BUILTINS: readonly Builtin[] = [
  colon,
  bracket,
  breakBuiltin,
  cd,
  continueBuiltin,
  echo,
  exit,
  falseBuiltin,
  pwd,
  returnBuiltin,
  test,
  trueBuiltin,
];

const BY_NAME: ReadonlyMap<string, Builtin> = new Map(BUILTINS.map((builtin) => [builtin.name, builtin]));

/** The builtin of that name, if this shell has it. */
export function findBuiltin(sh: Shell, name: string): Builtin | undefined {
  const builtin = BY_NAME.get(name);
  return builtin && (sh.features.shell === 'bash' || builtin.ash === true) ? builtin : undefined;
}
