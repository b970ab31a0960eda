import type { MachineKind, ProgramSpec, User } from '../../linux/process/program.ts';
import { parseOptions } from '../tool/options.ts';

const ROOT: User = { name: 'root', uid: 0, gid: 0, home: '/root' };
const ON: readonly MachineKind[] = ['laptop', 'node', 'internet', 'docker-host'];

/** Runs a command as root, without asking for a password. */
export const sudo: ProgramSpec = {
  name: 'sudo',
  help: 'sudo [-n] [-E] [-i] [-s] [-u USER] COMMAND [ARGUMENT]...',
  on: ON,
  *run(p) {
    const options = parseOptions(p.argv.slice(1), {
      flags: 'AbEeHiklnPSsvV',
      values: 'ugCpThrtU',
      stopAtOperand: true,
      long: { 'preserve-env=?': 'E', login: 'i', shell: 's', 'non-interactive': 'n', 'user=': 'u' },
    });
    const words = options.ok ? options.value.operands : [];
    const shells = options.ok && (options.value.has('i') || options.value.has('s'));
    if (!options.ok || (words.length === 0 && !shells)) {
      yield* p.warn(
        'usage: sudo -h | -K | -k | -V\nusage: sudo [-ABbEHnPS] [-u user] [VAR=value] [-i|-s] [<command>]\n',
      );
      return 1;
    }
    const firstWord = words.findIndex((word) => !/^[A-Za-z_]\w*=/.test(word));
    const command = firstWord < 0 ? [] : words.slice(firstWord);
    const argv = shells ? ['bash', ...(command.length > 0 ? ['-c', command.join(' ')] : [])] : command;
    const env = new Map([
      ...p.env,
      ['HOME', '/root'],
      ['USER', 'root'],
      ['LOGNAME', 'root'],
      ['SUDO_USER', p.user.name],
    ]);
    for (const word of words.slice(0, Math.max(0, firstWord))) {
      const equals = word.indexOf('=');
      env.set(word.slice(0, equals), word.slice(equals + 1));
    }
    const spawned = p.spawn(argv, { user: ROOT, env, cwd: p.cwd });
    if (!spawned.ok) {
      yield* p.warn(`sudo: ${argv[0] ?? ''}: command not found\n`);
      return 1;
    }
    let ended = yield* p.wait(spawned.value);
    while (ended.stopped === true) ended = yield* p.wait(spawned.value);
    return ended.code;
  },
};
