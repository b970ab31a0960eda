import { assertNever } from '../../../base/assert.ts';
import type { Sys } from '../../../linux/process/program.ts';
import { compileRegex } from '../../regex/regex.ts';
import { compareNumbers, NUMERIC, testFiles, testUnary } from '../conditions.ts';
import { computeArithmetic } from '../expand/arithmetic.ts';
import { compilePattern } from '../expand/pattern.ts';
import { expandField, expandPattern, expandText } from '../expand/words.ts';
import type { Shell } from '../shell.ts';
import type { TestCommand, TestExpression, Word } from '../syntax.ts';

/** `[[ … ]]`: 0 when true, 1 when false, 2 when it cannot be said. */
export function* runTestCommand(sh: Shell, node: TestCommand): Sys<number> {
  const answer = yield* judge(sh, node.expression);
  if (answer === undefined) return 2;
  return answer ? 0 : 1;
}

function* judge(sh: Shell, node: TestExpression): Sys<boolean | undefined> {
  switch (node.type) {
    case 'TestUnary':
      return testUnary(sh, node.operator, yield* expandText(sh, node.operand));
    case 'TestBinary':
      return yield* judgeBinary(sh, node.operator, node.left, node.right);
    case 'TestNot': {
      const answer = yield* judge(sh, node.operand);
      return answer === undefined ? undefined : node.negations.length % 2 === 1 ? !answer : answer;
    }
    case 'TestGroup':
      return yield* judge(sh, node.expression);
    case 'TestLogical': {
      let answer: boolean | undefined = node.operator === '&&';
      for (const operand of node.operands) {
        answer = yield* judge(sh, operand);
        if (answer === undefined || answer !== (node.operator === '&&')) break;
      }
      return answer;
    }
    default:
      return assertNever(node);
  }
}

function* judgeBinary(sh: Shell, operator: string, left: Word, right: Word): Sys<boolean | undefined> {
  const text = yield* expandText(sh, left);
  if (sh.unwind) return undefined;
  if (operator === '=~') return yield* matchRegex(sh, text, right);
  if (operator === '==' || operator === '=' || operator === '!=') {
    const pattern = yield* expandPattern(sh, right);
    const options = { ignoreCase: sh.shopts.has('nocasematch') };
    return compilePattern(pattern, options).matches(text) === (operator !== '!=');
  }
  const other = yield* expandText(sh, right);
  if (operator === '<') return text < other;
  if (operator === '>') return text > other;
  if (!NUMERIC.has(operator)) return testFiles(sh, operator, text, other);
  const a = yield* computeArithmetic(sh, text, '[[: ');
  const b = a === undefined ? undefined : yield* computeArithmetic(sh, other, '[[: ');
  if (a !== undefined && b !== undefined) return compareNumbers(operator, a, b);
  // A number that is none only makes the test false.
  sh.unwind = undefined;
  return false;
}

/** `text =~ regex`: quoted parts mean themselves; BASH_REMATCH gets the match and its groups. */
function* matchRegex(sh: Shell, text: string, word: Word): Sys<boolean | undefined> {
  const field = yield* expandField(sh, word);
  const source = field
    .map((segment) =>
      segment.quoted ? segment.text.replaceAll(/[\\.[\]*^$+?(){}|]/g, '\\$&') : segment.text,
    )
    .join('');
  const regex = compileRegex(source, { syntax: 'extended', ignoreCase: sh.shopts.has('nocasematch') });
  if (!regex.ok) return undefined;
  const found = regex.value.find(text);
  sh.vars.setList(
    'BASH_REMATCH',
    found ? found.groups.map((group) => (group ? text.slice(group[0], group[1]) : '')) : [],
  );
  return found !== undefined;
}
