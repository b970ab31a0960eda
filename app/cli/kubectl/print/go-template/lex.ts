import { bad, good, type Result } from '../../../../base/result.ts';
import { goUnquote } from '../../go/unquote.ts';

/** Where something stands in the template. */
export interface Place {
  readonly at: number;
  readonly end: number;
}

/** A token inside an action. */
export type Token = Place & TokenWord;

type TokenWord =
  | { readonly type: 'word'; readonly text: string }
  | { readonly type: 'field'; readonly text: string }
  | { readonly type: 'variable'; readonly text: string }
  | { readonly type: 'literal'; readonly value: string | number }
  | { readonly type: 'sign'; readonly text: string };

/** Text and actions of a template, in order; `{{-` and `-}}` have trimmed their neighbours. */
export type Piece =
  | { readonly type: 'text'; readonly text: string; readonly line: number }
  | { readonly type: 'action'; readonly tokens: readonly Token[]; readonly line: number };

/** Cuts a template into text and actions. @upstream text/template/parse/lex.go */
export function pieces(template: string): Result<readonly Piece[]> {
  const found: Piece[] = [];
  let rest = template;
  let line = 1;
  let trimNext = false;
  for (;;) {
    const open = rest.indexOf('{{');
    const raw = open === -1 ? rest : rest.slice(0, open);
    const trimEnd = open !== -1 && /^\{\{-\s/.test(rest.slice(open));
    const started = trimNext ? raw.trimStart() : raw;
    const text = trimEnd ? started.trimEnd() : started;
    if (text !== '') found.push({ type: 'text', text, line });
    line += raw.split('\n').length - 1;
    if (open === -1) return good(found);
    const inner = rest.slice(open + 2 + (trimEnd ? 1 : 0));
    const action = readAction(inner, template.length - inner.length, line);
    if (!action.ok) return action;
    if (action.value.tokens.length > 0) found.push({ type: 'action', tokens: action.value.tokens, line });
    line += inner.slice(0, action.value.end).split('\n').length - 1;
    rest = inner.slice(action.value.end);
    trimNext = action.value.trims;
  }
}

interface Action {
  readonly tokens: readonly Token[];
  readonly end: number;
  readonly trims: boolean;
}

function readAction(text: string, offset: number, line: number): Result<Action> {
  const comment = /^\s*\/\*[\s\S]*?\*\/\s*(-?)\}\}/.exec(text);
  if (comment !== null) return good({ tokens: [], end: comment[0].length, trims: comment[1] === '-' });
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    const rest = text.slice(at);
    const close = /^\s*(\s-)?\}\}/.exec(rest);
    if (close !== null) return good({ tokens, end: at + close[0].length, trims: close[1] !== undefined });
    const blank = /^\s+/.exec(rest);
    if (blank !== null) {
      at += blank[0].length;
      continue;
    }
    if (rest === '') return bad(`template: output:${line}: unclosed action`);
    const token = readToken(rest, line);
    if (!token.ok) return token;
    const start = offset + at;
    at += token.value.length;
    tokens.push({ ...token.value.token, at: start, end: offset + at });
  }
}

const PATTERNS: readonly (readonly [RegExp, (text: string) => TokenWord])[] = [
  [/^`[^`]*`/, (text) => ({ type: 'literal', value: text.slice(1, -1) })],
  [
    /^[-+]?(0[xX][0-9a-fA-F]+|\d+\.?\d*([eE][-+]?\d+)?|\.\d+)/,
    (text) => ({ type: 'literal', value: Number(text) }),
  ],
  [/^\$\w*/, (text) => ({ type: 'variable', text })],
  [/^\.[\p{L}_][\p{L}\p{Nd}_]*/u, (text) => ({ type: 'field', text: text.slice(1) })],
  [/^[\p{L}_][\p{L}\p{Nd}_]*/u, (text) => ({ type: 'word', text })],
  [/^(:=|[=|(),.])/, (text) => ({ type: 'sign', text })],
];

function readToken(
  rest: string,
  line: number,
): Result<{ readonly token: TokenWord; readonly length: number }> {
  const quoted = /^"(?:[^"\\\n]|\\.)*"|^'(?:[^'\\\n]|\\.)+'/.exec(rest)?.[0];
  if (quoted !== undefined) {
    const value = goUnquote(quoted);
    if (!value.ok) return bad(`template: output:${line}: ${value.error}`);
    const literal = quoted.startsWith("'") ? (value.value.codePointAt(0) ?? 0) : value.value;
    return good({ token: { type: 'literal', value: literal }, length: quoted.length });
  }
  if (rest.startsWith('"')) return bad(`template: output:${line}: unterminated quoted string`);
  for (const [pattern, make] of PATTERNS) {
    const found = pattern.exec(rest)?.[0];
    if (found !== undefined && found !== '') return good({ token: make(found), length: found.length });
  }
  const character = String.fromCodePoint(rest.codePointAt(0) ?? 0);
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return bad(`template: output:${line}: unexpected ${JSON.stringify(character)} in command: U+${code}`);
}
