import type { VirtualMs } from '../../base/brand.ts';
import type { Core } from '../../base/core.ts';
import type { Cause } from '../../base/tables.ts';
import type { TtyState } from '../../linux/process/tty.ts';
import type { ActLabel, Entry } from '../protocol.ts';
import { COMMAND_SESSION } from '../run-command.ts';
import type { Terminals } from '../terminals.ts';

/** What one undo takes back: a command line, one click, or the writes of one file in a row. */
export interface Act {
  /** Number of its first entry. */
  readonly first: number;
  /** When that took effect. */
  readonly at: VirtualMs;
  readonly label: ActLabel;
  /** Something lasting was changed by it, even if it was changed back within it. */
  readonly changing: boolean;
}

interface OpenAct extends Act {
  label: ActLabel;
  changing: boolean;
  /** `typing` until the shell has read the line, then `running` until a prompt is back. */
  state: 'typing' | 'running' | 'over';
}

/**
 * Divides a line's entries into acts while they take effect, and sees which of them changed anything that lasts. What
 * an act is and when it counts as changing is decided by effect, never by the word that was typed.
 */
export class ActLog {
  readonly #acts: OpenAct[] = [];
  /** The latest act of each terminal and of commands from outside. */
  readonly #bySession = new Map<string, OpenAct>();
  /** Told when a shell has read a command line, unless it is one of the words that move the head. */
  onCommand: (() => void) | undefined;

  constructor(core: Core, terminals: Terminals) {
    for (const table of core.tables.all())
      if (table.spec.lasting) table.listen(({ cause }) => this.#changed(cause));
    terminals.listen((tty, state) => this.#announced(tty, state));
  }

  /** An entry is about to take effect. */
  applied({ n, at, input }: Entry): void {
    switch (input.type) {
      case 'terminal.input': {
        const act = this.#bySession.get(input.tty);
        if (act && act.state !== 'over') return;
        this.#bySession.set(input.tty, this.#begin(n, at, { type: 'command', text: '' }, 'typing'));
        return;
      }
      case 'run':
        this.#bySession.set(
          COMMAND_SESSION,
          this.#begin(n, at, { type: 'command', text: input.command }, 'over'),
        );
        return;
      case 'file.write': {
        const { label } = this.#acts.at(-1) ?? {};
        if (label?.type === 'edit' && label.file === input.path) return;
        this.#begin(n, at, { type: 'edit', file: input.path }, 'over');
        return;
      }
      case 'switch':
        this.#begin(
          n,
          at,
          { type: 'switch', name: input.name, target: input.target, value: input.value },
          'over',
        );
        return;
      default:
    }
  }

  /** The latest act that changed anything and did not begin before entry `from`. */
  lastChanging(from: number): Act | undefined {
    return this.#acts.findLast(({ first, changing }) => changing && first >= from);
  }

  /** The act that was begun last. */
  get last(): Act | undefined {
    return this.#acts.at(-1);
  }

  #begin(first: number, at: VirtualMs, label: ActLabel, state: OpenAct['state']): OpenAct {
    const act = { first, at, label, changing: false, state };
    this.#acts.push(act);
    return act;
  }

  #announced(tty: string, { prompt, command }: TtyState): void {
    const act = this.#bySession.get(tty);
    if (!act || act.state === 'over') return;
    if (!prompt && command !== '') {
      act.label = { type: 'command', text: command };
      act.state = 'running';
      if (command !== 'undo' && command !== 'redo') this.onCommand?.();
    } else if (prompt && act.state === 'running') act.state = 'over';
  }

  #changed({ session, entry }: Cause): void {
    const act = session === undefined ? this.#ofEntry(entry) : this.#bySession.get(session);
    if (act) act.changing = true;
  }

  /** A click or a write takes effect at once, so what it changes is changed while its act is the latest. */
  #ofEntry(entry: number | undefined): OpenAct | undefined {
    const act = this.#acts.at(-1);
    return act && entry !== undefined && entry >= act.first ? act : undefined;
  }
}
