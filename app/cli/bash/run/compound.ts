import type { Sys } from '../../../linux/process/program.ts';
import { expandArithmetic } from '../expand/arithmetic.ts';
import { compilePattern } from '../expand/pattern.ts';
import { expandPattern, expandQuoted, expandText, expandWords } from '../expand/words.ts';
import type { Shell } from '../shell.ts';
import type {
  ArithmeticCommand,
  ArithmeticFor,
  Case,
  CompoundList,
  For,
  FunctionDefinition,
  If,
  Redirected,
  Statement,
  Subshell,
  While,
} from '../syntax.ts';
import { waitForeground } from './foreground.ts';
import { redirect, restore } from './redirect.ts';
import { spawnSubshell } from './subshell.ts';

/** Runs a condition: its failure is an answer, not an error. */
function* holds(sh: Shell, condition: CompoundList): Sys<boolean> {
  sh.conditionDepth += 1;
  const status = yield* sh.execution.statements(sh, condition.commands);
  sh.conditionDepth -= 1;
  return status === 0;
}

/** `if … then … elif … else … fi`. */
export function* runIf(sh: Shell, node: If): Sys<number> {
  for (const branch of [{ clause: node.clause, then: node.then }, ...node.elif]) {
    const chosen = yield* holds(sh, branch.clause);
    if (sh.unwind) return sh.status;
    if (chosen) return yield* sh.execution.statements(sh, branch.then.commands);
  }
  return node.else ? yield* sh.execution.statements(sh, node.else.commands) : 0;
}

/** One turn of a loop; says whether the loop goes on. */
export function* runBody(sh: Shell, body: readonly Statement[]): Sys<boolean> {
  sh.loopDepth += 1;
  yield* sh.execution.statements(sh, body);
  sh.loopDepth -= 1;
  const { unwind } = sh;
  if (!unwind) return true;
  if (unwind.to !== 'break' && unwind.to !== 'continue') return false;
  if (unwind.levels > 1) {
    sh.unwind = { to: unwind.to, levels: unwind.levels - 1 };
    return false;
  }
  sh.unwind = undefined;
  return unwind.to === 'continue';
}

/** `for name in words`. */
export function* runFor(sh: Shell, node: For): Sys<number> {
  const name = node.name.text;
  if (!/^[A-Za-z_]\w*$/.test(name)) {
    yield* sh.complain(`\`${name}': not a valid identifier`);
    return 1;
  }
  const words = node.wordlist ? yield* expandWords(sh, node.wordlist) : sh.positional;
  if (sh.unwind) return sh.status;
  sh.status = 0;
  for (const word of words) {
    if (sh.vars.find(name)?.readonly === true) {
      yield* sh.fail(`${name}: readonly variable`);
      return 1;
    }
    sh.vars.set(name, word);
    if (!(yield* runBody(sh, node.body.commands))) break;
  }
  return sh.status;
}

/** `for ((first; test; update))`. */
export function* runArithmeticFor(sh: Shell, node: ArithmeticFor): Sys<number> {
  const header = sh.source.text.slice(node.pos, node.body.pos);
  const inside = /\(\(([\s\S]*)\)\)/.exec(header)?.[1] ?? '';
  const [first = '', test = '', update = ''] = splitSemicolons(inside);
  if ((yield* compute(sh, first)) === undefined) return 1;
  sh.status = 0;
  for (;;) {
    const more = test.trim() === '' ? 1n : yield* compute(sh, test);
    if (more === undefined) return 1;
    if (more === 0n || !(yield* runBody(sh, node.body.commands))) return sh.status;
    if ((yield* compute(sh, update)) === undefined) return 1;
  }
}

function splitSemicolons(text: string): readonly string[] {
  return text.split(';');
}

function* compute(sh: Shell, text: string): Sys<bigint | undefined> {
  return text.trim() === '' ? 1n : yield* expandArithmetic(sh, text, expandQuoted);
}

/** `while` and `until`. */
export function* runWhile(sh: Shell, node: While): Sys<number> {
  let status = 0;
  for (;;) {
    sh.loopDepth += 1;
    const found = yield* holds(sh, node.clause);
    sh.loopDepth -= 1;
    if (sh.unwind) {
      const { unwind } = sh;
      if ((unwind.to !== 'break' && unwind.to !== 'continue') || unwind.levels > 1) return sh.status;
      sh.unwind = undefined;
      if (unwind.to === 'break') return 0;
      continue;
    }
    if (found !== (node.kind === 'while')) break;
    const more = yield* runBody(sh, node.body.commands);
    status = sh.status;
    if (!more) return sh.status;
  }
  sh.status = status;
  return status;
}

/** `case word in patterns`. */
export function* runCase(sh: Shell, node: Case): Sys<number> {
  const word = yield* expandText(sh, node.word);
  if (sh.unwind) return sh.status;
  let status = 0;
  let falling = false;
  for (const item of node.items) {
    let matched = falling;
    for (const pattern of matched ? [] : item.pattern) {
      const text = yield* expandPattern(sh, pattern);
      if (sh.unwind) return sh.status;
      const options = { extended: true, ignoreCase: sh.shopts.has('nocasematch') };
      matched = compilePattern(text, options).matches(word);
      if (matched) break;
    }
    if (!matched) continue;
    status = yield* sh.execution.statements(sh, item.body.commands);
    if (sh.unwind || item.terminator === ';;' || item.terminator === undefined) return status;
    falling = item.terminator === ';&';
  }
  return status;
}

/** `( … )`: a process of its own. */
export function* runSubshell(sh: Shell, node: Subshell): Sys<number> {
  const body = (sub: Shell): Sys<number> => {
    sub.tail = true;
    return sub.execution.statements(sub, node.body.commands);
  };
  if (sh.tail && sh.traps.size === 0) {
    // Nothing follows in this process: it may be the subshell itself.
    sh.subshellDepth += 1;
    return yield* body(sh);
  }
  const control = sh.has('monitor') ? ({ group: 'new', foreground: true } as const) : {};
  const pid = spawnSubshell(sh, body, control);
  const [status = 0] = yield* waitForeground(sh, [pid], sh.source.text.slice(node.pos, node.end));
  return status;
}

/** `(( … ))`. */
export function* runArithmetic(sh: Shell, node: ArithmeticCommand): Sys<number> {
  const value = yield* expandArithmetic(sh, node.body, expandQuoted, '((: ');
  if (value === undefined) {
    // An error here is only a failure, unlike in $(( )).
    sh.unwind = undefined;
    return 1;
  }
  return value === 0n ? 1 : 0;
}

/** `name() { … }`. */
export function defineFunction(sh: Shell, node: FunctionDefinition): number {
  const text = sh.source.text.slice(node.pos, node.end);
  sh.functions.set(node.name.value, { body: node.body, source: sh.source, text });
  return 0;
}

/** A compound command with redirections. */
export function* runRedirected(sh: Shell, node: Redirected): Sys<number> {
  sh.tail = false;
  const undo = yield* redirect(sh, node.redirects);
  if (!undo) return 1;
  const status = yield* sh.execution.command(sh, node.command);
  restore(undo);
  return status;
}
