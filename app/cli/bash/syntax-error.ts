import { openHereDocuments, type ParsedScript } from './syntax.ts';

/** A mistake in a script, as bash words it. */
export interface SyntaxError {
  readonly message: string;
  /** Line inside the text, from 1. */
  readonly line: number;
  /** Where the first line that cannot run begins. */
  readonly lineStart: number;
  /** The source line that scripts and `-c` quote below the message. */
  readonly quoted: string | undefined;
}

/** Closing characters by what the parser calls the thing that was not closed. */
const CLOSERS: readonly (readonly [string, string])[] = [
  ['double quote', '"'],
  ['single quote', "'"],
  ['ANSI-C quote', "'"],
  ['backtick', '`'],
  ['parameter expansion', '}'],
  ['', ')'],
];
const OPERATOR = /^(?:;;&|;;|;&|&&|\|\||\|&|&>>|&>|<<<|<<-|<<|>>|<&|>&|<>|>\||[;&|<>()])/;
const WORD = /^(?:\\[\s\S]|"[^"]*"|'[^']*'|[^\s;&|<>()])+/;
/** What the parser says at the end of a text where the word of a loop or condition never came. */
const WANTED = new Set(["expected 'do'", "expected 'then'"]);
/** What may come only after a beginning: at the end of a text it is the token that came too early. */
const CLOSING_WORD = /(?:^|[\s;])(done|fi|else|esac|\}|\))\s*$/;

/** The first mistake in a script, if there is one. */
export function syntaxErrorOf(text: string, script: ParsedScript): SyntaxError | undefined {
  const [first] = script.errors ?? [];
  if (!first) return /^\s*[\w-]+\s*\(\s*$/.test(text) ? nearToken(text, text.length, 'newline') : undefined;
  if (first.message.startsWith('unterminated')) return unclosed(text, first.message, first.pos);
  const place = tokenPlace(text, first.message, first.pos);
  const token = tokenAt(text, place);
  if (token !== undefined) return nearToken(text, place, token);
  if (endsInNewline(text, first.message)) return nearToken(text, text.length, 'newline');
  const line = text.replace(/\n$/, '').split('\n').length + 1;
  // What was begun and not ended cannot run, nor can anything else on its first line.
  const lineStart = lineStartOf(text, script.commands.at(-1)?.pos ?? first.pos);
  return { message: 'syntax error: unexpected end of file', line, lineStart, quoted: undefined };
}

/** Whether an interactive shell asks for another line before it judges this text. */
export function needsMore(text: string, script: ParsedScript): boolean {
  const trimmed = text.trimEnd();
  if ((/\\*$/.exec(text.replace(/\n$/, ''))?.[0].length ?? 0) % 2 === 1) return true;
  if (openHereDocuments(script).some(({ delimiter }) => delimiter)) return true;
  if (trimmed.endsWith('${')) return true;
  const [first] = script.errors ?? [];
  if (!first || EMPTY_CLAUSE.test(trimmed)) return false;
  if (first.message.startsWith('unterminated')) return true;
  if (first.message === "unexpected token 'newline'" || endsInNewline(trimmed, first.message)) return false;
  if (first.pos < trimmed.length && tokenPlace(text, first.message, first.pos) < trimmed.length) return false;
  return !WANTED.has(first.message) || !CLOSING_WORD.test(trimmed);
}

/** A keyword that wants a command, and a semicolon instead. */
const EMPTY_CLAUSE = /(?:^|[;&|\n]\s*)(?:if|while|until|elif|then|else|do)\s*;/;

const ARGUMENT_IN_BRACKETS =
  /(?:^|[;&|\n])[ \t]*(?!(?:if|while|until|then|else|elif|do|!|\{)\s)[\w./-]+[ \t]+\([ \t]*([^\s()]+[ \t]*)$/;

/** Where the token stands that the parser stumbled over; the parser names the place of what it wanted. */
function tokenPlace(text: string, message: string, pos: number): number {
  // `echo (a)`: the parser stops at the second bracket, bash at the word between.
  const call = message === "unexpected token ')'" ? ARGUMENT_IN_BRACKETS.exec(text.slice(0, pos)) : undefined;
  if (call) return pos - (call[1]?.length ?? 0);
  if (message === 'expected command in brace group' || message === 'expected command in subshell')
    return pos + 1;
  if (message === "expected 'in' after 'case' word") {
    const found = /\bcase\s+\S+\s+/.exec(text);
    if (found) return found.index + found[0].length;
  }
  if (WANTED.has(message)) {
    const early = CLOSING_WORD.exec(text.slice(0, pos));
    if (early) return early.index + early[0].indexOf(early[1] ?? '');
  }
  return pos;
}

function tokenAt(text: string, place: number): string | undefined {
  const rest = text.slice(place).replace(/^(?:[ \t]|\\\n)+/, '');
  if (rest.trim() === '') return undefined;
  if (rest.startsWith('\n')) return tokenAt(text, text.length - rest.trimStart().length);
  return OPERATOR.exec(rest)?.[0] ?? WORD.exec(rest)?.[0] ?? rest.slice(0, 1);
}

/** Beginnings that must go on in the same line. */
function endsInNewline(text: string, message: string): boolean {
  if (message === 'expected redirect target') return true;
  const last = text.trimEnd().split('\n').at(-1) ?? '';
  return (
    /(?:^|[;&|(]\s*|\b(?:do|then|else)\s+)(?:for|select|function|coproc|case)\s*$/.test(last) ||
    /^\s*\w+\s*\(\s*$/.test(last) ||
    isTestCutShort(last) ||
    /\bcase\s+\S+\s+in\s+[^)\s]+\s*$/.test(last)
  );
}

/** Whether the line ends inside `[[ … ]]` where a test lacks its operator or operand: these may not be on the next line. */
function isTestCutShort(line: string): boolean {
  const inside = /(?:^|[\s;&|(])\[\[(?:\s+((?:(?!\]\]).)*))?$/.exec(line)?.[1];
  if (inside === undefined) return false;
  const words = (inside.split(/&&|\|\||[()]|(?<=^|\s)!(?=\s)/).at(-1) ?? '').trim().split(/\s+/);
  if (words[0] === '') return false;
  const unary = words[0]?.startsWith('-') === true;
  return words.length !== (unary ? 2 : 3) || words.some((word) => word === '&' || word === '|');
}

function nearToken(text: string, place: number, token: string): SyntaxError {
  const at = Math.min(place, text.length);
  const skipped = token === 'newline' ? at : at + text.slice(at).search(/\S|$/);
  const lineStart = lineStartOf(text, skipped);
  const lineEnd = text.indexOf('\n', skipped);
  return {
    message: `syntax error near unexpected token \`${token}'`,
    line: text.slice(0, skipped).split('\n').length,
    lineStart,
    quoted: text.slice(lineStart, lineEnd < 0 ? text.length : lineEnd),
  };
}

function unclosed(text: string, message: string, pos: number): SyntaxError {
  const closer = CLOSERS.find(([what]) => message.includes(what))?.[1] ?? ')';
  const substitution = message.includes('command substitution');
  const line = (substitution ? text : text.slice(0, pos)).split('\n').length + (substitution ? 1 : 0);
  const lineStart = lineStartOf(text, pos);
  return {
    message: `unexpected EOF while looking for matching \`${closer}'`,
    line,
    lineStart,
    quoted: undefined,
  };
}

function lineStartOf(text: string, pos: number): number {
  return text.lastIndexOf('\n', pos - 1) + 1;
}
