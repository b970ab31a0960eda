import { alias, unalias } from './alias.ts';
import { bracket } from './bracket.ts';
import { breakBuiltin } from './break.ts';
import { builtinBuiltin } from './builtin-command.ts';
import { caller } from './caller.ts';
import { cd } from './cd.ts';
import { colon } from './colon.ts';
import { command } from './command.ts';
import { continueBuiltin } from './continue.ts';
import { declare, local, typeset } from './declare.ts';
import { disown } from './disown.ts';
import { echo } from './echo.ts';
import { evalBuiltin } from './eval.ts';
import { exec } from './exec.ts';
import { exit } from './exit.ts';
import { exportBuiltin, readonlyBuiltin } from './export.ts';
import { falseBuiltin } from './false.ts';
import { bg, fg } from './fg.ts';
import { getopts } from './getopts.ts';
import { hash } from './hash.ts';
import { help } from './help.ts';
import { history } from './history.ts';
import { jobs } from './jobs.ts';
import { kill } from './kill.ts';
import { letBuiltin } from './let.ts';
import { logout } from './logout.ts';
import { mapfile, readarray } from './mapfile.ts';
import { printf } from './printf.ts';
import { dirs, popd, pushd } from './pushd.ts';
import { pwd } from './pwd.ts';
import { read } from './read.ts';
import { returnBuiltin } from './return.ts';
import { set } from './set.ts';
import { shift } from './shift.ts';
import { shopt } from './shopt.ts';
import { dot, source } from './source.ts';
import { test } from './test.ts';
import { times } from './times.ts';
import { trap } from './trap.ts';
import { trueBuiltin } from './true.ts';
import { type } from './type.ts';
import { ulimit } from './ulimit.ts';
import { umask } from './umask.ts';
import { unset } from './unset.ts';
import { unsupported } from './unsupported.ts';
import { wait } from './wait.ts';
import type { Builtin } from './builtin.ts';

/** Everything that the shell does itself, in alphabetical order. */
export const BUILTINS: readonly Builtin[] = [
  dot,
  colon,
  bracket,
  alias,
  bg,
  breakBuiltin,
  builtinBuiltin,
  caller,
  cd,
  command,
  continueBuiltin,
  declare,
  dirs,
  disown,
  echo,
  evalBuiltin,
  exec,
  exit,
  exportBuiltin,
  falseBuiltin,
  fg,
  getopts,
  hash,
  help,
  history,
  jobs,
  kill,
  letBuiltin,
  local,
  logout,
  mapfile,
  popd,
  printf,
  pushd,
  pwd,
  read,
  readarray,
  readonlyBuiltin,
  returnBuiltin,
  set,
  shift,
  shopt,
  source,
  test,
  times,
  trap,
  trueBuiltin,
  type,
  typeset,
  ulimit,
  umask,
  unalias,
  unset,
  wait,
  ...unsupported,
];
