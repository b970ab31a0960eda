import type { VirtualMs } from '../../base/brand.ts';
import type { ActLabel, Journal } from '../protocol.ts';

/** A what-if branch that is open: where the main line stands. */
export interface OpenBranch {
  readonly name: string;
  readonly count: number;
  readonly at: VirtualMs;
}

/** Where a session stands: a line as far as it goes, and the branch that is open on it. */
export interface Head {
  readonly journal: Journal;
  readonly branch: OpenBranch | undefined;
}

/** A head that was left, and by what. */
export interface Left {
  readonly head: Head;
  readonly label: ActLabel;
}

/** A move from one line to another; acts from entry `count` of the new line on are later than it. */
export interface Moved extends Left {
  readonly count: number;
}

/** A head that an undo left; with `crossed` it also took back a move from another line. */
export interface Undone extends Left {
  readonly crossed: Moved | undefined;
}

/** Everything that a session could go back or forward to, as data: what is saved beside its head. */
export interface HeadsRecord {
  readonly moved: readonly Moved[];
  readonly undone: readonly Undone[];
  readonly kept: readonly Left[];
}

/** A session as it is saved: where it stands, and where it could go back or forward to. */
export interface Saved {
  readonly head: Head;
  readonly heads: HeadsRecord;
}
