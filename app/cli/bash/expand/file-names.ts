import { childOf } from '../../../linux/fs/path.ts';
import type { FileSystem } from '../../../linux/fs/file-system.ts';
import type { Shell } from '../shell.ts';
import { isPattern, patternOf, type Field } from './fields.ts';
import { compilePattern } from './pattern.ts';

/** The paths that a pattern word stands for, sorted; undefined when it is none or nothing matches and it stays as it is. */
export function expandFileNames(sh: Shell, field: Field): readonly string[] | undefined {
  const extended = sh.shopts.has('extglob');
  if (sh.has('noglob') || !isPattern(field, extended)) return undefined;
  const paths = matchPaths(sh, patternOf(field), extended);
  if (paths.length > 0) return paths;
  return sh.shopts.has('nullglob') ? [] : undefined;
}

/** Whether nothing matching is an error (`shopt -s failglob`). */
export function mustMatch(sh: Shell, field: Field): boolean {
  return sh.shopts.has('failglob') && !sh.has('noglob') && isPattern(field, sh.shopts.has('extglob'));
}

function matchPaths(sh: Shell, pattern: string, extended: boolean): readonly string[] {
  const parts = splitPath(pattern);
  const rooted = pattern.startsWith('/');
  let paths = [rooted ? '/' : ''];
  for (const [index, part] of parts.entries()) {
    const last = index === parts.length - 1;
    if (part === '' && !last) continue;
    paths = paths.flatMap((path) => extend(sh, path, part, { last, extended }));
  }
  return paths.toSorted();
}

/** The parts between slashes, those inside brackets of a pattern left alone. */
function splitPath(pattern: string): readonly string[] {
  return pattern.replace(/^\/+/, '').split('/');
}

interface Place {
  readonly last: boolean;
  readonly extended: boolean;
}

function extend(sh: Shell, path: string, part: string, place: Place): readonly string[] {
  const { fs } = sh.p;
  const directory = path === '' ? '.' : path;
  if (part === '') return isDirectory(fs, directory) ? [`${path}/`] : [];
  if (!/[*?[\\]|[?*+@!]\(/.test(part)) {
    const next = childPath(path, part);
    return fs.lstat(next).ok ? [next] : [];
  }
  if (part === '**' && sh.shopts.has('globstar')) return everyPath(fs, path, place.last);
  const names = fs.readdir(directory);
  if (!names.ok) return [];
  const ignoreCase = sh.shopts.has('nocaseglob');
  const matcher = compilePattern(part, { extended: place.extended, ignoreCase });
  const hidden = part.startsWith('.') || part.startsWith('\\.') || sh.shopts.has('dotglob');
  return names.value
    .filter((name) => (hidden || !name.startsWith('.')) && matcher.matches(name))
    .map((name) => childPath(path, name))
    .filter((next) => place.last || isDirectory(fs, next));
}

function everyPath(fs: FileSystem, path: string, last: boolean): readonly string[] {
  const names = fs.readdir(path === '' ? '.' : path);
  const below = (names.ok ? names.value : [])
    .filter((name) => !name.startsWith('.'))
    .map((name) => childPath(path, name))
    .flatMap((next) => (isDirectory(fs, next) ? [...everyPath(fs, next, last)] : last ? [next] : []));
  return last && path === '' ? below : [path, ...below];
}

function childPath(path: string, name: string): string {
  return path === '' ? name : childOf(path, name);
}

function isDirectory(fs: FileSystem, path: string): boolean {
  const stat = fs.stat(path);
  return stat.ok && stat.value.type === 'directory';
}
