import { bad, good, type Result } from '../../base/result.ts';

/** One token; `space`: blanks stood before it. */
export interface Token {
  readonly type:
    | 'number'
    | 'string'
    | 'regex'
    | 'name'
    | 'function'
    | 'keyword'
    | 'builtin'
    | 'operator'
    | 'newline'
    | 'end';
  readonly text: string;
  readonly line: number;
}

const KEYWORDS = new Set(
  'BEGIN END function func if else while for do break continue next nextfile exit return delete in getline print printf'.split(
    ' ',
  ),
);
/** Functions that awk brings. */
export const BUILTINS = new Set(
  'length substr index split sub gsub match sprintf sin cos atan2 exp log sqrt int rand srand tolower toupper system close fflush systime strftime mktime'.split(
    ' ',
  ),
);
const OPERATORS = [
  '**=',
  '&&',
  '||',
  '++',
  '--',
  '+=',
  '-=',
  '*=',
  '/=',
  '%=',
  '^=',
  '==',
  '<=',
  '>=',
  '!=',
  '>>',
  '**',
  '!~',
  ...Array.from('{}()[];,+-*/%^!<>|?:~$='),
];

/** Takes a program apart. The error names the line. */
export function lexAwk(source: string): Result<readonly Token[]> {
  const tokens: Token[] = [];
  let at = 0;
  let line = 1;
  const push = (type: Token['type'], text: string): void => void tokens.push({ type, text, line });
  while (at < source.length) {
    const rest = source.slice(at);
    const skipped = /^(?:[ \t\r]+|\\\r?\n|#[^\n]*)/.exec(rest)?.[0];
    if (skipped !== undefined) {
      at += skipped.length;
      line += skipped.split('\n').length - 1;
      continue;
    }
    if (rest.startsWith('\n')) {
      push('newline', '\n');
      at++;
      line++;
      continue;
    }
    const number = /^(?:0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)/.exec(rest)?.[0];
    const name = /^[A-Za-z_][A-Za-z0-9_]*/.exec(rest)?.[0];
    if (number !== undefined) {
      push('number', number);
      at += number.length;
    } else if (name !== undefined) {
      const called = source[at + name.length] === '(';
      push(
        KEYWORDS.has(name) ? 'keyword' : BUILTINS.has(name) ? 'builtin' : called ? 'function' : 'name',
        name,
      );
      at += name.length;
    } else if (rest.startsWith('"')) {
      const found = /^"((?:[^"\\\n]|\\[\s\S])*)"/.exec(rest);
      if (!found) return bad(`runaway string constant ${rest.split('\n')[0] ?? ''} ...`);
      push('string', unescapeString(found[1] ?? ''));
      at += found[0].length;
    } else if (rest.startsWith('/') && regexMayStand(tokens.at(-1))) {
      const found = /^\/((?:[^/\\\n[]|\\[^\n]|\[\^?\]?(?:[^\]\n]|\[:[a-z]+:\])*\])*)\//.exec(rest);
      if (!found) return bad(`unterminated regex ${rest.split('\n')[0] ?? ''} ...`);
      push('regex', (found[1] ?? '').replaceAll('\\/', '/'));
      at += found[0].length;
    } else {
      const operator = OPERATORS.find((one) => rest.startsWith(one));
      if (operator === undefined) return bad(`unexpected character '${rest.charAt(0)}'`);
      push('operator', operator);
      at += operator.length;
    }
  }
  push('newline', '\n');
  line++;
  push('end', '');
  return good(tokens);
}

/** After a value `/` divides, elsewhere it opens a regular expression. */
function regexMayStand(before: Token | undefined): boolean {
  if (!before) return true;
  if (['number', 'string', 'name', 'builtin', 'regex'].includes(before.type)) return false;
  return !(before.type === 'operator' && [')', ']', '$', '++', '--'].includes(before.text));
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '\\': '\\',
  '"': '"',
};

/** Works out the escapes of a string constant. */
export function unescapeString(text: string): string {
  return text.replace(/\\([0-7]{1,3}|\n|[\s\S])/g, (all, escape: string) => {
    if (/^[0-7]/.test(escape)) return String.fromCharCode(Number.parseInt(escape, 8));
    if (escape === '\n') return '';
    return ESCAPES[escape] ?? all;
  });
}
