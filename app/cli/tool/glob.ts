/** Compiles a shell pattern (`*`, `?`, `[…]`) to a test of whole names, as fnmatch does for find -name and grep --include. */
export function compileGlob(pattern: string, ignoreCase = false): (name: string) => boolean {
  const chars = Array.from(ignoreCase ? pattern.toLowerCase() : pattern);
  return (name) => matchGlob(chars, 0, Array.from(ignoreCase ? name.toLowerCase() : name), 0);
}

function matchGlob(pattern: readonly string[], from: number, text: readonly string[], at: number): boolean {
  let [i, j] = [from, at];
  let star = -1;
  let mark = 0;
  while (j < text.length) {
    const step = i < pattern.length ? single(pattern, i, text[j] ?? '') : 0;
    if (pattern[i] === '*') {
      star = i++;
      mark = j;
    } else if (step > 0) {
      i += step;
      j++;
    } else if (star >= 0) {
      i = star + 1;
      j = ++mark;
    } else return false;
  }
  while (pattern[i] === '*') i++;
  return i === pattern.length;
}

/** How many characters of the pattern match this one character; 0 when they do not. */
function single(pattern: readonly string[], at: number, char: string): number {
  const head = pattern[at];
  if (head === '?') return 1;
  if (head === '\\' && pattern[at + 1] !== undefined) return pattern[at + 1] === char ? 2 : 0;
  if (head !== '[') return head === char ? 1 : 0;
  const negated = pattern[at + 1] === '!' || pattern[at + 1] === '^';
  const first = at + (negated ? 2 : 1);
  let end = first;
  let inside = false;
  for (; end < pattern.length && (pattern[end] !== ']' || end === first); end++) {
    const low = pattern[end] ?? '';
    const isRange = pattern[end + 1] === '-' && pattern[end + 2] !== undefined && pattern[end + 2] !== ']';
    const high = isRange ? (pattern[end + 2] ?? '') : low;
    if (char >= low && char <= high) inside = true;
    if (isRange) end += 2;
  }
  if (end >= pattern.length) return char === '[' ? 1 : 0;
  return inside !== negated ? end - at + 1 : 0;
}
