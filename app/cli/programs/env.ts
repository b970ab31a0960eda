import type { Process, Sys } from '../../linux/process/program.ts';
import { strerror } from '../tool/errno.ts';
import { tool } from '../tool/tool.ts';

/** Prints the environment, or runs a program in a changed one. */
export const env = tool('env', 'env [-i0] [-u NAME] [NAME=VALUE]... [COMMAND [ARG]...]', run);

function* run(p: Process): Sys<number> {
  let environment = new Map(p.env);
  let end = '\n';
  const words = p.argv.slice(1);
  let index = 0;
  for (; index < words.length; index++) {
    const word = words[index] ?? '';
    if (word === '-' || word === '-i' || word === '--ignore-environment') environment = new Map();
    else if (word === '-0' || word === '--null') end = '\0';
    else if (word === '-u') environment.delete(words[++index] ?? '');
    else if (word.startsWith('-u')) environment.delete(word.slice(2));
    else if (word.startsWith('--unset=')) environment.delete(word.slice(8));
    else if (word.startsWith('-') && word !== '--') {
      yield* p.warn(`env: invalid option -- '${word.slice(1, 2)}'\nTry 'env --help' for more information.\n`);
      return 125;
    } else if (word !== '--') break;
  }
  for (let at = (words[index] ?? '').indexOf('='); at > 0; at = (words[index] ?? '').indexOf('=')) {
    const word = words[index++] ?? '';
    environment.set(word.slice(0, at), word.slice(at + 1));
  }
  const command = words.slice(index);
  if (command.length === 0) {
    for (const [name, value] of environment) yield* p.print(`${name}=${value}${end}`);
    return 0;
  }
  const become = p.become(command, environment);
  if (become.ok) return yield* become.value(p);
  yield* p.warn(`env: ‘${command[0] ?? ''}’: ${strerror(become.error)}\n`);
  return become.error === 'ENOENT' ? 127 : 126;
}
