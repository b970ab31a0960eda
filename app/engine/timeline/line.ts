import type { VirtualMs } from '../../base/brand.ts';
import { JournalLog } from '../journal.ts';
import type { Entry, Input, Journal } from '../protocol.ts';
import type { RunningCommand } from '../run-command.ts';
import type { World } from '../world.ts';
import { ActLog } from './act-log.ts';

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

/** One world with the journal that leads to where it stands, and what is known of its acts. */
export class Line {
  readonly world: World;
  readonly acts: ActLog;
  readonly #log: JournalLog;
  readonly #follower: Follower | undefined;

  constructor(parts: SessionParts, world: string, seed: number) {
    this.#log = new JournalLog(world, seed);
    this.world = parts.makeWorld(world, seed);
    this.acts = new ActLog(this.world.core, this.world.terminals);
    this.#follower = parts.follow?.(this.world);
  }

  /** Brings a line that has only begun to where a journal ends. */
  replay({ entries, now }: Journal): void {
    for (const { at, input } of entries) {
      this.#runThrough(at);
      this.apply(at, input);
    }
    this.#runThrough(now);
  }

  /** How many entries it has. */
  get length(): number {
    return this.#log.entries.length;
  }

  /** Entries from number `from` on. */
  since(from: number): readonly Entry[] {
    return this.#log.entries.slice(from);
  }

  /** The journal so far. */
  journal(): Journal {
    return this.#log.export(this.world.now);
  }

  /** Keys of what was proved in the current step. */
  held(): readonly string[] {
    return this.#follower?.held() ?? [];
  }

  /** Everything that was due has been done: the follower may look. */
  quiet(): void {
    this.#follower?.quiet();
  }

  /** Writes an input down and lets it take effect. */
  apply(at: VirtualMs, input: Input): Entry {
    const entry = this.#log.append(at, input);
    this.acts.applied(entry);
    this.world.apply(input, entry.n);
    this.#follower?.applied(entry);
    return entry;
  }

  /** Writes a command down and starts it, for one who waits for its result. */
  start(at: VirtualMs, command: string): RunningCommand {
    const entry = this.#log.append(at, { type: 'run', command });
    this.acts.applied(entry);
    const running = this.world.start(command, entry.n);
    this.#follower?.applied(entry);
    return running;
  }

  /** Writes down what needs no doing: time that has passed or will pass. */
  note(at: VirtualMs, input: Input): void {
    this.#follower?.applied(this.#log.append(at, input));
  }

  /** Passes every instant up to `until` as the live session did, so that its follower sees the same. */
  #runThrough(until: VirtualMs): void {
    const core = this.world.core;
    for (;;) {
      this.world.runTo(core.now());
      this.quiet();
      // Where the word led anywhere, it was taken out of the journal; so here it did not.
      const typed = this.world.takeMove();
      if (typed) {
        this.world.refuseMove(typed.asker, typed.move);
        continue;
      }
      const next = core.agenda.peek()?.at;
      if (next === undefined || next > until) break;
      core.agenda.advanceTo(next);
    }
    core.agenda.advanceTo(until);
  }
}
