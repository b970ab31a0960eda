import { readOptions, type Builtin } from './builtin.ts';

const LIMITS: Readonly<Record<string, readonly [string, string]>> = {
  c: ['core file size              (blocks, -c)', '0'],
  d: ['data seg size               (kbytes, -d)', 'unlimited'],
  f: ['file size                   (blocks, -f)', 'unlimited'],
  n: ['open files                          (-n)', '1024'],
  s: ['stack size                  (kbytes, -s)', '8192'],
  t: ['cpu time                   (seconds, -t)', 'unlimited'],
  u: ['max user processes                  (-u)', 'unlimited'],
  v: ['virtual memory              (kbytes, -v)', 'unlimited'],
};

/** Shows resource limits; they are not enforced. */
export const ulimit: Builtin = {
  name: 'ulimit',
  usage: '[-SHabcdefiklmnpqrstuvxPRT] [limit]',
  ash: true,
  *run(sh, args) {
    const options = yield* readOptions(sh, ulimit, args, 'SHacdfnstuv');
    if (!options) return 2;
    if (options.letters.includes('a')) {
      yield* sh.p.print(
        Object.values(LIMITS)
          .map(([label, value]) => `${label} ${value}\n`)
          .join(''),
      );
      return 0;
    }
    if (options.rest.length > 0) return 0;
    const letter = options.letters.find((one) => LIMITS[one]) ?? 'f';
    yield* sh.p.print(`${LIMITS[letter]?.[1] ?? 'unlimited'}\n`);
    return 0;
  },
};
