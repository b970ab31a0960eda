/** Reads a file mode, octal or symbolic (`u+x,go-w`), against the present one; undefined when it is none. */
export function parseMode(text: string, present: number, isDirectory: boolean): number | undefined {
  if (/^[0-7]{1,4}$/.test(text)) return Number.parseInt(text, 8);
  let mode = present;
  for (const clause of text.split(',')) {
    const found = /^([ugoa]*)((?:[-+=][rwxXst]*|[-+=][ugo])+)$/.exec(clause);
    if (!found) return undefined;
    const who = found[1] === '' || found[1]?.includes('a') ? 'ugo' : (found[1] ?? '');
    for (const [, operator = '', letters = ''] of (found[2] ?? '').matchAll(/([-+=])([rwxXstugo]*)/g))
      mode = applied(mode, who, operator, letters, isDirectory);
  }
  return mode;
}

function applied(mode: number, who: string, operator: string, letters: string, isDirectory: boolean): number {
  let bits = 0;
  let mask = 0;
  for (const [name, shift] of [
    ['u', 6],
    ['g', 3],
    ['o', 0],
  ] as const) {
    if (!who.includes(name)) continue;
    mask |= 7 << shift;
    bits |= permission(letters, mode, isDirectory) << shift;
    if (letters.includes('s') && name !== 'o') bits |= name === 'u' ? 0o4000 : 0o2000;
  }
  if (letters.includes('t')) bits |= 0o1000;
  if (operator === '+') return mode | bits;
  return operator === '-' ? mode & ~bits : (mode & ~mask) | bits;
}

function permission(letters: string, mode: number, isDirectory: boolean): number {
  let bits = 0;
  if (letters.includes('r')) bits |= 4;
  if (letters.includes('w')) bits |= 2;
  if (letters.includes('x') || (letters.includes('X') && (isDirectory || (mode & 0o111) !== 0))) bits |= 1;
  if (letters.includes('u')) bits |= (mode >> 6) & 7;
  if (letters.includes('g')) bits |= (mode >> 3) & 7;
  if (letters.includes('o')) bits |= mode & 7;
  return bits;
}
