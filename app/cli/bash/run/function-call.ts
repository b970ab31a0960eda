import type { Sys } from '../../../linux/process/program.ts';
import type { Shell, ShellFunction } from '../shell.ts';

/** Deeper calls would exhaust the interpreter itself. */
const MAX_NESTING = 250;

/** Calls a shell function: its own arguments and local variables, the shell's everything else. */
export function* callFunction(
  sh: Shell,
  name: string,
  made: ShellFunction,
  args: readonly string[],
): Sys<number> {
  if (sh.functionNames.length >= MAX_NESTING) {
    yield* sh.fail(`${name}: maximum function nesting level exceeded (${MAX_NESTING})`);
    return 1;
  }
  const { positional, source, loopDepth, functionNames } = sh;
  sh.vars.push();
  sh.positional = args;
  sh.functionNames = [name, ...functionNames];
  sh.source = made.source;
  sh.loopDepth = 0;
  const { body } = made;
  let status =
    body.type === 'CompoundList'
      ? yield* sh.execution.statements(sh, body.commands)
      : yield* sh.execution.command(sh, body);
  if (sh.unwind?.to === 'return') {
    sh.unwind = undefined;
    status = sh.status;
  }
  sh.vars.pop();
  sh.positional = positional;
  sh.functionNames = functionNames;
  sh.source = source;
  sh.loopDepth = loopDepth;
  return status;
}
