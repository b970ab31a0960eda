import { bad, good, type Result } from '../../../base/result.ts';
import type { Stat } from '../../../linux/fs/file-system.ts';
import { compileRegex } from '../../regex/regex.ts';
import { compileGlob } from '../../tool/glob.ts';

/** A file that find looks at. */
export interface Found {
  readonly path: string;
  readonly name: string;
  readonly depth: number;
  readonly stat: Stat;
}

/** A test or action of the expression. */
export type Term =
  | { readonly type: 'test'; readonly test: (file: Found) => boolean }
  | { readonly type: 'and' | 'or'; readonly left: Term; readonly right: Term }
  | { readonly type: 'not'; readonly of: Term }
  | { readonly type: 'empty' | 'delete' | 'prune' | 'print' | 'print0' | 'ls' | 'quit' }
  | { readonly type: 'newer'; readonly than: string }
  | { readonly type: 'printf'; readonly format: string }
  | { readonly type: 'exec'; readonly argv: readonly string[]; readonly together: boolean };

/** What the command line says beside the paths. */
export interface FindExpression {
  readonly term: Term | undefined;
  readonly minDepth: number;
  readonly maxDepth: number;
  readonly depthFirst: boolean;
  readonly hasAction: boolean;
}

/** Reads an expression; `now` is the present in virtual milliseconds. The error is what find says. */
export function parseExpression(words: readonly string[], now: number): Result<FindExpression> {
  const parser = new Parser(words, now);
  const term = words.length === 0 ? undefined : parser.or();
  if (parser.failure === undefined && !parser.atEnd)
    parser.fail(
      parser.peek() === ')'
        ? "invalid expression; you have too many ')'"
        : `paths must precede expression: \`${parser.peek()}'`,
    );
  if (parser.failure !== undefined) return bad(parser.failure);
  const { minDepth, maxDepth, depthFirst, hasAction } = parser;
  return good({ term, minDepth, maxDepth, depthFirst, hasAction });
}

const ALWAYS: Term = { type: 'test', test: () => true };

class Parser {
  readonly #words: readonly string[];
  readonly #now: number;
  #at = 0;
  failure: string | undefined;
  minDepth = 0;
  maxDepth = Infinity;
  depthFirst = false;
  hasAction = false;

  constructor(words: readonly string[], now: number) {
    this.#words = words;
    this.#now = now;
  }

  get atEnd(): boolean {
    return this.#at >= this.#words.length;
  }

  peek(): string {
    return this.#words[this.#at] ?? '';
  }

  fail(text: string): undefined {
    this.failure ??= text;
    return undefined;
  }

  or(): Term {
    let left = this.#and();
    while (this.peek() === '-o' || this.peek() === '-or') {
      this.#at++;
      left = { type: 'or', left, right: this.#and() };
    }
    return left;
  }

  #and(): Term {
    let left = this.#not();
    while (!this.atEnd && this.failure === undefined && !['-o', '-or', ')', ','].includes(this.peek())) {
      if (this.peek() === '-a' || this.peek() === '-and') this.#at++;
      left = { type: 'and', left, right: this.#not() };
    }
    return left;
  }

  #not(): Term {
    if (this.peek() === '!' || this.peek() === '-not') {
      this.#at++;
      return { type: 'not', of: this.#not() };
    }
    if (this.peek() !== '(') return this.#primary();
    this.#at++;
    const inner = this.or();
    if (this.peek() !== ')')
      this.fail("invalid expression; I was expecting to find a ')' somewhere but did not see one.");
    this.#at++;
    return inner;
  }

  #primary(): Term {
    const word = this.#words[this.#at++] ?? '';
    switch (word) {
      case '-print':
      case '-print0':
      case '-delete':
      case '-ls':
      case '-quit':
        this.hasAction = true;
        if (word === '-delete') this.depthFirst = true;
        return { type: actionOf(word) };
      case '-prune':
        return { type: 'prune' };
      case '-empty':
        return { type: 'empty' };
      case '-depth':
      case '-d':
        this.depthFirst = true;
        return ALWAYS;
      case '-true':
      case '-xdev':
      case '-mount':
      case '-noleaf':
      case '-follow':
        return ALWAYS;
      case '-false':
        return { type: 'not', of: ALWAYS };
      case '-exec':
      case '-execdir':
      case '-ok':
        return this.#exec(word);
      default:
        return this.#withArgument(word);
    }
  }

  #exec(word: string): Term {
    const argv: string[] = [];
    this.hasAction = true;
    for (;;) {
      const next = this.#words[this.#at++];
      if (next === undefined) {
        this.fail(`missing argument to \`${word}'`);
        return ALWAYS;
      }
      if (next === ';') return { type: 'exec', argv, together: false };
      if (next === '+' && argv.at(-1) === '{}')
        return { type: 'exec', argv: argv.slice(0, -1), together: true };
      argv.push(next);
    }
  }

  #withArgument(word: string): Term {
    if (!KNOWN.includes(word)) {
      this.fail(
        word.startsWith('-') ? `unknown predicate \`${word}'` : `paths must precede expression: \`${word}'`,
      );
      return ALWAYS;
    }
    const value = this.#words[this.#at++];
    if (value === undefined) {
      this.fail(`missing argument to \`${word}'`);
      return ALWAYS;
    }
    const test = (accepts: (file: Found) => boolean): Term => ({ type: 'test', test: accepts });
    switch (word) {
      case '-name':
      case '-iname': {
        const fits = compileGlob(value, word === '-iname');
        return test((file) => fits(file.name));
      }
      case '-path':
      case '-wholename':
      case '-ipath': {
        const fits = compileGlob(value, word === '-ipath');
        return test((file) => fits(file.path));
      }
      case '-regex':
      case '-iregex': {
        const regex = compileRegex(`^\\(${value}\\)$`, { syntax: 'basic', ignoreCase: word === '-iregex' });
        if (!regex.ok) this.fail(`failed to compile regular expression '${value}': ${regex.error}`);
        return test((file) => regex.ok && regex.value.test(file.path));
      }
      case '-type':
      case '-xtype':
        return this.#type(value);
      case '-maxdepth':
      case '-mindepth':
        if (!/^\d+$/.test(value))
          this.fail(`Expected a positive decimal integer argument to ${word}, but got \`${value}'`);
        if (word === '-maxdepth') this.maxDepth = Number(value);
        else this.minDepth = Number(value);
        return ALWAYS;
      case '-size':
        return this.#size(value);
      case '-perm':
        return this.#permissions(value);
      case '-user':
        return test((file) => file.stat.owner === value);
      case '-group':
        return test((file) => file.stat.group === value);
      case '-newer':
        return { type: 'newer', than: value };
      case '-printf':
        this.hasAction = true;
        return { type: 'printf', format: value };
      default:
        return this.#age(word, value);
    }
  }

  #type(value: string): Term {
    const kinds: Readonly<Record<string, Stat['type']>> = {
      f: 'file',
      d: 'directory',
      l: 'symlink',
      c: 'device',
    };
    const wanted = value.split(',').map((letter) => kinds[letter]);
    if (wanted.includes(undefined) && !/^[bpsD]$/.test(value))
      this.fail(`Unknown argument to -type: ${value}`);
    return { type: 'test', test: (file) => wanted.includes(file.stat.type) };
  }

  #size(value: string): Term {
    const found = /^([+-]?)(\d+)([bcwkMG]?)$/.exec(value);
    if (!found) {
      this.fail(`Invalid argument \`${value}' to -size`);
      return ALWAYS;
    }
    const unit = { c: 1, w: 2, k: 1024, M: 1024 * 1024, G: 1024 * 1024 * 1024 }[found[3] ?? ''] ?? 512;
    return {
      type: 'test',
      test: (file) => compared(found[1] ?? '', Math.ceil(file.stat.size / unit), Number(found[2])),
    };
  }

  #permissions(value: string): Term {
    const found = /^([-/]?)([0-7]+)$/.exec(value);
    if (!found) {
      this.fail(`invalid mode \`${value}'`);
      return ALWAYS;
    }
    const wanted = Number.parseInt(found[2] ?? '0', 8);
    return {
      type: 'test',
      test: ({ stat }) =>
        found[1] === '-'
          ? (stat.mode & wanted) === wanted
          : found[1] === '/'
            ? wanted === 0 || (stat.mode & wanted) !== 0
            : (stat.mode & 0o7777) === wanted,
    };
  }

  #age(word: string, value: string): Term {
    const found = /^([+-]?)(\d+)$/.exec(value);
    if (!found) {
      this.fail(`invalid argument \`${value}' to \`${word}'`);
      return ALWAYS;
    }
    const unit = word.endsWith('min') ? 60_000 : 86_400_000;
    return {
      type: 'test',
      test: (file) =>
        compared(found[1] ?? '', Math.floor((this.#now - file.stat.modifiedAt) / unit), Number(found[2])),
    };
  }
}

const KNOWN = (
  '-name -iname -path -wholename -ipath -regex -iregex -type -xtype -maxdepth -mindepth ' +
  '-size -perm -user -group -newer -printf -mtime -mmin -atime -amin -ctime -cmin'
).split(' ');

function compared(sign: string, actual: number, wanted: number): boolean {
  return sign === '+' ? actual > wanted : sign === '-' ? actual < wanted : actual === wanted;
}

function actionOf(
  word: '-print' | '-print0' | '-delete' | '-ls' | '-quit',
): 'print' | 'print0' | 'delete' | 'ls' | 'quit' {
  const actions = {
    '-print': 'print',
    '-print0': 'print0',
    '-delete': 'delete',
    '-ls': 'ls',
    '-quit': 'quit',
  } as const;
  return actions[word];
}
