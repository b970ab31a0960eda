import type { Command, Flag } from './command.ts';
import { failed } from './failure.ts';

/** A verb that is known, with its flags and help, but whose work does not exist in this world. */
export function notSimulated(
  name: string,
  short: string,
  use: string,
  flags: readonly Flag[] = [],
  takes?: 'pods' | 'resources' | 'files',
  refusal: (args: readonly string[]) => string | undefined = () => undefined,
): Command {
  return {
    name,
    short,
    use,
    flags,
    ...(takes === undefined ? {} : { takes }),
    *run(k) {
      return failed(refusal(k.args) ?? `lintas: kubectl ${name} is not simulated`);
    },
  };
}
