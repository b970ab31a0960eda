/** Quotes an argument as iptables-save does: only letters, digits, `_` and `-` stay as they are. */
export function quote(text: string): string {
  if (/^[A-Za-z0-9_-]+$/.test(text)) return text;
  return `"${text.replace(/["\\']/g, (mark) => `\\${mark}`)}"`;
}

/** Splits a line of iptables-restore into its arguments; undefined where a quote is left open. */
export function splitArguments(line: string): readonly string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quoted = false;
  for (let at = 0; at < line.length; at++) {
    const character = line.charAt(at);
    if (quoted && character === '\\') word = (word ?? '') + line.charAt(++at);
    else if (character === '"') {
      quoted = !quoted;
      word ??= '';
    } else if (!quoted && (character === ' ' || character === '\t')) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + character;
  }
  if (quoted) return undefined;
  if (word !== undefined) words.push(word);
  return words;
}
