import { fd } from '../../linux/names.ts';
import type { Stat } from '../../linux/fs/file-system.ts';
import { isSet } from './assign.ts';
import type { OptionName, Shell } from './shell.ts';

/** Operators of `test` and `[[ ]]` that ask about one operand. */
export const UNARY = new Set([
  '-a',
  '-b',
  '-c',
  '-d',
  '-e',
  '-f',
  '-g',
  '-h',
  '-k',
  '-p',
  '-r',
  '-s',
  '-t',
  '-u',
  '-w',
  '-x',
  '-G',
  '-L',
  '-N',
  '-O',
  '-S',
  '-z',
  '-n',
  '-o',
  '-v',
  '-R',
]);

/** Operators of `test` and `[[ ]]` that compare numbers. */
export const NUMERIC = new Set(['-eq', '-ne', '-lt', '-le', '-gt', '-ge']);

/** Answers a question about a text, a file or an option. */
export function testUnary(sh: Shell, operator: string, operand: string): boolean {
  switch (operator) {
    case '-z':
      return operand === '';
    case '-n':
      return operand !== '';
    case '-t':
      return /^\d+$/.test(operand) && sh.p.isTty(fd(Number(operand)));
    case '-o':
      return [...sh.options].some((option: OptionName) => option === operand);
    case '-v':
      return isVariableSet(sh, operand);
    case '-R':
      return sh.vars.find(operand)?.nameref === true;
    case '-r':
    case '-w':
    case '-x':
      return sh.p.fs.access(operand, operator === '-r' ? 'r' : operator === '-w' ? 'w' : 'x');
    default:
      return testFile(sh, operator, operand);
  }
}

function isVariableSet(sh: Shell, name: string): boolean {
  const element = /^([A-Za-z_]\w*)\[(.*)\]$/.exec(name);
  if (!element) return sh.vars.get(name) !== undefined;
  const variable = sh.vars.find(element[1] ?? '');
  const index = element[2] ?? '';
  if (index === '@' || index === '*') return isSet(variable);
  return variable?.table?.has(index) ?? variable?.list?.has(Number(index)) ?? false;
}

function testFile(sh: Shell, operator: string, path: string): boolean {
  const { fs } = sh.p;
  if (operator === '-h' || operator === '-L') {
    const link = fs.lstat(path);
    return link.ok && link.value.type === 'symlink';
  }
  const stat = fs.stat(path);
  return stat.ok && testStat(sh, operator, stat.value);
}

function testStat(sh: Shell, operator: string, stat: Stat): boolean {
  switch (operator) {
    case '-a':
    case '-e':
      return true;
    case '-f':
      return stat.type === 'file';
    case '-d':
      return stat.type === 'directory';
    case '-c':
      return stat.type === 'device';
    case '-s':
      return stat.size > 0;
    case '-O':
      return stat.owner === sh.p.user.name;
    case '-G':
      return stat.group === sh.p.user.name;
    case '-k':
      return (stat.mode & 0o1000) !== 0;
    case '-u':
      return (stat.mode & 0o4000) !== 0;
    case '-g':
      return (stat.mode & 0o2000) !== 0;
    default:
      return false;
  }
}

/** Compares two files: newer, older, the same. */
export function testFiles(sh: Shell, operator: string, left: string, right: string): boolean {
  const [a, b] = [sh.p.fs.stat(left), sh.p.fs.stat(right)];
  if (operator === '-ef') {
    const [x, y] = [sh.p.fs.realpath(left), sh.p.fs.realpath(right)];
    return a.ok && b.ok && x.ok && y.ok && x.value === y.value;
  }
  if (operator === '-nt') return a.ok && (!b.ok || a.value.modifiedAt > b.value.modifiedAt);
  return b.ok && (!a.ok || a.value.modifiedAt < b.value.modifiedAt);
}

/** Compares whole numbers. */
export function compareNumbers(operator: string, left: bigint, right: bigint): boolean {
  switch (operator) {
    case '-eq':
      return left === right;
    case '-ne':
      return left !== right;
    case '-lt':
      return left < right;
    case '-le':
      return left <= right;
    case '-gt':
      return left > right;
    default:
      return left >= right;
  }
}
