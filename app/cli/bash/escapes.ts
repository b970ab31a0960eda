const SIMPLE: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  e: '\u001b',
  E: '\u001b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '?': '?',
};

/** What `$'…'` makes of a text with backslashes. */
export function unescape(text: string): string {
  return text.replaceAll(
    /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|c([\s\S])|([\s\S]))/g,
    (all, octal: string, hex: string, short: string, long: string, control: string, letter: string) => {
      if (octal) return String.fromCharCode(parseInt(octal, 8) & 0xff);
      const code = hex ?? short ?? long;
      if (code) return String.fromCodePoint(parseInt(code, 16));
      if (control) return String.fromCharCode(control.charCodeAt(0) & 0x1f);
      return SIMPLE[letter] ?? all;
    },
  );
}

/** What `echo -e` and `printf %b` make of a text; `\c` ends all output. */
export function unescapeEcho(text: string): { readonly text: string; readonly stop: boolean } {
  let out = '';
  const pattern =
    /\\(?:0([0-7]{0,3})|([1-7][0-7]{0,2})|x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|(c)|([\s\S]))/g;
  let at = 0;
  for (const found of text.matchAll(pattern)) {
    const [all, octal, bare, hex, short, long, stop, letter] = found;
    out += text.slice(at, found.index);
    at = found.index + all.length;
    if (stop !== undefined) return { text: out, stop: true };
    const code = hex ?? short ?? long;
    const digits = octal ?? bare;
    if (digits !== undefined) out += String.fromCharCode(parseInt(digits || '0', 8) & 0xff);
    else if (code !== undefined) out += String.fromCodePoint(parseInt(code, 16));
    else out += letter === "'" || letter === '"' || letter === '?' ? all : (SIMPLE[letter ?? ''] ?? all);
  }
  return { text: out + text.slice(at), stop: false };
}
