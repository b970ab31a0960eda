import type { Sys } from '../../../linux/process/program.ts';
import type { Shell } from '../shell.ts';
import type { Builtin } from './builtin.ts';

/** Ends the shell. */
export const exit: Builtin = {
  name: 'exit',
  usage: '[n]',
  ash: true,
  *run(sh, args) {
    if (sh.interactive && sh.subshellDepth === 0) yield* sh.p.warn('exit\n');
    const status = yield* statusArgument(sh, 'exit', args, 2);
    if (status === undefined) return 1;
    sh.status = status;
    sh.unwind = { to: 'exit' };
    return status;
  },
};

/** The status that `exit` and `return` are given: `$?` without one; undefined when there are too many. */
export function* statusArgument(
  sh: Shell,
  name: string,
  args: readonly string[],
  notNumeric: number,
): Sys<number | undefined> {
  const [text, extra] = args[0] === '--' ? args.slice(1) : args;
  if (text === undefined) return sh.status;
  if (!/^\s*[-+]?\d+\s*$/.test(text)) {
    const ash = sh.features.shell === 'ash';
    yield* sh.complain(
      ash ? `${name}: Illegal number: ${text}` : `${name}: ${text}: numeric argument required`,
    );
    return notNumeric;
  }
  if (extra !== undefined) {
    yield* sh.complain(`${name}: too many arguments`);
    return undefined;
  }
  return Number(BigInt.asUintN(8, BigInt(text.trim().replace(/^\+/, ''))));
}
