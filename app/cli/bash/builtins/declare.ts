import type { Sys } from '../../../linux/process/program.ts';
import { declarationOf, declareOne, type Declaration } from '../declare.ts';
import type { Shell } from '../shell.ts';
import type { ArrayArguments, Builtin } from './builtin.ts';

const USAGE = '[-aAfFgiIlnrtux] [name[=value] ...] or declare -p [-aAfFilnrtux] [name ...]';

/** Declares variables and gives them attributes. */
export const declare: Builtin = {
  name: 'declare',
  usage: USAGE,
  run: (sh, args, arrays) => runDeclare(sh, 'declare', args, arrays),
};

/** `declare` under its old name. */
export const typeset: Builtin = {
  name: 'typeset',
  usage: USAGE,
  run: (sh, args, arrays) => runDeclare(sh, 'typeset', args, arrays),
};

/** Declares variables of the running function. */
export const local: Builtin = {
  name: 'local',
  usage: '[option] name[=value] ...',
  ash: true,
  *run(sh, args, arrays) {
    if (sh.functionNames.length > 0) return yield* runDeclare(sh, 'local', args, arrays);
    yield* sh.complain('local: can only be used in a function');
    return 1;
  },
};

const LETTERS = 'aAfFgiIlnrtuxp';

function* runDeclare(
  sh: Shell,
  command: string,
  args: readonly string[],
  arrays: ArrayArguments,
): Sys<number> {
  const on = new Set<string>();
  const off = new Set<string>();
  let first = 0;
  for (; /^[-+]./.test(args[first] ?? ''); first++) {
    const word = args[first] ?? '';
    if (word === '--') {
      first += 1;
      break;
    }
    for (const letter of word.slice(1)) {
      if (!LETTERS.includes(letter)) {
        yield* sh.complain(`${command}: ${word.slice(0, 1)}${letter}: invalid option`);
        yield* sh.p.warn(`${command}: usage: ${command} ${USAGE}\n`);
        return 2;
      }
      (word.startsWith('-') ? on : off).add(letter);
    }
  }
  const names = args.slice(first);
  if (on.has('f') || on.has('F')) return yield* printFunctions(sh, names, on.has('F'));
  if (on.has('p') || names.length === 0) return yield* printVariables(sh, command, names, on);
  const inFunction = sh.functionNames.length > 0 && !on.has('g');
  const declaration: Declaration = { command, on, off, local: inFunction };
  let status = 0;
  for (const [index, name] of names.entries()) {
    const one = yield* declareOne(sh, declaration, name, arrays.get(first + index));
    if (one !== 0) status = one;
    if (sh.unwind) return sh.status;
  }
  return status;
}

function* printFunctions(sh: Shell, names: readonly string[], onlyNames: boolean): Sys<number> {
  let status = 0;
  for (const name of names.length > 0 ? names : [...sh.functions.keys()].toSorted()) {
    const made = sh.functions.get(name);
    if (!made) status = 1;
    else if (onlyNames) yield* sh.p.print(names.length > 0 ? `${name}\n` : `declare -f ${name}\n`);
    else yield* sh.p.print(`${made.text}\n`);
  }
  return status;
}

function* printVariables(
  sh: Shell,
  command: string,
  names: readonly string[],
  on: ReadonlySet<string>,
): Sys<number> {
  let status = 0;
  const wanted = (command === 'local' ? sh.vars.localNames() : sh.vars.names()).filter((name) => {
    const variable = sh.vars.find(name);
    if (!variable) return false;
    return (
      (!on.has('x') || variable.exported === true) &&
      (!on.has('r') || variable.readonly === true) &&
      (!on.has('a') || variable.list !== undefined) &&
      (!on.has('A') || variable.table !== undefined) &&
      (!on.has('i') || variable.integer === true)
    );
  });
  for (const name of names.length > 0 ? names : wanted) {
    const variable = sh.vars.find(name);
    if (variable) yield* sh.p.print(`${declarationOf(name, variable)}\n`);
    else {
      yield* sh.complain(`${command}: ${name}: not found`);
      status = 1;
    }
  }
  return status;
}
