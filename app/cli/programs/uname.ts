import { readOptions, tool } from '../tool/tool.ts';

const RELEASE = '6.1.0-41-amd64';
const VERSION = '#1 SMP PREEMPT_DYNAMIC Debian 6.1.158-1 (2026-11-09)';

/** Prints what kind of system this is. */
export const uname = tool('uname', 'uname [-asnrvmo]', function* (p, flavour) {
  const options = yield* readOptions(
    p,
    {
      flags: 'asnrvmpio',
      long: {
        all: 'a',
        'kernel-name': 's',
        nodename: 'n',
        'kernel-release': 'r',
        'kernel-version': 'v',
        machine: 'm',
        'operating-system': 'o',
      },
    },
    flavour,
  );
  if (!options) return 1;
  const parts = [
    ['s', 'Linux'],
    ['n', p.hostname],
    ['r', RELEASE],
    ['v', VERSION],
    ['m', 'x86_64'],
    ['p', 'unknown'],
    ['i', 'unknown'],
    ['o', flavour === 'gnu' ? 'GNU/Linux' : 'Linux'],
  ] as const;
  const all = options.has('a');
  const chosen = parts.filter(([key]) => (all ? key !== 'p' && key !== 'i' : options.has(key)));
  yield* p.print(`${(chosen.length > 0 ? chosen : parts.slice(0, 1)).map(([, text]) => text).join(' ')}\n`);
  return 0;
});
