import { Invariant } from '../base/assert.ts';
import type { Act } from '../tutorial/lesson.ts';
import type { StepAddress } from '../tutorial/progress.ts';
import type { Session } from './session.ts';
import { isSwitchName } from './switches.ts';

/** Longest time a command of a lesson is waited for, when it does something that takes long (a Pod that ends slowly). */
const PATIENCE_MS = 120_000;

/**
 * Does the acts of a lesson as a learner would: types commands at prompts, writes files, sets switches, and lets the
 * world settle after each. Checkpoints, jumps and the tests of all routes are played by it.
 */
export class Driver {
  readonly #session: Session;
  readonly #names: () => Readonly<Record<string, string | null>>;
  #front = '';

  constructor(session: Session, names: () => Readonly<Record<string, string | null>>) {
    this.#session = session;
    this.#names = names;
  }

  /** Does one act and lets the world settle. */
  perform(act: Act): void {
    switch (act.type) {
      case 'run':
        this.#run(this.#fill(act.command), this.#fill(act.in));
        return;
      case 'apply':
        this.#run(`kubectl apply -f ${act.file}`, 'laptop');
        return;
      case 'type':
        this.#session.post({ type: 'terminal.input', tty: this.#front, text: act.text });
        break;
      case 'write':
        this.#session.post({ type: 'file.write', path: act.file, text: act.text });
        break;
      case 'edit':
        this.#edit(act.file, act.from, act.to);
        break;
      case 'set':
        if (!isSwitchName(act.switch)) throw new Invariant('unknown-switch', act.switch);
        this.#session.post({
          type: 'switch',
          name: act.switch,
          target: this.#fill(act.target),
          value: act.value,
        });
        break;
      case 'wait':
        this.#session.post({ type: 'advance', ms: act.seconds * 1000 });
        break;
      case 'open':
      case 'point':
        this.#session.post({ type: act.type, what: this.#fill(act.what) });
        break;
      case 'answer':
        this.#session.post(act);
        break;
      case 'branch':
        this.#session.post(act);
        break;
      case 'back':
        this.#session.post({ type: 'return' });
        break;
    }
    this.settle();
  }

  #run(command: string, place: string): void {
    const tty = this.#promptOn(place) ?? this.#openOn(place);
    this.#front = tty;
    this.#session.post({ type: 'terminal.input', tty, text: `${command}\r` });
    this.settle();
    this.#waitForPrompt(tty);
  }

  /** A command may still run when nothing is due soon: it is waited for, as a learner would. */
  #waitForPrompt(tty: string): void {
    const world = this.#session.world;
    const limit = world.now + PATIENCE_MS;
    while (world.terminals.state(tty)?.prompt === false && world.now < limit) {
      const next = world.core.agenda.peek()?.at;
      if (next === undefined || next > limit) return;
      this.#session.post({ type: 'advance', ms: Math.max(1, next - world.now) });
      this.#session.drain();
    }
  }

  #promptOn(place: string): string | undefined {
    const terminals = this.#session.world.terminals;
    return terminals.names().find((tty) => {
      const state = terminals.state(tty);
      return state?.prompt === true && matches(place, state.machine);
    });
  }

  #openOn(place: string): string {
    const tty = `tab-${this.#session.world.terminals.opened + 1}`;
    this.#session.post({ type: 'terminal.open', tty, machine: 'laptop', columns: 80, rows: 24 });
    this.settle();
    if (place === 'laptop') return tty;
    const way = place.startsWith('pod ') ? `kubectl exec -it ${place.slice(4)} -- sh` : `ssh ${place}`;
    this.#session.post({ type: 'terminal.input', tty, text: `${way}\r` });
    this.settle();
    return tty;
  }

  #edit(file: string, from: string, to: string): void {
    const text = this.#session.world.file(file);
    if (text?.includes(from) !== true) throw new Invariant('nothing-to-edit', { file, from });
    this.#session.post({ type: 'file.write', path: file, text: text.replace(from, () => to) });
  }

  /** Enters a step of the lessons. */
  enter(step: StepAddress): void {
    this.#session.post({ type: 'enter', step });
    this.settle();
  }

  /** Lets the world settle. */
  settle(): void {
    this.#session.post({ type: 'advance', ms: 'settle' });
    this.#session.drain();
  }

  #fill(text: string): string {
    return text.replace(/‹(\w+)›/g, (whole, name: string) => {
      const value = this.#names()[name];
      if (value === null || value === undefined) throw new Invariant('name-without-value', whole);
      return value;
    });
  }
}

/** Whether a machine is the place that an act names: `laptop`, a node, `pod NAME` (any container of it). */
function matches(place: string, machine: string): boolean {
  if (!place.startsWith('pod ')) return machine === place;
  return machine.startsWith(`pod/default/${place.slice(4)}/`);
}
