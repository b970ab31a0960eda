/** Quotes a text so that the shell reads it back as it is: `'a b'`, `$'a\nb'`. As `${x@Q}`. */
export function quoteForReuse(text: string): string {
  if (hasControl(text)) return ansiQuoted(text);
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** Quotes with backslashes, as `printf %q` does. */
export function quoteByBackslash(text: string): string {
  if (text === '') return "''";
  if (hasControl(text)) return ansiQuoted(text);
  return text
    .replaceAll(/[\s"'\\$`&|;<>(){}[\]*?!^,]/g, '\\$&')
    .replace(/^[~#]/, '\\$&')
    .replaceAll(/(?<=[:=])~/g, '\\~');
}

/** Quotes in double quotes, as `declare -p` and `alias` print values of variables. */
export function quoteDoubly(text: string): string {
  if (hasControl(text)) return ansiQuoted(text);
  return `"${text.replaceAll(/[\\"$`]/g, '\\$&')}"`;
}

/** Quotes with single quotes only where needed, as `set` and `xtrace` print values. */
export function quoteIfNeeded(text: string): string {
  if (text === '') return "''";
  if (hasControl(text)) return ansiQuoted(text);
  return /^[\w@%+=:,./-]+$/.test(text) && !/^[~#]/.test(text) ? text : quoteForReuse(text);
}

function hasControl(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  return /[\u0000-\u001f\u007f]/.test(text);
}

const NAMED: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\t': '\\t',
  '\r': '\\r',
  '\u001b': '\\E',
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\v': '\\v',
  "'": "\\'",
  '\\': '\\\\',
};

function ansiQuoted(text: string): string {
  const escaped = Array.from(text).map((char) => {
    const named = NAMED[char];
    if (named !== undefined) return named;
    return char < ' ' || char === '\u007f' ? `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}` : char;
  });
  return `$'${escaped.join('')}'`;
}
