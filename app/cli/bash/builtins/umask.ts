import { readOptions, type Builtin } from './builtin.ts';

/** Shows or sets the permissions that new files do not get. */
export const umask: Builtin = {
  name: 'umask',
  usage: '[-p] [-S] [mode]',
  ash: true,
  *run(sh, args) {
    const options = yield* readOptions(sh, umask, args, 'pS');
    if (!options) return 2;
    const [mode] = options.rest;
    if (mode === undefined) {
      const octal = sh.p.umask.toString(8).padStart(4, '0');
      const text = options.letters.includes('S') ? symbolic(sh.p.umask) : octal;
      yield* sh.p.print(options.letters.includes('p') ? `umask ${text}\n` : `${text}\n`);
      return 0;
    }
    const number = /^[0-7]{1,4}$/.test(mode) ? parseInt(mode, 8) : undefined;
    const clauses = number === undefined ? fromSymbols(sh.p.umask, mode) : number;
    if (clauses === undefined) {
      yield* sh.complain(`umask: ${mode}: octal number out of range`);
      return 1;
    }
    sh.p.umask = clauses;
    return 0;
  },
};

const CLASSES = [
  ['u', 6],
  ['g', 3],
  ['o', 0],
] as const;

function symbolic(mask: number): string {
  return CLASSES.map(([who, shift]) => {
    const bits = 7 & ~(mask >> shift);
    return `${who}=${bits & 4 ? 'r' : ''}${bits & 2 ? 'w' : ''}${bits & 1 ? 'x' : ''}`;
  }).join(',');
}

function fromSymbols(mask: number, text: string): number | undefined {
  let allowed = 0o777 & ~mask;
  for (const clause of text.split(',')) {
    const found = /^([ugoa]*)([-+=])([rwx]*)$/.exec(clause);
    if (!found) return undefined;
    const [, who = '', operator, letters = ''] = found;
    const bits =
      (letters.includes('r') ? 4 : 0) | (letters.includes('w') ? 2 : 0) | (letters.includes('x') ? 1 : 0);
    for (const [name, shift] of CLASSES) {
      if (who !== '' && !who.includes('a') && !who.includes(name)) continue;
      if (operator === '=') allowed = (allowed & ~(7 << shift)) | (bits << shift);
      else if (operator === '+') allowed |= bits << shift;
      else allowed &= ~(bits << shift);
    }
  }
  return 0o777 & ~allowed;
}
