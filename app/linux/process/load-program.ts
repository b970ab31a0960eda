import { bad, good, type Result } from '../../base/result.ts';
import { decodeUtf8 } from '../../base/utf8.ts';
import { slice } from '../fs/content.ts';
import type { FileView } from '../fs/file-view.ts';
import { permits } from '../fs/permission.ts';
import type { Program, User } from './program.ts';

/** A program ready to run, with the arguments it really gets. */
export interface Loaded {
  readonly program: Program;
  readonly argv: readonly string[];
}

const MAX_INTERPRETERS = 4;
const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Where a command name is found: on PATH, or as the path that it is. Error: ENOENT, EACCES or EISDIR. */
export function findProgram(
  view: FileView,
  user: User,
  searchPath: string | undefined,
  name: string,
): Result<string> {
  if (name.includes('/')) return executable(view, user, name);
  let error = 'ENOENT';
  for (const directory of (searchPath ?? DEFAULT_PATH).split(':')) {
    const path = `${directory === '' ? '.' : directory}/${name}`;
    const found = executable(view, user, path);
    if (found.ok) return found;
    if (found.error === 'EACCES') error = 'EACCES';
  }
  return bad(error);
}

/** Loads the file of a program, or the interpreter that its first line names. ENOEXEC: neither. */
export function loadProgram(
  view: FileView,
  user: User,
  argv: readonly string[],
  path: string,
  depth = 0,
): Result<Loaded> {
  const file = view.readable(path);
  if (!file.ok) return file.error === 'EACCES' ? file : bad(file.error);
  const { program, content } = file.value.node;
  if (program) return good({ program: program.run, argv });
  const first = /^#![ \t]*([^\s]+)(?:[ \t]+(.*\S))?/.exec(
    decodeUtf8(slice(content, 0, 256)).split('\n')[0] ?? '',
  );
  const interpreter = first?.[1];
  if (interpreter === undefined || depth >= MAX_INTERPRETERS) return bad('ENOEXEC');
  const found = executable(view, user, interpreter);
  if (!found.ok) return bad(`EINTERP ${interpreter}`);
  const argument = first?.[2] === undefined ? [] : [first[2]];
  return loadProgram(view, user, [interpreter, ...argument, path, ...argv.slice(1)], interpreter, depth + 1);
}

function executable(view: FileView, user: User, path: string): Result<string> {
  const found = view.node(path);
  if (!found.ok) return found;
  if (found.value.node.type === 'directory') return bad('EISDIR');
  return permits(found.value.node, user, 'x') ? good(path) : bad('EACCES');
}
