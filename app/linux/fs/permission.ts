import type { User } from '../process/program.ts';
import type { FsNode } from './node.ts';

const BITS = { r: 4, w: 2, x: 1 };

/** Whether a user may read, write or execute (a directory: pass through) an entry. Root may, except execute what nobody may. */
export function permits(node: FsNode, user: User, mode: 'r' | 'w' | 'x'): boolean {
  const bit = BITS[mode];
  if (user.uid === 0) return mode !== 'x' || node.type === 'directory' || (node.mode & 0o111) !== 0;
  if (node.owner === user.name) return ((node.mode >> 6) & bit) !== 0;
  if (node.group === user.name) return ((node.mode >> 3) & bit) !== 0;
  return (node.mode & bit) !== 0;
}
