import type { Network } from '../../linux/network.ts';
import type { Kernel } from '../../linux/process/kernel.ts';
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
import { awk, mawk } from './awk/index.ts';
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
import { conntrackProgram } from './conntrack.ts';
import { dig } from './dig/index.ts';
import { getent } from './getent.ts';
import { host } from './host.ts';
import { ipProgram } from './ip/index.ts';
import { iptablesPrograms } from './iptables.ts';
import { nc } from './nc.ts';
import { nslookup } from './nslookup/index.ts';
import { ping } from './ping.ts';
import { netstat, ss } from './ss.ts';
import { sshProgram } from './ssh.ts';
import { sudo } from './sudo.ts';
import { wget } from './wget/index.ts';
import { basename } from './basename.ts';
import { chmod } from './chmod.ts';
import { cmp } from './cmp.ts';
import { column } from './column.ts';
import { comm } from './comm.ts';
import { cp } from './cp/index.ts';
import { date } from './date.ts';
import { diff } from './diff/index.ts';
import { dirname } from './dirname.ts';
import { du } from './du.ts';
import { expand, unexpand } from './expand.ts';
import { find } from './find/index.ts';
import { fmt } from './fmt.ts';
import { fold } from './fold.ts';
import { join } from './join.ts';
import { ln } from './ln.ts';
import { mkdir } from './mkdir.ts';
import { mktemp } from './mktemp.ts';
import { mv } from './mv.ts';
import { paste } from './paste.ts';
import { printenv } from './printenv.ts';
import { readlink } from './readlink.ts';
import { realpath } from './realpath.ts';
import { rm } from './rm.ts';
import { rmdir } from './rmdir.ts';
import { shuf } from './shuf.ts';
import { stat } from './stat.ts';
import { touch } from './touch.ts';
import { tree } from './tree.ts';
import { xargs } from './xargs.ts';
import { yes } from './yes.ts';
import { bc } from './bc/index.ts';
import { busybox } from './busybox.ts';
import { cal } from './cal.ts';
import { md5sum, sha1sum, sha256sum, sha512sum } from './checksums.ts';
import { clear, tput } from './clear.ts';
import { expr } from './expr.ts';
import { factor } from './factor.ts';
import { hostname } from './hostname.ts';
import { groups, id } from './id.ts';
import { jq } from './jq.ts';
import { openssl } from './openssl/index.ts';
import { make } from './make/index.ts';
import { kill, killall, pkill } from './kill.ts';
import { less, more } from './less.ts';
import { hexdump, od } from './od.ts';
import { pgrep, ps } from './ps.ts';
import { strings } from './strings.ts';
import { timeout } from './timeout.ts';
import { redo, undo } from './undo.ts';
import { uname } from './uname.ts';
import { watch } from './watch.ts';
import { which } from './which.ts';
import { whoami } from './whoami.ts';
import { xxd } from './xxd.ts';

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
  printenv,
  yes,
  date,
  cal,
  expr,
  bc,
  factor,
  // the machine, its users and processes
  whoami,
  id,
  groups,
  hostname,
  uname,
  which,
  ps,
  pgrep,
  kill,
  pkill,
  killall,
  timeout,
  watch,
  undo,
  redo,
  busybox,
  // lines and words
  cat,
  grep,
  egrep,
  fgrep,
  sed,
  awk,
  mawk,
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
  md5sum,
  sha1sum,
  sha256sum,
  sha512sum,
  xxd,
  od,
  hexdump,
  strings,
  jq,
  openssl,
  make,
  less,
  more,
  clear,
  tput,
  paste,
  join,
  column,
  comm,
  diff,
  cmp,
  fold,
  fmt,
  expand,
  unexpand,
  shuf,
  xargs,
  // files
  ls,
  find,
  tree,
  stat,
  du,
  touch,
  mkdir,
  rmdir,
  rm,
  mv,
  cp,
  ln,
  chmod,
  basename,
  dirname,
  realpath,
  readlink,
  mktemp,
  // network
  curl,
  wget,
  nslookup,
  dig,
  host,
  getent,
  ping,
  nc,
  ss,
  netstat,
  // other users
  sudo,
] as const satisfies readonly ProgramSpec[];

/** What programs of the machine itself look into: its wires and packet filters, and the other machines. */
export interface MachineParts {
  readonly network: Network;
  readonly kernel: Pick<Kernel, 'machine'>;
}

/** Programs that show or change the machine's network, and the one that leaves for another machine. */
export function machinePrograms({ network, kernel }: MachineParts): readonly ProgramSpec[] {
  return [ipProgram(network), ...iptablesPrograms(network), conntrackProgram(network), sshProgram(kernel)];
}
