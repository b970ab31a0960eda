import type { Sys } from '../../../linux/process/program.ts';
import type { Shell } from '../shell.ts';
import type { AndOr, PipelineNode, Statement } from '../syntax.ts';
import { runInBackground } from './background.ts';
import { runPipeline } from './pipeline.ts';
import { betweenStatements, runTrap } from './traps.ts';

/** Runs statements one after the other, until something unwinds. */
export function* runStatements(sh: Shell, statements: readonly Statement[]): Sys<number> {
  const { tail } = sh;
  sh.tail = false;
  let status = 0;
  for (const [index, statement] of statements.entries()) {
    yield* betweenStatements(sh);
    if (sh.unwind) return sh.status;
    if (sh.has('noexec') && !sh.interactive) return sh.status;
    sh.tail = tail && index === statements.length - 1;
    status = yield* runStatement(sh, statement);
    if (sh.unwind) return sh.status;
  }
  sh.tail = false;
  return status;
}

function* runStatement(sh: Shell, statement: Statement): Sys<number> {
  sh.position = statement.pos;
  if (statement.background === true) {
    sh.tail = false;
    sh.status = yield* runInBackground(sh, statement);
    return sh.status;
  }
  const { command } = statement;
  return command.type === 'AndOr' ? yield* runAndOr(sh, command) : yield* runNode(sh, command);
}

function* runAndOr(sh: Shell, { commands, operators }: AndOr): Sys<number> {
  const { tail } = sh;
  sh.tail = false;
  let status = 0;
  for (const [index, command] of commands.entries()) {
    const operator = operators[index - 1];
    if ((operator === '&&' && status !== 0) || (operator === '||' && status === 0)) continue;
    const last = index === commands.length - 1;
    if (!last) sh.conditionDepth += 1;
    sh.tail = tail && last;
    status = yield* runNode(sh, command);
    if (!last) sh.conditionDepth -= 1;
    if (sh.unwind) return status;
  }
  return status;
}

function* runNode(sh: Shell, node: PipelineNode): Sys<number> {
  const negated =
    node.type === 'Pipeline' && node.prefixes.filter((p) => p.type === 'Negation').length % 2 === 1;
  if (negated) sh.conditionDepth += 1;
  let status = yield* runPipeline(sh, node);
  if (negated) {
    sh.conditionDepth -= 1;
    status = status === 0 ? 1 : 0;
  }
  sh.status = sh.unwind ? sh.status : status;
  if (status !== 0 && !negated && sh.conditionDepth === 0 && !sh.unwind && !isCompound(node))
    yield* onFailure(sh, status);
  return sh.status;
}

/** `trap … ERR` and `set -e`. */
function* onFailure(sh: Shell, status: number): Sys<void> {
  const trap = sh.traps.get('ERR');
  if (trap !== undefined && trap !== '') yield* runTrap(sh, trap);
  if (sh.has('errexit') && !sh.unwind) {
    sh.status = status;
    sh.unwind = { to: 'exit' };
  }
}

/** Commands whose failure is that of a command inside, which has been judged already. */
function isCompound({ type }: PipelineNode): boolean {
  return ['If', 'For', 'ArithmeticFor', 'While', 'Case', 'Select', 'BraceGroup', 'Function'].includes(type);
}
