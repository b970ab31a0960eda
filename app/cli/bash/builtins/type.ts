import type { Sys } from '../../../linux/process/program.ts';
import { findCommand, type FoundCommand } from '../find-command.ts';
import type { Shell } from '../shell.ts';
import { readOptions, type Builtin } from './builtin.ts';

/** Says what a name means as a command. */
export const type: Builtin = {
  name: 'type',
  usage: '[-afptP] name [name ...]',
  ash: true,
  *run(sh, args) {
    const options = yield* readOptions(sh, type, args, 'afptP');
    if (!options) return 2;
    const { letters } = options;
    let status = 0;
    for (const name of options.rest) {
      const found = findCommand(sh, name).filter((one) => !letters.includes('P') || one.type === 'file');
      const shown = letters.includes('a') ? found : found.slice(0, 1);
      if (shown.length === 0) {
        status = 1;
        if (!letters.includes('t') && !letters.includes('p') && !letters.includes('P')) {
          if (sh.features.shell === 'ash') yield* sh.p.print(`${name}: not found\n`);
          else yield* sh.complain(`type: ${name}: not found`);
        }
      }
      for (const one of shown) {
        if (letters.includes('t')) yield* sh.p.print(`${one.type}\n`);
        else if (letters.includes('p') || letters.includes('P')) {
          if (one.type === 'file') yield* sh.p.print(`${one.text}\n`);
        } else yield* describeCommand(sh, name, one);
      }
    }
    return status;
  },
};

/** The sentence of `type` and `command -V`. */
export function* describeCommand(sh: Shell, name: string, found: FoundCommand): Sys<void> {
  switch (found.type) {
    case 'alias':
      yield* sh.p.print(`${name} is aliased to \`${found.text}'\n`);
      return;
    case 'keyword':
      yield* sh.p.print(`${name} is a shell keyword\n`);
      return;
    case 'function':
      yield* sh.p.print(`${name} is a function\n${found.text}\n`);
      return;
    case 'builtin':
      yield* sh.p.print(`${name} is a shell builtin\n`);
      return;
    case 'file':
      yield* sh.p.print(`${name} is ${found.text}\n`);
  }
}
