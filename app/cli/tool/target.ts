import type { Process } from '../../linux/process/program.ts';

/** Last part of a path. */
export function baseName(path: string): string {
  const trimmed = path.replace(/\/+$/, '');
  return trimmed === '' ? (path === '' ? '' : '/') : (trimmed.split('/').at(-1) ?? '');
}

/** What stands before the last part. */
export function directoryName(path: string): string {
  const trimmed = path.replace(/\/+$/, '');
  if (trimmed === '') return path.startsWith('/') ? '/' : '.';
  const slash = trimmed.lastIndexOf('/');
  if (slash < 0) return '.';
  return trimmed.slice(0, slash).replace(/\/+$/, '') || '/';
}

/** Joins a directory and a name. */
export function joined(directory: string, name: string): string {
  return directory.endsWith('/') ? directory + name : `${directory}/${name}`;
}

/** Whether a path is a directory, links followed. */
export function isDirectory(p: Process, path: string): boolean {
  const stat = p.fs.stat(path);
  return stat.ok && stat.value.type === 'directory';
}
