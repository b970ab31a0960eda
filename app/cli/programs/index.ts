import type { ProgramSpec } from '../../linux/process/program.ts';
import { bash } from './bash.ts';
import { cat } from './cat.ts';
import { echo } from './echo.ts';
import { env } from './env.ts';
import { falseProgram } from './false.ts';
import { printf } from './printf.ts';
import { pwd } from './pwd.ts';
import { sh } from './sh.ts';
import { sleep } from './sleep.ts';
import { bracket, test } from './test.ts';
import { trueProgram } from './true.ts';
import { base64 } from './base64.ts';
import { curl } from './curl/index.ts';
import { cut } from './cut.ts';
import { egrep, fgrep, grep } from './grep/index.ts';
import { head } from './head.ts';
import { ls } from './ls/index.ts';
import { nl } from './nl.ts';
import { rev } from './rev.ts';
import { sed } from './sed/index.ts';
import { seq } from './seq.ts';
import { sort } from './sort/index.ts';
import { tac } from './tac.ts';
import { tail } from './tail.ts';
import { tee } from './tee.ts';
import { tr } from './tr.ts';
import { uniq } from './uniq.ts';
import { wc } from './wc.ts';

/** Every program that does not need another part of the world, in reading order. */
export const programs = [
  // shells and their smallest commands
  bash,
  sh,
  trueProgram,
  falseProgram,
  echo,
  printf,
  test,
  bracket,
  sleep,
  env,
  pwd,
  // lines and words
  cat,
  grep,
  egrep,
  fgrep,
  sed,
  head,
  tail,
  sort,
  uniq,
  cut,
  tr,
  wc,
  tac,
  rev,
  nl,
  tee,
  seq,
  base64,
  // files
  ls,
  // network
  curl,
] as const satisfies readonly ProgramSpec[];
