import { runConntrack, readConntrackArgs } from '../../linux/netfilter/command/conntrack.ts';
import type { Connection } from '../../linux/netfilter/conntrack/connection.ts';
import { eventLine } from '../../linux/netfilter/conntrack/print.ts';
import type { Netfilter } from '../../linux/netfilter/netfilter.ts';
import type { Network } from '../../linux/network.ts';
import type { Process, ProgramSpec, Sys } from '../../linux/process/program.ts';

/** conntrack: lists, deletes and follows the connections that the caller's namespace tracks. */
export function conntrackProgram(network: Network): ProgramSpec {
  return {
    name: 'conntrack',
    help: 'conntrack -L|-E|-D|-F|-C|-S [-p PROTOCOL] [-s ADDRESS] [-d ADDRESS] [--src …] [--dst …] [--state STATE]',
    on: ['node', 'docker-host'],
    directory: '/usr/sbin',
    *run(p) {
      const netfilter = network.netfilter(p.netns);
      const args = p.argv.slice(1);
      if (p.user.uid !== 0 || !netfilter) {
        yield* p.warn(`conntrack v1.4.7 (conntrack-tools): Operation failed: Operation not permitted\n`);
        return 1;
      }
      const request = readConntrackArgs(args);
      if (request.ok && request.value.verb === 'E') return yield* follow(p, netfilter, args);
      const { out, err, code } = runConntrack(netfilter, args);
      if (out !== '') yield* p.print(out);
      if (err !== '') yield* p.warn(err);
      return code;
    },
  };
}

interface Event {
  readonly type: 'NEW' | 'UPDATE' | 'DESTROY';
  readonly connection: Connection;
}

function* follow(p: Process, netfilter: Netfilter, args: readonly string[]): Sys<number> {
  const request = readConntrackArgs(args);
  if (!request.ok) return 2;
  const { matches } = request.value;
  const inbox = p.inbox<Event>();
  const leave = netfilter.conntrack.listen((type, connection) => inbox.push({ type, connection }));
  p.onSignal('INT', 'wake');
  let shown = 0;
  try {
    for (;;) {
      const got = yield* p.receive<Event>(inbox);
      if (got === undefined || !('connection' in got)) break;
      if (!matches(got.connection)) continue;
      shown++;
      yield* p.print(`${eventLine(got.type, got.connection, p.now())}\n`);
    }
  } finally {
    leave();
  }
  yield* p.warn(`conntrack v1.4.7 (conntrack-tools): ${shown} flow events have been shown.\n`);
  return 0;
}
