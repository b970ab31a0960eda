import type { Builtin } from './builtin.ts';

/** Processor times of the shell and its children: simulated programs use none of their own. */
export const times: Builtin = {
  name: 'times',
  usage: '',
  ash: true,
  *run(sh) {
    yield* sh.p.print('0m0.000s 0m0.000s\n0m0.000s 0m0.000s\n');
    return 0;
  },
};
