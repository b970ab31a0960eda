import type { Core } from '../../base/core.ts';
import { dateAt } from '../../base/core.ts';
import { encodeUtf8 } from '../../base/utf8.ts';
import type {
  ContainerRuntime,
  ContainerStart,
  ProbeRequest,
  ProbeResult,
  RunningContainer,
  StartFailure,
} from '../container-runtime.ts';
import { decodeRecordedWork } from './pod-job.decode.ts';
import { probePort } from './probe-port.ts';

/** How long a program takes to end when asked to. */
const STOP_TIME = 100;

interface Container {
  readonly start: ContainerStart;
  /** What it does, one step after the other; `forever` needs no more. */
  readonly script: readonly Step[];
  at: number;
  entry: number | undefined;
  ended: boolean;
}

type Step =
  | { readonly do: 'print'; readonly text: string }
  | { readonly do: 'date' }
  | { readonly do: 'sleep'; readonly milliseconds: number }
  | { readonly do: 'forever' }
  | { readonly do: 'exit'; readonly code: number };

/**
 * The runtime of the recordings: programs are pretended. nginx answers on port 80, busybox knows a few commands, every
 * other image runs for ever.
 */
export function createRecordedRuntime(core: Core, node: string): ContainerRuntime {
  return new RecordedRuntime(core, `recorded-runtime/${node}`);
}

class RecordedRuntime implements ContainerRuntime {
  readonly #core: Core;
  readonly #owner: string;
  readonly #containers = new Map<number, Container>();
  #last = 0;

  constructor(core: Core, owner: string) {
    this.#core = core;
    this.#owner = owner;
    core.agenda.handle(owner, (payload) => {
      const work = decodeRecordedWork(payload);
      const container = work && this.#containers.get(work.id);
      if (!container || container.ended) return;
      if (work.code !== undefined) return this.#end(work.id, container, work.code);
      container.entry = undefined;
      this.#run(work.id, container);
    });
  }

  start(start: ContainerStart): RunningContainer | StartFailure {
    const script = scriptOf(start);
    if ('message' in script) return script;
    const id = ++this.#last;
    const container: Container = { start, script, at: 0, entry: undefined, ended: false };
    this.#containers.set(id, container);
    this.#wait(id, container, 0);
    const endSoon = (delay: number, code: number) => {
      if (!container.ended) this.#core.agenda.after(delay, this.#owner, { id, code });
    };
    return {
      // A shell or sleep as first process has no handler for TERM, and so does not notice it.
      stop: () => !isBusybox(start) && endSoon(STOP_TIME, 0),
      kill: () => endSoon(0, 137),
      refresh: () => undefined,
      exec: () => NO_EXEC,
      attach: () => NO_EXEC,
    };
  }

  probe(request: ProbeRequest): void {
    request.done(probeResult(request));
  }

  removePod(): void {
    // Nothing is kept of a Pod whose containers have ended.
  }

  setPower(): void {
    // The kubelet stands still with its node; what its containers pretend to do meanwhile is never seen.
  }

  #wait(id: number, container: Container, milliseconds: number): void {
    container.entry = this.#core.agenda.after(milliseconds, this.#owner, { id });
  }

  #run(id: number, container: Container): void {
    const print = (text: string) => container.start.output('stdout', encodeUtf8(text));
    for (;;) {
      const step = container.script[container.at];
      container.at++;
      if (!step) return this.#end(id, container, 0);
      switch (step.do) {
        case 'print':
          print(step.text);
          break;
        case 'date':
          print(`${utcDate(this.#core)}\n`);
          break;
        case 'sleep':
          return this.#wait(id, container, step.milliseconds);
        case 'forever':
          return;
        case 'exit':
          return this.#end(id, container, step.code);
      }
    }
  }

  #end(id: number, container: Container, code: number): void {
    container.ended = true;
    if (container.entry !== undefined) this.#core.agenda.cancel(container.entry);
    this.#containers.delete(id);
    container.start.onExit({ code });
  }
}

const NO_EXEC = {
  ok: false,
  code: 500,
  message: 'lintas: exec in a container of the recorded runtime is not simulated',
} as const;

function nameOf({ reference }: ContainerStart): string {
  return reference.replace(/^.*\//, '').replace(/[:@].*$/, '');
}

function isBusybox(start: ContainerStart): boolean {
  return nameOf(start) === 'busybox';
}

function scriptOf(start: ContainerStart): readonly Step[] | StartFailure {
  const [program = '', ...args] = start.argv;
  if (program.startsWith('/') && start.container.command !== undefined && !KNOWN_PATHS.includes(program))
    return {
      reason: 'RunContainerError',
      message: `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: "${program}": stat ${program}: no such file or directory`,
    };
  if (nameOf(start) === 'nginx' && !start.container.command)
    return [
      { do: 'print', text: '/docker-entrypoint.sh: Configuration complete; ready for start up\n' },
      { do: 'forever' },
    ];
  if (!isBusybox(start)) return start.container.command ? commandSteps(program, args) : [{ do: 'forever' }];
  if (!start.container.command && !start.container.args) return [];
  return commandSteps(program, args);
}

const KNOWN_PATHS = ['/bin/sh', '/bin/sleep', '/bin/echo', '/bin/date'];

function commandSteps(program: string, args: readonly string[]): readonly Step[] {
  const name = program.replace(/^.*\//, '');
  if (name === 'sh' && args[0] === '-c') return shellSteps(args[1] ?? '');
  return simpleSteps([name, ...args]);
}

/** Commands joined by `;` or `&&`, as far as the recordings' runtime understood them. */
function shellSteps(script: string): readonly Step[] {
  return script
    .split(/;|&&|\n/)
    .map((command) => command.trim())
    .filter((command) => command !== '')
    .flatMap((command) => simpleSteps(wordsOf(command)));
}

function wordsOf(command: string): readonly string[] {
  return (command.match(/'[^']*'|"[^"]*"|\S+/g) ?? []).map((word) => word.replaceAll(/^['"]|['"]$/g, ''));
}

function simpleSteps([name = '', ...args]: readonly string[]): readonly Step[] {
  switch (name) {
    case 'echo':
      return [{ do: 'print', text: `${args.join(' ')}\n` }];
    case 'date':
      return [{ do: 'date' }];
    case 'sleep':
      return [sleepStep(args[0] ?? '0')];
    case 'exit':
      return [{ do: 'exit', code: Number(args[0] ?? 0) & 255 }];
    case 'true':
      return [];
    case 'false':
      return [{ do: 'exit', code: 1 }];
    default:
      return [{ do: 'forever' }];
  }
}

function sleepStep(text: string): Step {
  const [, number = '0', unit = 's'] = /^([\d.]+)([smhd]?)$/.exec(text) ?? [];
  if (text === 'infinity') return { do: 'forever' };
  const seconds = { s: 1, m: 60, h: 3600, d: 86_400 }[unit] ?? 1;
  return { do: 'sleep', milliseconds: Number(number) * seconds * 1000 };
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function utcDate(core: Core): string {
  const date = dateAt(core);
  const day = String(date.getUTCDate()).padStart(2, ' ');
  const time = date.toISOString().slice(11, 19);
  return `${DAYS[date.getUTCDay()] ?? ''} ${MONTHS[date.getUTCMonth()] ?? ''} ${day} ${time} UTC ${date.getUTCFullYear()}`;
}

/** nginx answers 200 on `/` of port 80 and 404 elsewhere; nothing else listens. */
function probeResult({ container, probe, ip }: ProbeRequest): ProbeResult {
  const { httpGet, tcpSocket, exec } = probe;
  if (exec) return execResult(exec.command ?? []);
  const action = httpGet ?? tcpSocket;
  if (!action) return { success: true, message: '' };
  const port = probePort(action.port, container);
  const host = action.host ?? ip;
  const serves = (container.image ?? '').replace(/^.*\//, '').startsWith('nginx') && port === 80;
  const refused = `dial tcp ${host}:${port}: connect: connection refused`;
  if (!httpGet) return { success: serves, message: serves ? '' : refused };
  const path = httpGet.path ?? '/';
  const scheme = (httpGet.scheme ?? 'HTTP').toLowerCase();
  if (!serves) return { success: false, message: `Get "${scheme}://${host}:${port}${path}": ${refused}` };
  const found = path === '/' || path === '';
  return { success: found, message: found ? '' : 'HTTP probe failed with statuscode: 404' };
}

function execResult(command: readonly string[]): ProbeResult {
  const failed = command.some((word) => /\b(false|exit [1-9])/.test(word));
  return { success: !failed, message: '' };
}
