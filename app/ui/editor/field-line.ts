/** The line of a field in a YAML text: the path's names by their indentation, from the top. */
export function lineOfField(text: string, path: string): number | undefined {
  const names = path.split('.').filter((name) => name !== '');
  const lines = text.split('\n');
  let from = 0;
  let indent = -1;
  let found: number | undefined;
  for (const name of names) {
    const at = lines.findIndex(
      (line, index) =>
        index >= from && indentOf(line) > indent && line.trim().replace(/^- /, '').startsWith(`${name}:`),
    );
    if (at === -1) return found;
    found = at + 1;
    from = at + 1;
    indent = indentOf(lines[at] ?? '');
  }
  return found;
}

const indentOf = (line: string): number =>
  (/^ */.exec(line)?.[0].length ?? 0) + (line.trim().startsWith('- ') ? 1 : 0);
