/** Splits a line as `read` does: at IFS, at most `count` parts, the last one taking the rest. Backslashes quote unless raw. */
export function splitForRead(text: string, ifs: string, count: number, raw: boolean): readonly string[] {
  const chars = unescapeChars(text, raw);
  const blank = (index: number): boolean =>
    separates(chars[index], ifs) && /\s/.test(chars[index]?.char ?? '');
  const border = (index: number): boolean => separates(chars[index], ifs);
  let at = 0;
  while (at < chars.length && blank(at)) at += 1;
  const parts: string[] = [];
  while (at < chars.length && parts.length < count - 1) {
    const begin = at;
    while (at < chars.length && !border(at)) at += 1;
    parts.push(textOf(chars.slice(begin, at)));
    // One border: blanks around at most one other separator.
    while (at < chars.length && blank(at)) at += 1;
    if (at < chars.length && border(at)) at += 1;
    while (at < chars.length && blank(at)) at += 1;
  }
  if (at < chars.length) parts.push(lastPart(chars.slice(at), ifs));
  return parts;
}

interface Char {
  readonly char: string;
  readonly quoted: boolean;
}

function unescapeChars(text: string, raw: boolean): readonly Char[] {
  const chars: Char[] = [];
  const all = Array.from(text);
  for (let index = 0; index < all.length; index++) {
    const char = all[index] ?? '';
    const next = all[index + 1];
    if (!raw && char === '\\' && next !== undefined) {
      chars.push({ char: next, quoted: true });
      index += 1;
    } else if (raw || char !== '\\') chars.push({ char, quoted: false });
  }
  return chars;
}

function separates(char: Char | undefined, ifs: string): boolean {
  return char !== undefined && !char.quoted && ifs.includes(char.char);
}

/** The rest of the line without blanks at its end, and without a single separator that would end its only word. */
function lastPart(chars: readonly Char[], ifs: string): string {
  let end = chars.length;
  const blankBefore = (): boolean => separates(chars[end - 1], ifs) && /\s/.test(chars[end - 1]?.char ?? '');
  while (end > 0 && blankBefore()) end -= 1;
  const borders = chars.slice(0, end).filter((char) => separates(char, ifs)).length;
  if (borders === 1 && separates(chars[end - 1], ifs)) {
    end -= 1;
    while (end > 0 && blankBefore()) end -= 1;
  }
  return textOf(chars.slice(0, end));
}

function textOf(chars: readonly Char[]): string {
  return chars.map(({ char }) => char).join('');
}
