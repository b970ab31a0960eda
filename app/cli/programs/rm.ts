import { STDIN } from '../../linux/names.ts';
import type { Process, Sys } from '../../linux/process/program.ts';
import { strerror } from '../tool/errno.ts';
import type { Options } from '../tool/options.ts';
import { quoteFile } from '../tool/quote.ts';
import { readOptions, tool, tryHelp, type Flavour } from '../tool/tool.ts';

/** Removes files, with -r whole trees. */
export const rm = tool('rm', 'rm [-firdv] FILE...', function* (p, flavour) {
  const options = yield* readOptions(
    p,
    {
      flags: 'firRdvI',
      long: {
        force: 'f',
        recursive: 'r',
        dir: 'd',
        verbose: 'v',
        'interactive=?': 'i',
        'no-preserve-root': 'nopreserve',
        'preserve-root=?': 'preserve',
      },
    },
    flavour,
  );
  if (!options) return 1;
  if (options.operands.length === 0 && !options.has('f')) {
    yield* p.warn(`rm: missing operand\n${tryHelp('rm')}`);
    return 1;
  }
  let status = 0;
  for (const name of options.operands) {
    const base = name.replace(/\/+$/, '').split('/').at(-1);
    if (base === '.' || base === '..') {
      yield* p.warn(`rm: refusing to remove '.' or '..' directory: skipping ${quoteFile(name)}\n`);
      status = 1;
    } else if (name.replace(/\/+$/, '') === '' && (options.has('r') || options.has('R'))) {
      yield* p.warn(
        "rm: it is dangerous to operate recursively on '/'\nrm: use --no-preserve-root to override this failsafe\n",
      );
      status = 1;
    } else if (!(yield* remove(p, name, options, flavour))) status = 1;
  }
  return status;
});

function* remove(p: Process, name: string, options: Options, flavour: Flavour): Sys<boolean> {
  const stat = p.fs.lstat(name);
  if (!stat.ok) {
    if (options.has('f') && stat.error === 'ENOENT') return true;
    return yield* complain(p, name, stat.error, flavour);
  }
  const recursive = options.has('r') || options.has('R');
  if (stat.value.type === 'directory' && !recursive && !options.has('d'))
    return yield* complain(p, name, 'EISDIR', flavour);
  if (options.has('i') && !options.has('f')) {
    const kind =
      stat.value.type === 'directory'
        ? 'directory'
        : stat.value.size === 0
          ? 'regular empty file'
          : 'regular file';
    yield* p.warn(`rm: remove ${kind} ${quoteFile(name)}? `);
    const answer = yield* p.readLine(STDIN);
    if (!/^[yY]/.test(answer?.text ?? '')) return true;
  }
  if (stat.value.type !== 'directory')
    return yield* finish(p, name, p.fs.unlink(name), 'removed', options, flavour);
  let whole = true;
  const names = recursive ? p.fs.readdir(name) : undefined;
  for (const inner of names?.ok ? names.value : [])
    if (!(yield* remove(p, `${name.replace(/\/+$/, '')}/${inner}`, options, flavour))) whole = false;
  return whole && (yield* finish(p, name, p.fs.rmdir(name), 'removed directory', options, flavour));
}

function* finish(
  p: Process,
  name: string,
  done: { readonly ok: true } | { readonly ok: false; readonly error: string },
  words: string,
  options: Options,
  flavour: Flavour,
): Sys<boolean> {
  if (!done.ok) return yield* complain(p, name, done.error, flavour);
  if (options.has('v')) yield* p.print(`${words} ${quoteFile(name)}\n`);
  return true;
}

function* complain(p: Process, name: string, errno: string, flavour: Flavour): Sys<boolean> {
  const busybox =
    errno === 'EISDIR'
      ? `rm: '${name}' is a directory\n`
      : `rm: can't remove '${name}': ${strerror(errno)}\n`;
  yield* p.warn(flavour === 'gnu' ? `rm: cannot remove ${quoteFile(name)}: ${strerror(errno)}\n` : busybox);
  return false;
}
