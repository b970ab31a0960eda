import { assertNever } from '../../base/assert.ts';
import type { Sys } from '../../linux/process/program.ts';
import { BUILTINS } from './builtins/index.ts';
import type { Builtin } from './builtins/builtin.ts';
import {
  defineFunction,
  runArithmetic,
  runArithmeticFor,
  runCase,
  runFor,
  runIf,
  runRedirected,
  runSubshell,
  runWhile,
} from './run/compound.ts';
import { runTestCommand } from './run/double-bracket.ts';
import { runStatements } from './run/list.ts';
import { runSelect } from './run/select.ts';
import { runSimple, runWords } from './run/simple.ts';
import { capture, substitute } from './run/substitution.ts';
import { runText } from './run/text.ts';
import type { Execution, Shell } from './shell.ts';
import type { CommandNode } from './syntax.ts';

const BASH_BUILTINS: ReadonlyMap<string, Builtin> = new Map(BUILTINS.map((one) => [one.name, one]));
const ASH_BUILTINS: ReadonlyMap<string, Builtin> = new Map(
  BUILTINS.filter((one) => one.ash === true).map((one) => [one.name, one]),
);

/** The shell's commands put together: each kind of node and what runs it. */
export const INTERPRETER: Execution = {
  builtins: (features) => (features.shell === 'bash' ? BASH_BUILTINS : ASH_BUILTINS),
  statements: runStatements,
  command: runCommand,
  words: runWords,
  text: runText,
  capture,
  substitute,
};

function* runCommand(sh: Shell, node: CommandNode): Sys<number> {
  switch (node.type) {
    case 'Command':
      return yield* runSimple(sh, node);
    case 'If':
      return yield* runIf(sh, node);
    case 'For':
      return yield* runFor(sh, node);
    case 'ArithmeticFor':
      return yield* runArithmeticFor(sh, node);
    case 'While':
      return yield* runWhile(sh, node);
    case 'Case':
      return yield* runCase(sh, node);
    case 'Select':
      return yield* runSelect(sh, node);
    case 'Subshell':
      return yield* runSubshell(sh, node);
    case 'BraceGroup':
      return yield* runStatements(sh, node.body.commands);
    case 'TestCommand':
      return yield* runTestCommand(sh, node);
    case 'ArithmeticCommand':
      return yield* runArithmetic(sh, node);
    case 'Function':
      return defineFunction(sh, node);
    case 'Redirected':
      return yield* runRedirected(sh, node);
    case 'Coproc':
      yield* sh.complain('coproc: not supported in this terminal');
      return 2;
    default:
      return assertNever(node);
  }
}
