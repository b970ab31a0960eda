import { virtualMs } from '../../base/brand.ts';
import type { MachineId } from '../../linux/names.ts';
import type {
  AskAnswer,
  Frame,
  FromEngine,
  Input,
  Row,
  TerminalOutput,
  ToEngine,
} from '../../engine/protocol.ts';
import type { Trace } from '../../linux/trace.ts';
import type { LessonView } from '../../tutorial/progress.ts';
import { NGINX_PAGE } from './data/lessons.data.ts';
import { clusterIpTrace } from './data/traces.data.ts';

/** What a played world shows. */
export interface Fixture {
  readonly rows: readonly Row[];
  readonly trace: (at: number) => Trace;
  readonly lesson: LessonView;
}

const PROMPTS: Readonly<Record<string, string>> = { laptop: '$ ', pod: '~ $ ' };

/**
 * Stands in for the engine in tests of the page and while drawing it: it answers like one, from a script. It runs no
 * command; `curl` prints nginx's page and records the fixture's trace.
 */
export class FixtureTransport {
  readonly #listeners = new Set<(event: MessageEvent<FromEngine>) => void>();
  readonly #fixture: Fixture;
  readonly #encoder = new TextEncoder();
  readonly #lines = new Map<string, string>();
  readonly #machines = new Map<string, string>();
  /** Everything that the page said, for tests. */
  readonly said: ToEngine[] = [];
  #lesson: LessonView;
  #traces = 0;

  constructor(fixture: Fixture) {
    this.#fixture = fixture;
    this.#lesson = fixture.lesson;
  }

  /** As Worker's. */
  addEventListener(_type: string, listener: unknown): void {
    this.#listeners.add(listener as (event: MessageEvent<FromEngine>) => void);
  }

  /** As Worker's: answers come later, as they would from a worker. */
  postMessage(message: unknown): void {
    const said = message as ToEngine;
    this.said.push(said);
    setTimeout(() => this.#hear(said), 5);
  }

  #hear(message: ToEngine): void {
    if (message.type === 'boot' || message.type === 'load') this.#frame({ reset: true, rows: this.#rows() });
    if (message.type === 'jump') {
      this.#lesson = { ...this.#fixture.lesson, step: message.step };
      this.#frame({ reset: true, rows: this.#rows(), lesson: this.#lesson });
    }
    if (message.type === 'input') this.#input(message.input);
    if (message.type === 'run') this.#say({ type: 'ran', id: message.id, out: 'ok\n', err: '', code: 0 });
    if (message.type === 'ask') this.#answer(message.id, message.ask.about);
  }

  #rows() {
    return this.#fixture.rows.map((row) => ({ key: row.key, row }));
  }

  #input(input: Input): void {
    if (input.type === 'terminal.open') {
      this.#machines.set(input.tty, input.machine);
      this.#print(input.tty, this.#prompt(input.tty), true);
    }
    if (input.type === 'terminal.input') this.#type(input.tty, input.text);
    if (input.type === 'terminal.close') this.#frame({ terminals: [{ tty: input.tty, closed: true }] });
    if (input.type === 'answer') {
      const predictions = {
        ...this.#lesson.predictions,
        [input.id]: { value: input.value, right: input.value === 'node-ljyd' },
      };
      this.#lesson = { ...this.#lesson, predictions };
      if (input.value === 'node-ljyd') this.#pointed();
      this.#frame({ lesson: this.#lesson });
    }
    if (input.type === 'point' && input.what === 'Node/node-ljyd') {
      this.#pointed();
      this.#frame({ lesson: this.#lesson });
    }
  }

  #pointed(): void {
    const checks = this.#lesson.checks.map((check) => ({ ...check, state: 'ok' as const }));
    this.#lesson = { ...this.#lesson, checks, done: true };
  }

  #type(tty: string, text: string): void {
    for (const key of text) {
      const line = this.#lines.get(tty) ?? '';
      if (key === '\r') {
        this.#lines.set(tty, '');
        this.#run(tty, line);
      } else if (key === '\u007f') {
        this.#lines.set(tty, line.slice(0, -1));
        if (line !== '') this.#print(tty, '\b \b', true);
      } else {
        this.#lines.set(tty, line + key);
        this.#print(tty, key, true);
      }
    }
  }

  #run(tty: string, line: string): void {
    this.#print(tty, '\r\n', false, line);
    const way = /^(?:ssh (\S+)|kubectl exec -it (\S+) -c (\S+) -- sh)$/.exec(line);
    if (way !== null) this.#machines.set(tty, way[1] ?? `pod/default/${way[2]}/${way[3]}`);
    const out = line.startsWith('curl') ? NGINX_PAGE : '';
    if (line.startsWith('curl')) {
      this.#traces += 1;
      const trace = this.#fixture.trace(performance.now());
      this.#frame({ traces: [{ ...trace, id: `${trace.id}-${this.#traces}` }] });
    }
    this.#print(tty, out.replaceAll('\n', '\r\n') + this.#prompt(tty), true);
  }

  #prompt(tty: string): string {
    const machine = this.#machines.get(tty) ?? tty;
    if (machine.startsWith('pod/')) return PROMPTS['pod'] ?? '';
    return PROMPTS[machine] ?? `root@${machine}:~# `;
  }

  #print(tty: string, text: string, prompt: boolean, command = ''): void {
    const machine = this.#machines.get(tty) ?? tty;
    const state = {
      machine: machine as MachineId,
      hostname: machine.split('/').at(2) ?? machine,
      prompt,
      command,
    };
    const terminal: TerminalOutput = { tty, bytes: this.#encoder.encode(text), state };
    this.#frame({ terminals: [terminal] });
  }

  #answer(id: number, about: AskAnswer['about']): void {
    if (about === 'hash') this.#say({ type: 'answer', id, answer: { about, hash: 'f1x7u4e' } });
    if (about === 'conntrack') this.#say({ type: 'answer', id, answer: { about, entries: CONNTRACK } });
    if (about === 'files')
      this.#say({ type: 'answer', id, answer: { about, paths: ['nginx-svc.yaml', 'run-my-nginx.yaml'] } });
  }

  #frame(news: Partial<Frame>): void {
    const at = performance.timeOrigin + performance.now();
    this.#say({
      type: 'frame',
      ready: true,
      clock: { now: virtualMs(performance.now()), rate: 1, at },
      ...news,
    });
  }

  #say(data: FromEngine): void {
    for (const listener of this.#listeners) listener(new MessageEvent('message', { data }));
  }
}

const tuple = clusterIpTrace(0).original;

const CONNTRACK: Extract<AskAnswer, { about: 'conntrack' }>['entries'] = [
  {
    place: 'node-ljyd',
    entry: {
      id: 1,
      protocol: 'tcp',
      state: 'TIME_WAIT',
      original: tuple,
      reply: { ...tuple, src: tuple.dst, dst: tuple.src, sport: 80, dport: 40112 },
      seenReply: true,
      assured: true,
      mark: 0,
      expiresAt: virtualMs(117_000),
    },
    line: 'tcp      6 117 TIME_WAIT src=10.244.2.6 dst=10.0.162.149 sport=40112 dport=80 src=10.244.3.4 dst=10.244.2.6 sport=80 dport=40112 [ASSURED] mark=0 use=1',
  },
];
