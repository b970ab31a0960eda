import type { YAMLParseError } from 'yaml';

/**
 * The first error of a document in go-yaml's words, with the line it names; undefined when there is none.
 * The two libraries stop at different places, so the line is counted the way go-yaml's scanner would.
 */
export function yamlErrorText(text: string, errors: readonly YAMLParseError[]): string | undefined {
  if (text.includes('\u007f') || /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(text)) {
    return 'yaml: control characters are not allowed';
  }
  const tab = tabAsIndent(text);
  const error = errors.toSorted((a, b) => a.pos[0] - b.pos[0])[0];
  if (tab !== undefined && (error === undefined || lineAt(text, error.pos[0]) >= tab.line)) {
    return `yaml: line ${tab.line}: ${tab.words}`;
  }
  if (error === undefined) return undefined;
  const { line, words } = translate(text, error);
  return `yaml: ${line > 0 ? `line ${line}: ` : ''}${words}`;
}

interface Complaint {
  readonly line: number;
  readonly words: string;
}

function translate(text: string, error: YAMLParseError): Complaint {
  const line = lineAt(text, error.pos[0]);
  switch (error.code) {
    case 'BAD_INDENT':
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'MULTILINE_IMPLICIT_KEY':
    case 'MISSING_CHAR':
    case 'IMPOSSIBLE':
    case 'UNEXPECTED_TOKEN':
      return structure(text, error, line);
    case 'TAB_AS_INDENT':
      return { line, words: 'found character that cannot start any token' };
    case 'BAD_ALIAS':
      return { line: 0, words: 'unknown anchor referenced' };
    default:
      return { line, words: 'did not find expected node content' };
  }
}

function structure(text: string, error: YAMLParseError, line: number): Complaint {
  const lines = text.split('\n');
  const bracket = unclosedBracket(text);
  if (bracket !== undefined) return bracket;
  const quote = unclosedQuote(text, error);
  if (quote !== undefined) return quote;
  const here = lines[line - 1] ?? '';
  if (/^\s*[^\s#-][^:]*:\s+\S/.test(here) || /^\s*[^\s#-][^:]*:\s*$/.test(here)) {
    const before = lastContent(lines, line - 2);
    const deeper = before !== undefined && indentOf(here) > indentOf(lines[before] ?? '');
    if (deeper && /:\s+\S/.test(lines[before] ?? '')) {
      return { line, words: 'mapping values are not allowed in this context' };
    }
    if (/:\s+[^"'[{#\s][^#]*:\s/.test(here))
      return { line, words: 'mapping values are not allowed in this context' };
    return { line: blockStart(lines, line - 1), words: 'did not find expected key' };
  }
  if (error.code === 'MISSING_CHAR' || error.code === 'MULTILINE_IMPLICIT_KEY') {
    return { line: line + 1, words: "could not find expected ':'" };
  }
  if (/^\s*- /.test(here)) return { line: blockStart(lines, line - 1), words: 'did not find expected key' };
  return { line, words: 'did not find expected node content' };
}

/** A tab where a line's indent should be: outside quotes and literal blocks. */
function tabAsIndent(text: string): Complaint | undefined {
  const lines = text.split('\n');
  const at = lines.findIndex((line) => /^ *\t+ *[^\s#]/.test(line));
  if (at === -1) return undefined;
  for (let back = at - 1; back >= 0; back--) {
    const line = lines[back] ?? '';
    if (line.trim() === '' || /^\s*\t/.test(line)) continue;
    if (/[|>][-+0-9]*\s*$/.test(line)) return undefined;
    const value = /:\s+\S/.test(line) && !/:\s*$/.test(line);
    if (value && !/["']/.test(line)) {
      return { line: at + 1, words: 'found a tab character that violates indentation' };
    }
    break;
  }
  return { line: at + 1, words: 'found character that cannot start any token' };
}

function unclosedBracket(text: string): Complaint | undefined {
  let depth = 0;
  for (const character of text.replace(/"(?:[^"\\]|\\.)*"|'[^']*'|#.*$/gm, '')) {
    if (character === '[' || character === '{') depth++;
    if (character === ']' || character === '}') depth--;
  }
  if (depth <= 0) return undefined;
  const last = text.trimEnd().split('\n').length;
  const sequence = /[[,]\s*$/.test(text.trimEnd());
  return {
    line: last,
    words: sequence
      ? 'did not find expected node content'
      : `did not find expected ',' or '${text.lastIndexOf('[') > text.lastIndexOf('{') ? ']' : '}'}'`,
  };
}

function unclosedQuote(text: string, error: YAMLParseError): Complaint | undefined {
  if (!/quote/i.test(error.message)) return undefined;
  return { line: text.split('\n').length, words: 'found unexpected end of stream' };
}

function lastContent(lines: readonly string[], from: number): number | undefined {
  for (let at = from; at >= 0; at--) if ((lines[at] ?? '').trim() !== '') return at;
  return undefined;
}

/** go-yaml names the line before the one where the block could not go on. */
function blockStart(lines: readonly string[], at: number): number {
  return (lastContent(lines, at - 1) ?? 0) + 1;
}

function indentOf(line: string): number {
  return /^[ -]*/.exec(line)?.[0].length ?? 0;
}

function lineAt(text: string, position: number): number {
  return text.slice(0, position).split('\n').length;
}
