import { machineId, STDIN, STDOUT } from '../../linux/names.ts';
import type { Kernel } from '../../linux/process/kernel.ts';
import type { Process, ProgramSpec, Sys, User } from '../../linux/process/program.ts';
import { parseOptions } from '../tool/options.ts';

const USAGE = `usage: ssh [-46AaCfGgKkMNnqsTtVvXxYy] [-B bind_interface]
           [-o option] [-p port] [-l login_name] destination [command [argument ...]]
`;

/** Opens a shell or runs a command on another machine of the world; their keys are known everywhere. */
export function sshProgram(kernel: Pick<Kernel, 'machine'>): ProgramSpec {
  return {
    name: 'ssh',
    help: 'ssh [USER@]HOST [COMMAND [ARGUMENT]...]',
    on: ['laptop', 'node', 'internet', 'docker-host'],
    run: (p) => run(p, kernel),
  };
}

function* run(p: Process, kernel: Pick<Kernel, 'machine'>): Sys<number> {
  const options = parseOptions(p.argv.slice(1), {
    flags: '46AaCfGgKkMNnqsTtVvXxYy',
    values: 'BbcDEeFIiJLlmOopQRSWw',
    stopAtOperand: true,
  });
  const [destination, ...command] = options.ok ? options.value.operands : [];
  if (!options.ok || destination === undefined) {
    yield* p.warn(options.ok ? USAGE : `${options.error.replace(/^invalid/, 'ssh: invalid')}\n${USAGE}`);
    return 255;
  }
  const at = destination.lastIndexOf('@');
  const host = destination.slice(at + 1).replace(/\.$/, '');
  const spec = kernel.machine(machineId(host));
  if (!spec || spec.kind === 'container') {
    yield* p.warn(`ssh: Could not resolve hostname ${host}: Name or service not known\n`);
    return 255;
  }
  const name = at >= 0 ? destination.slice(0, at) : options.value.value('l');
  const user = name === undefined ? spec.users[0] : spec.users.find((one) => one.name === name);
  if (!user) {
    yield* p.warn(`${name ?? ''}@${host}: Permission denied (publickey).\n`);
    return 255;
  }
  const session = { machine: spec.id, user, shell: spec.shell, host, quiet: options.value.has('q') };
  return command.length > 0 && !options.value.has('t')
    ? yield* remoteCommand(p, session, command)
    : yield* remoteShell(p, session, command, options.value.has('T'));
}

interface Session {
  readonly machine: Process['machine'];
  readonly user: User;
  readonly shell: string;
  readonly host: string;
  readonly quiet: boolean;
}

function* remoteCommand(p: Process, session: Session, command: readonly string[]): Sys<number> {
  const spawned = p.spawn([session.shell, '-c', command.join(' ')], {
    machine: session.machine,
    user: session.user,
    cwd: session.user.home,
  });
  if (!spawned.ok) return 255;
  const ended = yield* p.wait(spawned.value);
  return ended.signal === undefined ? ended.code : 255;
}

function* remoteShell(
  p: Process,
  session: Session,
  command: readonly string[],
  noTerminal: boolean,
): Sys<number> {
  const terminal = p.isTty(STDIN) && p.isTty(STDOUT) && !noTerminal;
  if (!p.isTty(STDIN) && !noTerminal && command.length === 0)
    yield* p.warn('Pseudo-terminal will not be allocated because stdin is not a terminal.\n');
  const argv = command.length > 0 ? [session.shell, '-c', command.join(' ')] : [session.shell, '-l'];
  const spawned = p.spawn(argv, {
    machine: session.machine,
    user: session.user,
    cwd: session.user.home,
    ...(terminal ? { group: 'new' as const, foreground: true } : {}),
  });
  if (!spawned.ok) return 255;
  let ended = yield* p.wait(spawned.value);
  while (ended.stopped === true) ended = yield* p.wait(spawned.value);
  if (terminal) {
    p.tty?.setForeground(p.pgid);
    if (!session.quiet) yield* p.warn(`Connection to ${session.host} closed.\r\n`.replace('\r\n', '\n'));
  }
  return ended.signal === undefined ? ended.code : 255;
}
