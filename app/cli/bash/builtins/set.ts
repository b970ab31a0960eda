import type { Sys } from '../../../linux/process/program.ts';
import { OPTIONS, optionLettered, optionNamed, setOption } from '../option-names.ts';
import { quoteDoubly, quoteIfNeeded } from '../quote.ts';
import type { Shell } from '../shell.ts';
import { sortedList } from '../variables.ts';
import type { Builtin } from './builtin.ts';

/** Sets options and positional parameters, or lists variables. */
export const set: Builtin = {
  name: 'set',
  usage: '[-abefhkmnptuvxBCEHPT] [-o option-name] [--] [-] [arg ...]',
  ash: true,
  *run(sh, args) {
    if (args.length === 0) {
      yield* listVariables(sh);
      return 0;
    }
    for (let index = 0; index < args.length; index++) {
      const word = args[index] ?? '';
      if (word === '--' || word === '-') {
        if (word === '--' || index + 1 < args.length) sh.positional = args.slice(index + 1);
        return 0;
      }
      if (!/^[-+]./.test(word)) {
        sh.positional = args.slice(index);
        return 0;
      }
      const on = word.startsWith('-');
      for (const letter of word.slice(1)) {
        const status = letter === 'o' ? yield* named(sh, args[++index], on) : yield* lettered(sh, letter, on);
        if (status !== 0) return status;
      }
    }
    return 0;
  },
};

function* lettered(sh: Shell, letter: string, on: boolean): Sys<number> {
  const option = optionLettered(letter);
  if (option === undefined) {
    yield* sh.complain(`set: ${on ? '-' : '+'}${letter}: invalid option`);
    yield* sh.p.warn(`set: usage: set ${set.usage}\n`);
    return 2;
  }
  setOption(sh, option, on);
  return 0;
}

function* named(sh: Shell, name: string | undefined, on: boolean): Sys<number> {
  if (name === undefined) {
    for (const [option] of OPTIONS) {
      const state = sh.has(option);
      const line = on
        ? `${option.padEnd(15)}\t${state ? 'on' : 'off'}`
        : `set ${state ? '-' : '+'}o ${option}`;
      yield* sh.p.print(`${line}\n`);
    }
    return 0;
  }
  const option = optionNamed(name);
  if (option === undefined) {
    yield* sh.complain(`set: ${name}: invalid option name`);
    return 2;
  }
  setOption(sh, option, on);
  return 0;
}

function* listVariables(sh: Shell): Sys<void> {
  for (const name of sh.vars.names()) {
    const variable = sh.vars.find(name);
    if (variable?.list) {
      const items = sortedList(variable.list).map(([index, value]) => `[${index}]=${quoteDoubly(value)}`);
      yield* sh.p.print(`${name}=(${items.join(' ')})\n`);
      continue;
    }
    const value = sh.vars.get(name);
    if (value !== undefined) yield* sh.p.print(`${name}=${value === '' ? '' : quoteIfNeeded(value)}\n`);
  }
}
