import { STDIN } from '../../linux/names.ts';
import { runIptablesRestore, runIptablesSave } from '../../linux/netfilter/command/iptables-save.ts';
import { runIptables } from '../../linux/netfilter/command/iptables.ts';
import type { Netfilter } from '../../linux/netfilter/netfilter.ts';
import type { ToolResult } from '../../linux/netfilter/restore.ts';
import type { Network } from '../../linux/network.ts';
import type { MachineKind, Process, ProgramSpec, Sys } from '../../linux/process/program.ts';
import { strerror } from '../tool/errno.ts';
import { dateOf, strftime } from '../tool/civil.ts';

/** Machines that have the tools of the packet filter. */
const ON: readonly MachineKind[] = ['node', 'docker-host'];

/** iptables, iptables-save, iptables-restore and their IPv6 forms, over the rules of the caller's namespace. */
export function iptablesPrograms(network: Network): readonly ProgramSpec[] {
  const program = (
    name: string,
    help: string,
    run: (p: Process, netfilter: Netfilter) => Sys<number>,
  ): ProgramSpec => ({
    name,
    help,
    on: ON,
    directory: '/usr/sbin',
    *run(p) {
      if (p.user.uid !== 0) return yield* notRoot(p, name);
      const netfilter = network.netfilter(p.netns);
      if (netfilter) return yield* run(p, netfilter);
      yield* p.warn(`${name}: lintas: this namespace has no packet filter\n`);
      return 3;
    },
  });
  const args = (p: Process): readonly string[] => p.argv.slice(1);
  return [
    program(
      'iptables',
      'iptables [-t TABLE] -L|-S|-A|-I|-D|-N|-F|… [-n] [-v] [--line-numbers]',
      (p, netfilter) => show(p, runIptables(netfilter, args(p))),
    ),
    program('iptables-save', 'iptables-save [-c] [-t TABLE]', (p, netfilter) =>
      show(p, runIptablesSave(netfilter, args(p), now(p))),
    ),
    program('iptables-restore', 'iptables-restore [-n] [-c] [FILE]', restore),
    program('ip6tables', 'ip6tables [-t TABLE] -L', (p) => notSimulated(p, 'ip6tables')),
    program('ip6tables-save', 'ip6tables-save', (p) => notSimulated(p, 'ip6tables-save')),
  ];
}

function now(p: Process): string {
  return strftime('%a %b %e %H:%M:%S %Y', dateOf(p));
}

function* show(p: Process, { out, err, code }: ToolResult): Sys<number> {
  if (out !== '') yield* p.print(out);
  if (err !== '') yield* p.warn(err);
  return code;
}

function* restore(p: Process, netfilter: Netfilter): Sys<number> {
  const words = p.argv.slice(1);
  const [file] = words.filter((word) => !word.startsWith('-')).filter((word) => !/^\d+$/.test(word));
  const read = file === undefined ? undefined : p.fs.readText(file);
  if (read && !read.ok) {
    yield* p.warn(`Can't open ${file ?? ''}: ${strerror(read.error)}\n`);
    return 1;
  }
  const text = read ? read.value : yield* p.readAll(STDIN);
  return yield* show(
    p,
    runIptablesRestore(
      netfilter,
      words.filter((word) => word !== file),
      text,
    ),
  );
}

function* notSimulated(p: Process, name: string): Sys<number> {
  yield* p.warn(`lintas: ${name} is not simulated\n`);
  return 1;
}

function* notRoot(p: Process, name: string): Sys<number> {
  yield* p.warn(
    `${name} v1.8.9 (nf_tables): Could not fetch rule set generation id: Permission denied (you must be root)\n\n`,
  );
  return 4;
}
