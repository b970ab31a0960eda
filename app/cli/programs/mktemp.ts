import { strerror } from '../tool/errno.ts';
import { quote } from '../tool/quote.ts';
import { readOptions, tool } from '../tool/tool.ts';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Makes a file or directory with a new name; the name comes from the world's seed. */
export const mktemp = tool('mktemp', 'mktemp [-dqut] [-p DIRECTORY] [TEMPLATE]', function* (p, flavour) {
  const options = yield* readOptions(
    p,
    {
      flags: 'dqut',
      values: 'p',
      long: { directory: 'd', quiet: 'q', 'dry-run': 'u', 'tmpdir=?': 'p', 'suffix=': 'suffix' },
    },
    flavour,
  );
  if (!options) return 1;
  const [template] = options.operands;
  const pattern = template ?? 'tmp.XXXXXXXXXX';
  const marks = /X{3,}(?=[^X]*$)/.exec(pattern);
  if (!marks) {
    yield* p.warn(`mktemp: too few X's in template ${quote(pattern)}\n`);
    return 1;
  }
  const random = p.random(`mktemp/${p.machine}`);
  const name =
    pattern.replace(
      marks[0],
      Array.from(marks[0])
        .map(() => LETTERS.charAt(random.below(LETTERS.length)))
        .join(''),
    ) + (options.value('suffix') ?? '');
  const directory =
    options.has('p') || options.has('t') || template === undefined
      ? (options.value('p') ?? p.env.get('TMPDIR') ?? '/tmp')
      : undefined;
  const path =
    directory === undefined || name.startsWith('/') ? name : `${directory.replace(/\/$/, '')}/${name}`;
  if (!options.has('u')) {
    const made = options.has('d')
      ? p.fs.mkdir(path, { mode: 0o700 })
      : p.fs.writeFile(path, '', { mode: 0o600 });
    if (!made.ok) {
      const kind = options.has('d') ? 'directory' : 'file';
      yield* p.warn(
        `mktemp: failed to create ${kind} via template ${quote(directory === undefined ? pattern : `${directory}/${pattern}`)}: ${strerror(made.error)}\n`,
      );
      return 1;
    }
  }
  yield* p.print(`${path}\n`);
  return 0;
});
