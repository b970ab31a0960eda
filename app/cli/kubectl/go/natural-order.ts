/**
 * The order in which keys of a YAML mapping are printed: letters after other characters, runs of digits by value.
 * @upstream goyaml.v2/sorter.go keyList.Less
 */
export function byNaturalOrder(a: string, b: string): number {
  return less(Array.from(a), Array.from(b)) ? -1 : less(Array.from(b), Array.from(a)) ? 1 : 0;
}

function less(a: readonly string[], b: readonly string[]): boolean {
  let digits = false;
  for (let at = 0; at < a.length && at < b.length; at++) {
    const [x, y] = [a[at] ?? '', b[at] ?? ''];
    if (x === y) {
      digits = isDigit(x);
      continue;
    }
    const [xLetter, yLetter] = [isLetter(x), isLetter(y)];
    if (xLetter && yLetter) return codeOf(x) < codeOf(y);
    if (xLetter || yLetter) return digits ? xLetter : yLetter;
    return lessRun(a, b, at);
  }
  return a.length < b.length;
}

function lessRun(a: readonly string[], b: readonly string[], at: number): boolean {
  let start = 0n;
  if (a[at] === '0' || b[at] === '0') {
    for (let back = at - 1; back >= 0 && isDigit(a[back] ?? ''); back--) {
      if (a[back] !== '0') {
        start = 1n;
        break;
      }
    }
  }
  const [x, y] = [run(a, at, start), run(b, at, start)];
  if (x.value !== y.value) return x.value < y.value;
  if (x.end !== y.end) return x.end < y.end;
  return codeOf(a[at] ?? '') < codeOf(b[at] ?? '');
}

function run(text: readonly string[], at: number, start: bigint): { value: bigint; end: number } {
  let value = start;
  let end = at;
  for (; end < text.length && isDigit(text[end] ?? ''); end++) value = value * 10n + BigInt(text[end] ?? 0);
  return { value, end };
}

function isDigit(character: string): boolean {
  return /^[0-9]$/.test(character);
}

function isLetter(character: string): boolean {
  return /^\p{L}$/u.test(character);
}

function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}
