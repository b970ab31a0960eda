import { Invariant } from '../base/assert.ts';
import type { LessonView, StepAddress } from '../tutorial/progress.ts';
import type { FromEngine, Journal, Lang, Saved, ToEngine } from './protocol.ts';
import { PROTOCOL } from './protocol.ts';
import type { Session } from './session.ts';
import type { Tools } from './tools.ts';
import { answerAsk } from './ask.ts';
import { FrameMaker } from './frame-maker.ts';

/** How an engine comes to its sessions; the host knows lessons, files and worlds. */
export interface EngineParts {
  readonly openSession: (boot: Extract<ToEngine, { type: 'boot' }>) => EngineSession;
  /** Wall time as frames carry it: performance.timeOrigin + performance.now(). */
  readonly wall: () => number;
}

/** A session with the lesson's view beside it. */
export interface EngineSession {
  readonly session: Session;
  readonly lesson: () => LessonView | undefined;
  /** The journal of a step's canonical state. */
  readonly canonical: (step: StepAddress) => Journal | undefined;
}

/**
 * What the page talks to: takes messages, works in slices, gives messages. It runs alike in a worker and, with an
 * in-process transport, in Node.
 */
export class Engine {
  readonly #parts: EngineParts;
  #open: EngineSession | undefined;
  #frames: FrameMaker | undefined;
  #out: FromEngine[] = [];
  #lang: Lang = 'id';

  constructor(parts: EngineParts) {
    this.#parts = parts;
  }

  /** The session as it stands, for crash reports; undefined before boot. */
  get saved(): Saved | undefined {
    return this.#open?.session.save();
  }

  /** Language of the page, for texts that the engine words itself. */
  get lang(): Lang {
    return this.#lang;
  }

  /** Takes one message from the page. */
  receive(message: ToEngine): void {
    if (message.type === 'boot') {
      this.#boot(message);
      return;
    }
    const open = this.#open;
    if (!open) throw new Invariant('not-booted', message.type);
    switch (message.type) {
      case 'input':
        open.session.post(message.input);
        return;
      case 'branch':
      case 'return':
      case 'undo':
      case 'redo':
      case 'line':
        open.session.post(message);
        return;
      case 'jump': {
        const journal = open.canonical(message.step);
        if (journal) open.session.load(journal, { type: 'jump', step: message.step });
        return;
      }
      case 'ask':
        this.#out.push({ type: 'answer', id: message.id, answer: answerAsk(open.session, message.ask) });
        return;
      case 'run':
        open.session.run(message.command, (result) =>
          this.#out.push({ type: 'ran', id: message.id, ...result }),
        );
        return;
      case 'restore':
        open.session.restore(message.saved);
        return;
      case 'load':
        open.session.load(message.journal);
        return;
      case 'terminal.ack':
        open.session.world.terminals.acknowledge(message.tty, message.bytes);
        return;
      case 'lang':
        this.#lang = message.lang;
    }
  }

  /** Lets `elapsed` milliseconds of wall time pass and works as long as `hasTime` says; true when more is to do at once. */
  work(elapsed: number, hasTime: () => boolean): boolean {
    return this.#open?.session.work(elapsed, hasTime) ?? false;
  }

  /** The tools have arrived: the world that runs gets them now, later ones when they are made. */
  install(tools: Tools): void {
    this.#open?.session.world.install(tools);
  }

  /** Messages for the page since the last call, at most one frame among them. */
  take(): FromEngine[] {
    const frame = this.#frames?.take();
    const messages = frame ? [...this.#out, frame] : this.#out;
    this.#out = [];
    return messages;
  }

  #goOn({ session, canonical }: EngineSession, saved: Saved, step: StepAddress | undefined): void {
    const journal = step && canonical(step);
    if (step && journal) session.restore(saved, { journal, label: { type: 'jump', step } });
    else session.restore(saved);
  }

  #boot(message: Extract<ToEngine, { type: 'boot' }>): void {
    if (message.protocol !== PROTOCOL) throw new Invariant('other-protocol', message.protocol);
    this.#lang = message.lang;
    this.#open = this.#parts.openSession(message);
    if (message.saved) this.#goOn(this.#open, message.saved, message.step);
    this.#frames = new FrameMaker(this.#open, this.#parts.wall);
  }
}
