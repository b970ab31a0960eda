import type { Process, Sys } from '../../../linux/process/program.ts';
import { strerror } from '../../tool/errno.ts';
import { quoteFile } from '../../tool/quote.ts';
import { isDirectory, joined } from '../../tool/target.ts';

/** How files are copied. */
export interface CopyOptions {
  readonly program: 'cp' | 'mv';
  readonly recursive: boolean;
  readonly keepLinks: boolean;
  readonly keepTimes: boolean;
  readonly noClobber: boolean;
  readonly force: boolean;
  readonly update: boolean;
  readonly verbose: boolean;
}

/** Copies a file or tree to a path that is not yet, or a file to replace; false when something failed. */
export function* copy(p: Process, from: string, to: string, options: CopyOptions): Sys<boolean> {
  const stat = options.keepLinks ? p.fs.lstat(from) : p.fs.stat(from);
  if (!stat.ok) {
    yield* p.warn(`${options.program}: cannot stat ${quoteFile(from)}: ${strerror(stat.error)}\n`);
    return false;
  }
  if (stat.value.type === 'directory') return yield* copyTree(p, from, to, stat.value.mode, options);
  const target = p.fs.stat(to);
  if (target.ok && options.noClobber) return true;
  if (target.ok && options.update && target.value.modifiedAt >= stat.value.modifiedAt) return true;
  if (target.ok && target.value.type === 'directory') {
    yield* p.warn(`${options.program}: cannot overwrite directory ${quoteFile(to)} with non-directory\n`);
    return false;
  }
  const link = stat.value.type === 'symlink' ? p.fs.readlink(from) : undefined;
  if (link?.ok) {
    if (p.fs.lstat(to).ok) p.fs.unlink(to);
    return yield* finish(p, from, to, p.fs.symlink(link.value, to), options);
  }
  const data = p.fs.readFile(from);
  if (!data.ok) {
    yield* p.warn(
      `${options.program}: cannot open ${quoteFile(from)} for reading: ${strerror(data.error)}\n`,
    );
    return false;
  }
  if (target.ok && options.force) p.fs.unlink(to);
  const written = p.fs.writeFile(
    to,
    data.value,
    target.ok && !options.force ? {} : { mode: stat.value.mode },
  );
  if (written.ok && options.keepTimes) {
    p.fs.utimes(to, stat.value.modifiedAt);
    p.fs.chmod(to, stat.value.mode);
  }
  return yield* finish(p, from, to, written, options);
}

function* finish(
  p: Process,
  from: string,
  to: string,
  done: { readonly ok: true } | { readonly ok: false; readonly error: string },
  options: CopyOptions,
): Sys<boolean> {
  if (!done.ok) {
    yield* p.warn(
      `${options.program}: cannot create regular file ${quoteFile(to)}: ${strerror(done.error)}\n`,
    );
    return false;
  }
  if (options.verbose) yield* p.print(`${quoteFile(from)} -> ${quoteFile(to)}\n`);
  return true;
}

function* copyTree(p: Process, from: string, to: string, mode: number, options: CopyOptions): Sys<boolean> {
  if (!options.recursive) {
    yield* p.warn(`cp: -r not specified; omitting directory ${quoteFile(from)}\n`);
    return false;
  }
  if (p.fs.exists(to) && !isDirectory(p, to)) {
    yield* p.warn(
      `${options.program}: cannot overwrite non-directory ${quoteFile(to)} with directory ${quoteFile(from)}\n`,
    );
    return false;
  }
  const [source, target] = [p.fs.realpath(from), p.fs.realpath(to)];
  if (
    source.ok &&
    target.ok &&
    (target.value === source.value || target.value.startsWith(`${source.value}/`))
  ) {
    yield* p.warn(`cp: cannot copy a directory, ${quoteFile(from)}, into itself, ${quoteFile(to)}\n`);
    return false;
  }
  if (!p.fs.exists(to)) {
    const made = p.fs.mkdir(to, { mode });
    if (!made.ok) {
      yield* p.warn(
        `${options.program}: cannot create directory ${quoteFile(to)}: ${strerror(made.error)}\n`,
      );
      return false;
    }
    if (options.verbose) yield* p.print(`${quoteFile(from)} -> ${quoteFile(to)}\n`);
  }
  const names = p.fs.readdir(from);
  let whole = true;
  for (const name of names.ok ? names.value : [])
    if (!(yield* copy(p, joined(from, name), joined(to, name), options))) whole = false;
  return whole;
}
