import { findCommand } from '../find-command.ts';
import { describeCommand } from './type.ts';
import { readOptions, type Builtin } from './builtin.ts';

/** Runs a command, functions not looked at; or says what it is. */
export const command: Builtin = {
  name: 'command',
  usage: '[-pVv] command [arg ...]',
  ash: true,
  *run(sh, args) {
    const options = yield* readOptions(sh, command, args, 'pVv');
    if (!options) return 2;
    const { letters, rest } = options;
    if (rest.length === 0) return 0;
    if (!letters.includes('v') && !letters.includes('V')) {
      return yield* sh.execution.words(sh, rest, { functions: false });
    }
    let status = 0;
    for (const name of rest) {
      const [first] = findCommand(sh, name);
      if (!first) {
        status = 1;
        if (letters.includes('V')) yield* sh.complain(`command: ${name}: not found`);
      } else if (letters.includes('V')) yield* describeCommand(sh, name, first);
      else if (first.type === 'alias') yield* sh.p.print(`alias ${name}='${first.text}'\n`);
      else yield* sh.p.print(`${first.type === 'file' ? first.text : name}\n`);
    }
    return status;
  },
};
