/** Quotes a word as GNU messages do in a UTF-8 locale: ‘word’. */
export function quote(text: string): string {
  return `‘${text}’`;
}

/** Quotes a file name for the shell, always in quotes: 'name'. */
export function quoteFile(name: string): string {
  if (!name.includes("'")) return `'${name}'`;
  return /["$`\\!]/.test(name) ? `'${name.replaceAll("'", "'\\''")}'` : `"${name}"`;
}

/** Quotes a file name only where a shell would need it, as ls does on a terminal. */
export function quoteIfNeeded(name: string): string {
  return name !== '' && /^[A-Za-z0-9_%+,./:@^=\-\u0080-\uffff]+$/.test(name) ? name : quoteFile(name);
}
