import { virtualMs, type VirtualMs } from '../base/brand.ts';
import type { ActLabel, Entry, Input, Journal, TimelineView } from './protocol.ts';
import { INTERRUPTED, type CommandResult, type RunningCommand } from './run-command.ts';
import { nextUnsettled } from './settle.ts';
import { Heads } from './timeline/heads.ts';
import { Line, type SessionParts } from './timeline/line.ts';
import type { Head, OpenBranch, Saved } from './timeline/record.ts';
import type { TypedMove, World } from './world.ts';

/** Moves of the head: they go through the same queue as inputs, but are no entries. */
type Move =
  | { readonly type: 'branch'; readonly name: string }
  | { readonly type: 'return' }
  | { readonly type: 'undo' }
  | { readonly type: 'redo' }
  | { readonly type: 'line'; readonly index: number };

/** A command whose result somebody waits for. */
interface Asked {
  readonly type: 'asked';
  readonly command: string;
  readonly done: (result: CommandResult) => void;
}

/** What time is passing for, whatever the rate: until an instant, until the world settles, until a command has ended. */
type Forward =
  | { readonly until: number }
  | { readonly settleSince: VirtualMs; readonly began: VirtualMs }
  | { readonly running: RunningCommand; readonly done: Asked['done'] };

/** How many pieces of work are done between two looks at the wall clock. */
export const PIECES = 2;
/** A slow machine may fall behind by so much wall time; more is forgiven, so that the world never races to catch up. */
const LAG_MS = 250;

/** Clicks that leave what could have been redone to a kept line; what is typed does so once a shell has read it. */
const ACTS: ReadonlySet<Input['type']> = new Set(['file.write', 'switch', 'answer']);

/**
 * A learner's session: one world, its journal, and the clock that host and learner drive. Inputs wait in a queue and
 * are applied only at quiet instants (everything due by then is done), so that a replay meets the same world.
 */
export class Session {
  readonly #parts: SessionParts;
  #heads = new Heads();
  #line: Line;
  #branch: OpenBranch | undefined;
  #queue: (Input | Move | Asked)[] = [];
  #target: VirtualMs;
  #goal: number;
  #rate = 1;
  #settlingSince: VirtualMs;
  #forward: Forward | undefined;
  #busy = true;

  constructor(parts: SessionParts, world: string, seed: number) {
    this.#parts = parts;
    this.#line = new Line(parts, world, seed);
    this.#line.acts.onCommand = () => this.#heads.acted();
    this.#target = this.world.now;
    this.#goal = this.world.now;
    this.#settlingSince = this.world.now;
  }

  /** The world as it stands. After a move of the head it is another one. */
  get world(): World {
    return this.#line.world;
  }

  /** Speed of virtual time: 1 is normal, 0 stands, Infinity runs until the world has settled. */
  get rate(): number {
    return this.#rate;
  }

  /** Nothing to do now: no input waits, no forwarding, and everything due has been done. */
  get idle(): boolean {
    return !this.#busy && this.#queue.length === 0 && this.#forward === undefined;
  }

  /** Name of the open what-if branch, or null on the main line. */
  get branch(): string | null {
    return this.#branch?.name ?? null;
  }

  /** What undo and redo would do now. */
  get timeline(): TimelineView {
    const act = this.#line.acts.lastChanging(this.#heads.floor);
    return {
      undo: act?.label ?? this.#heads.moveLabel ?? null,
      redo: this.#heads.redoLabel ?? null,
      kept: this.#heads.kept,
    };
  }

  /** Entries from number `from` on. */
  since(from: number): readonly Entry[] {
    return this.#line.since(from);
  }

  /** The journal so far. */
  journal(): Journal {
    return this.#line.journal();
  }

  /** Hands in an input or a move; it takes effect at the next quiet instant. */
  post(input: Input | Move): void {
    this.#queue.push(input);
  }

  /**
   * Runs a command on the laptop outside any terminal and tells its result; time passes until it has ended. It is an
   * entry like any other. A session that is replaced meanwhile answers 130, as for an interrupted command.
   */
  run(command: string, done: (result: CommandResult) => void): void {
    this.#queue.push({ type: 'asked', command, done });
  }

  /** Lets `elapsed` milliseconds of wall time pass and works as long as `hasTime` says; true when more is to do at once. */
  work(elapsed: number, hasTime: () => boolean): boolean {
    if (Number.isFinite(this.#rate)) {
      const lagged = this.world.now + LAG_MS * this.#rate;
      this.#goal = Math.min(Math.max(this.#goal, this.world.now) + elapsed * this.#rate, lagged);
    }
    while (hasTime()) if (!this.#step()) return false;
    return true;
  }

  /** Works until nothing is left to do at this instant of the wall: for tests and the headless terminal. */
  drain(): void {
    while (this.#step());
  }

  /**
   * Goes to another line: a fresh world in which every entry of the journal is applied at its time. What was done so
   * far is one undo away; what is undone in the new line ends at the journal's end.
   */
  load(journal: Journal, label: ActLabel = { type: 'load' }): void {
    for (const waiting of this.#queue) if (waiting.type === 'asked') waiting.done(INTERRUPTED);
    this.#queue = [];
    this.#heads.leave(this.#head(), label, journal.entries.length);
    this.#goto({ journal, branch: undefined });
  }

  /** The whole session as data: `restore` goes on with it. */
  save(): Saved {
    return { head: this.#head(), heads: this.#heads.record() };
  }

  /** Goes on with a saved session in place of this one, or with a jump that leaves it at once. */
  restore({ head, heads }: Saved, jump?: { readonly journal: Journal; readonly label: ActLabel }): void {
    this.#heads = new Heads(heads);
    if (jump) this.#heads.leave(head, jump.label, jump.journal.entries.length);
    this.#goto(jump ? { journal: jump.journal, branch: undefined } : head);
  }

  #head(): Head {
    return { journal: this.journal(), branch: this.#branch };
  }

  #goto({ journal, branch }: Head): void {
    if (this.#forward && 'running' in this.#forward) this.#forward.done(INTERRUPTED);
    this.#forward = undefined;
    this.world.stop();
    // In place before its replay: should that fail, the report holds the journal as far as it went.
    this.#line = new Line(this.#parts, journal.world, journal.seed);
    this.#branch = branch;
    this.#line.replay(journal);
    this.#line.acts.onCommand = () => this.#heads.acted();
    this.#rate = rateOf(journal.entries);
    this.#target = this.world.now;
    this.#goal = this.world.now;
    this.#settlingSince = this.world.now;
    this.#busy = true;
  }

  /** One step of work; false when there is nothing to do before more wall time passes. */
  #step(): boolean {
    if (this.#busy) {
      this.#busy = !this.world.run(this.#target, PIECES);
      if (!this.#busy) this.#line.quiet();
      return true;
    }
    const typed = this.world.takeMove();
    if (typed) {
      this.#moveByWord(typed);
      return true;
    }
    if (this.#forward) return this.#goForward();
    const input = this.#queue.shift();
    if (input) {
      this.#take(input);
      return true;
    }
    return this.#goOn();
  }

  #goOn(): boolean {
    const next =
      this.#rate === Infinity
        ? nextUnsettled(this.world.core, this.#settlingSince)
        : this.world.core.agenda.peek()?.at;
    if (next === undefined || (this.#rate !== Infinity && next > this.#goal)) {
      if (this.#rate !== Infinity) this.world.core.agenda.advanceTo(virtualMs(this.#goal));
      return false;
    }
    this.#runTo(next);
    return true;
  }

  #goForward(): boolean {
    const forward = this.#forward;
    if (!forward) return false;
    const next = this.#nextOf(forward);
    if (next !== undefined) {
      this.#runTo(next);
      return true;
    }
    this.#forward = undefined;
    const core = this.world.core;
    if ('until' in forward) core.agenda.advanceTo(virtualMs(forward.until));
    this.#goal = core.now();
    if ('began' in forward)
      this.#line.note(forward.began, { type: 'advance', ms: core.now() - forward.began });
    if ('running' in forward) forward.done(forward.running.result ?? INTERRUPTED);
    return true;
  }

  /** The instant that time passes to next, undefined when it has passed far enough. */
  #nextOf(forward: Forward): VirtualMs | undefined {
    const core = this.world.core;
    if ('settleSince' in forward) return nextUnsettled(core, forward.settleSince);
    if ('running' in forward && forward.running.result) return undefined;
    const next = core.agenda.peek()?.at;
    return next !== undefined && 'until' in forward && next > forward.until ? undefined : next;
  }

  #runTo(at: number): void {
    this.#target = virtualMs(Math.max(at, this.world.now));
    this.#busy = true;
  }

  #take(input: Input | Move | Asked): void {
    switch (input.type) {
      case 'branch':
      case 'return':
      case 'undo':
      case 'redo':
      case 'line':
        this.#move(input);
        return;
      case 'asked':
        this.#heads.acted();
        this.#settlingSince = this.world.now;
        this.#forward = { running: this.#line.start(this.world.now, input.command), done: input.done };
        break;
      case 'advance':
        this.#advance(input.ms);
        return;
      default:
        this.#apply(input);
    }
    this.#runTo(this.world.now);
  }

  #apply(input: Input): void {
    if (ACTS.has(input.type)) this.#heads.acted();
    this.#settlingSince = this.world.now;
    if (input.type === 'rate') this.#rate = Math.max(0, input.rate);
    this.#line.apply(this.world.now, input);
  }

  #advance(ms: number | 'settle'): void {
    const now = this.world.now;
    this.#settlingSince = now;
    this.#forward = ms === 'settle' ? { settleSince: now, began: now } : { until: now + Math.max(0, ms) };
    if (ms !== 'settle') this.#line.note(now, { type: 'advance', ms });
  }

  #move(move: Move): void {
    switch (move.type) {
      case 'branch':
        this.#openBranch(move.name);
        return;
      case 'return':
        this.#return();
        return;
      case 'undo':
        this.#undo(this.#head());
        return;
      case 'redo':
        this.#redo();
        return;
      case 'line':
        this.#takeUp(move.index);
    }
  }

  #openBranch(name: string): void {
    if (this.#branch) return;
    this.#heads.leave(this.#head(), { type: 'branch', name }, this.#line.length);
    this.#branch = { name, count: this.#line.length, at: this.world.now };
  }

  /** Goes back to where the branch began; what was proved in it counts on the main line. */
  #return(): void {
    const branch = this.#branch;
    if (!branch) return;
    const held = this.#line.held();
    const head = this.#head();
    this.#heads.leave(head, { type: 'return', name: branch.name }, branch.count);
    this.#goto({ journal: upTo(head.journal, branch.count, branch.at), branch: undefined });
    this.#apply({ type: 'returned', branch: branch.name, held });
  }

  /** The word `undo` or `redo` at a prompt: it is taken out of the journal, and moves the head from where it was typed. */
  #moveByWord({ move, asker }: TypedMove): void {
    const { undo, redo } = this.timeline;
    const word = this.#line.acts.last;
    if (!word || (move === 'undo' ? undo : redo) === null) {
      this.world.refuseMove(asker, move);
      this.#runTo(this.world.now);
      return;
    }
    const head = this.#head();
    const before = { ...head, journal: upTo(head.journal, word.first, word.at) };
    if (move === 'undo') this.#undo(before);
    else this.#redo();
  }

  #redo(): void {
    const head = this.#heads.redo();
    if (head) this.#goto(head);
  }

  #undo(head: Head): void {
    const act = this.#line.acts.lastChanging(this.#heads.floor);
    if (!act) {
      const before = this.#heads.undoMove(head);
      if (before) this.#goto(before);
      return;
    }
    this.#heads.undo(head, act.label);
    this.#goto({ ...head, journal: upTo(head.journal, act.first, act.at) });
  }

  #takeUp(index: number): void {
    const label = this.#heads.kept[index]?.label;
    const head = this.#heads.takeKept(index);
    if (!head || !label) return;
    this.#heads.leave(this.#head(), { type: 'line', label }, head.journal.entries.length);
    this.#goto(head);
  }
}

/** The journal as it stood before entry `count`, at an instant not after it. */
function upTo(journal: Journal, count: number, now: VirtualMs): Journal {
  return { ...journal, entries: journal.entries.slice(0, count), now };
}

/** The speed that a journal ends with. */
function rateOf(entries: readonly Entry[]): number {
  const last = entries.findLast(({ input }) => input.type === 'rate')?.input;
  return last?.type === 'rate' ? Math.max(0, last.rate) : 1;
}
