import { openHereDocuments, parseScript } from '../syntax.ts';

/** After these a command goes on; a semicolon would be wrong. */
const GOES_ON = /(?:(?:^|[\s;])(?:do|then|else|elif|if|while|until|in)|[{(|&;)]|\|\||&&)\s*$/;

/** The lines of one command as one history entry: joined by semicolons, unless line feeds belong to quotes or documents. */
export function historyEntry(lines: readonly string[]): string {
  let entry = '';
  for (const line of lines) {
    if (entry === '') {
      entry = line;
      continue;
    }
    if (/(?:^|[^\\])(?:\\\\)*\\$/.test(entry)) entry = entry.slice(0, -1) + line;
    else {
      const between = separator(entry);
      entry += between + (between === '\n' ? line : line.trimStart());
    }
  }
  return entry;
}

function separator(before: string): string {
  const script = parseScript(`${before}\n`);
  const quoted = script.errors?.[0]?.message.startsWith('unterminated') === true;
  if (quoted || openHereDocuments(script).length > 0) return '\n';
  return GOES_ON.test(before) ? ' ' : '; ';
}
