import type { Builtin } from './builtin.ts';

/** Reads options of a script one by one. */
export const getopts: Builtin = {
  name: 'getopts',
  usage: 'optstring name [arg ...]',
  ash: true,
  *run(sh, args) {
    const [letters, name, ...given] = args;
    if (letters === undefined || name === undefined) {
      yield* sh.p.warn(`getopts: usage: getopts ${getopts.usage}\n`);
      return 2;
    }
    const words = given.length > 0 ? given : sh.positional;
    const silent = letters.startsWith(':');
    let index = Number(sh.vars.get('OPTIND') ?? '1');
    if (index === 1 && sh.optionPlace > (words[0]?.length ?? 0)) sh.optionPlace = 0;
    const word = words[index - 1];
    const place = sh.optionPlace === 0 ? 1 : sh.optionPlace;
    if (word === undefined || !/^-./.test(word) || word === '--') {
      if (word === '--') sh.vars.set('OPTIND', String(index + 1));
      sh.vars.set(name, '?');
      sh.vars.unset('OPTARG');
      sh.optionPlace = 0;
      return 1;
    }
    const letter = word[place] ?? '';
    const known = letter === ':' ? -1 : letters.indexOf(letter);
    const rest = word.slice(place + 1);
    const takes = known >= 0 && letters[known + 1] === ':';
    sh.vars.unset('OPTARG');
    if (known < 0) {
      if (silent) sh.vars.set('OPTARG', letter);
      else yield* sh.p.warn(`${sh.name}: illegal option -- ${letter}\n`);
      sh.vars.set(name, '?');
    } else if (!takes) sh.vars.set(name, letter);
    else {
      const value = rest === '' ? words[index] : rest;
      index += rest === '' ? 1 : 0;
      sh.vars.set(name, value === undefined ? (silent ? ':' : '?') : letter);
      if (value !== undefined) sh.vars.set('OPTARG', value);
      else if (silent) sh.vars.set('OPTARG', letter);
      else yield* sh.p.warn(`${sh.name}: option requires an argument -- ${letter}\n`);
    }
    const wordEnds = takes || rest === '';
    sh.optionPlace = wordEnds ? 0 : place + 1;
    sh.vars.set('OPTIND', String(wordEnds ? index + 1 : index));
    return 0;
  },
};
