import { virtualMs, type VirtualMs } from '../base/brand.ts';
import { JournalLog } from './journal.ts';
import type { Entry, Input, Journal } from './protocol.ts';
import { INTERRUPTED, type CommandResult, type RunningCommand } from './run-command.ts';
import { nextUnsettled } from './settle.ts';
import type { World } from './world.ts';

/** Makes a fresh world by name and seed, booted to its first instant. */
export type MakeWorld = (name: string, seed: number) => World;

/** Follows one world: told of everything that is applied and of every quiet instant. The lesson's runner sits here. */
export interface Follower {
  applied(entry: Entry): void;
  quiet(): void;
  /** Keys of what was proved in the current step: what a branch takes back with it. */
  held(): readonly string[];
}

/** How a session makes its worlds, and who follows each. */
export interface SessionParts {
  readonly makeWorld: MakeWorld;
  readonly follow?: (world: World) => Follower;
}

/** Moves of the head: they go through the same queue as inputs, but are no entries. */
type Move = { readonly type: 'branch'; readonly name: string } | { readonly type: 'return' };

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

/** A what-if branch that is open: where the main line stands. */
interface OpenBranch {
  readonly name: string;
  readonly count: number;
  readonly at: VirtualMs;
}

/** How many pieces of work are done between two looks at the wall clock. */
export const PIECES = 2;
/** A slow machine may fall behind by so much wall time; more is forgiven, so that the world never races to catch up. */
const LAG_MS = 250;

/**
 * A learner's session: one world, its journal, and the clock that host and learner drive. Inputs wait in a queue and
 * are applied only at quiet instants (everything due by then is done), so that a replay meets the same world.
 */
export class Session {
  readonly #parts: SessionParts;
  #world: World;
  #follower: Follower | undefined;
  #log: JournalLog;
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
    this.#log = new JournalLog(world, seed);
    this.#world = parts.makeWorld(world, seed);
    this.#follower = parts.follow?.(this.#world);
    this.#target = this.#world.now;
    this.#goal = this.#world.now;
    this.#settlingSince = this.#world.now;
  }

  /** The world as it stands. After a branch's return or a load it is another one. */
  get world(): World {
    return this.#world;
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

  /** The journal so far. */
  journal(): Journal {
    return this.#log.export(this.#world.now);
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
      const lagged = this.#world.now + LAG_MS * this.#rate;
      this.#goal = Math.min(Math.max(this.#goal, this.#world.now) + elapsed * this.#rate, lagged);
    }
    while (hasTime()) if (!this.#step()) return false;
    return true;
  }

  /** Works until nothing is left to do at this instant of the wall: for tests and the headless terminal. */
  drain(): void {
    while (this.#step());
  }

  /** Replaces the session by a journal's: a fresh world in which every entry is applied at its time. */
  load(journal: Journal): void {
    this.#branch = undefined;
    for (const waiting of this.#queue) if (waiting.type === 'asked') waiting.done(INTERRUPTED);
    this.#queue = [];
    this.#replay(journal);
  }

  #replay(journal: Journal): void {
    this.#world.stop();
    this.#log = new JournalLog(journal.world, journal.seed, journal.entries);
    this.#world = this.#parts.makeWorld(journal.world, journal.seed);
    this.#follower = this.#parts.follow?.(this.#world);
    if (this.#forward && 'running' in this.#forward) this.#forward.done(INTERRUPTED);
    this.#forward = undefined;
    this.#rate = 1;
    for (const entry of journal.entries) {
      this.#runThrough(entry.at);
      this.#apply(entry);
    }
    this.#runThrough(journal.now);
    this.#resetClock();
  }

  /** Passes every instant up to `until` as the live session did, so that its follower sees the same. */
  #runThrough(until: VirtualMs): void {
    const core = this.#world.core;
    for (;;) {
      this.#world.runTo(core.now());
      this.#follower?.quiet();
      const next = core.agenda.peek()?.at;
      if (next === undefined || next > until) break;
      core.agenda.advanceTo(next);
    }
    core.agenda.advanceTo(until);
  }

  #resetClock(): void {
    this.#target = this.#world.now;
    this.#goal = this.#world.now;
    this.#settlingSince = this.#world.now;
    this.#busy = true;
  }

  /** One step of work; false when there is nothing to do before more wall time passes. */
  #step(): boolean {
    if (this.#busy) {
      this.#busy = !this.#world.run(this.#target, PIECES);
      if (!this.#busy) this.#follower?.quiet();
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
        ? nextUnsettled(this.#world.core, this.#settlingSince)
        : this.#world.core.agenda.peek()?.at;
    if (next === undefined || (this.#rate !== Infinity && next > this.#goal)) {
      if (this.#rate !== Infinity) this.#world.core.agenda.advanceTo(virtualMs(this.#goal));
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
    const core = this.#world.core;
    if ('until' in forward) core.agenda.advanceTo(virtualMs(forward.until));
    this.#goal = core.now();
    if ('began' in forward) this.#record(forward.began, { type: 'advance', ms: core.now() - forward.began });
    if ('running' in forward) forward.done(forward.running.result ?? INTERRUPTED);
    return true;
  }

  /** The instant that time passes to next, undefined when it has passed far enough. */
  #nextOf(forward: Forward): VirtualMs | undefined {
    const core = this.#world.core;
    if ('settleSince' in forward) return nextUnsettled(core, forward.settleSince);
    if ('running' in forward && forward.running.result) return undefined;
    const next = core.agenda.peek()?.at;
    return next !== undefined && 'until' in forward && next > forward.until ? undefined : next;
  }

  #runTo(at: number): void {
    this.#target = virtualMs(Math.max(at, this.#world.now));
    this.#busy = true;
  }

  #take(input: Input | Move | Asked): void {
    const now = this.#world.now;
    if (input.type === 'asked') {
      this.#settlingSince = now;
      const entry = this.#log.append(now, { type: 'run', command: input.command });
      this.#forward = { running: this.#world.start(input.command, entry.n), done: input.done };
      this.#follower?.applied(entry);
      this.#runTo(now);
      return;
    }
    if (input.type === 'branch') {
      this.#branch ??= { name: input.name, count: this.#log.entries.length, at: now };
      return;
    }
    if (input.type === 'return') {
      this.#return();
      return;
    }
    this.#settlingSince = now;
    if (input.type === 'advance') {
      this.#forward =
        input.ms === 'settle' ? { settleSince: now, began: now } : { until: now + Math.max(0, input.ms) };
      if (input.ms !== 'settle') this.#record(now, input);
      return;
    }
    if (input.type === 'rate') this.#rate = Math.max(0, input.rate);
    this.#apply(this.#log.append(now, input));
    this.#runTo(now);
  }

  /** Goes back to where the branch began; what was proved in it counts on the main line. */
  #return(): void {
    const branch = this.#branch;
    if (!branch) return;
    this.#branch = undefined;
    const held = this.#follower?.held() ?? [];
    const { version, world, seed, entries } = this.journal();
    this.#replay({ version, world, seed, entries: entries.slice(0, branch.count), now: branch.at });
    this.#take({ type: 'returned', branch: branch.name, held });
  }

  #record(at: VirtualMs, input: Input): void {
    this.#follower?.applied(this.#log.append(at, input));
  }

  #apply(entry: Entry): void {
    this.#world.apply(entry.input, entry.n);
    this.#follower?.applied(entry);
  }
}
