import { Invariant } from '../base/assert.ts';
import { decodeUtf8 } from '../base/utf8.ts';
import { machineId, type Pid } from '../linux/names.ts';
import type { World } from './world.ts';

/** What a command wrote and how it ended. */
export interface CommandResult {
  readonly out: string;
  readonly err: string;
  readonly code: number;
}

/** A command that has not ended after so much virtual time is interrupted, as Ctrl-C would; after twice that, killed. */
export const COMMAND_LIMIT_MS = 600_000;

/** Bytes that one command may write to one stream; what writes for ever must not fill the memory. */
const OUTPUT_LIMIT = 64 * 1024 * 1024;

/** The session that changes of such commands are counted to. */
export const COMMAND_SESSION = 'command';

/** The result of a command whose session was left while it ran. */
export const INTERRUPTED: CommandResult = { out: '', err: '', code: 130 };

/** A command that has been started; its result is there when it has ended, with every process that holds its output. */
export interface RunningCommand {
  readonly result: CommandResult | undefined;
}

/** Starts a command on the laptop as `bash -c COMMAND </dev/null`. One that does not end is interrupted (130). */
export function startCommand(world: World, command: string): RunningCommand {
  const [out, err] = [collector(), collector()];
  const running: { result: CommandResult | undefined } = { result: undefined };
  const state = { code: -1, streams: 2 };
  const endWith = (code: number) => {
    running.result ??= { out: out.text(), err: err.text(), code };
    watch.end();
  };
  const look = () => {
    if (state.code >= 0 && state.streams === 0) endWith(state.code);
  };
  const launched = world.kernel.launch({
    machine: machineId('laptop'),
    argv: ['bash', '-c', command],
    stdin: 'null',
    session: COMMAND_SESSION,
    stdout: out.sink,
    stderr: err.sink,
    onExit: (ended) => {
      state.code = ended.code;
      look();
    },
    onClosed: () => {
      state.streams -= 1;
      look();
    },
  });
  if (!launched.ok) throw new Invariant('no-shell', launched.error);
  const watch = watchdog(world, launched.value, () => endWith(130));
  return running;
}

/** Runs one command and lets virtual time pass until it has ended. */
export function runCommand(world: World, command: string): CommandResult {
  const running = startCommand(world, command);
  while (!running.result) if (!world.step(Infinity)) throw new Invariant('command-stands', command);
  return running.result;
}

/** Interrupts a command at its limit; when even that does not end it, kills its shell and lets `abandon` know. */
function watchdog(world: World, pid: Pid, abandon: () => void): { readonly end: () => void } {
  const { agenda } = world.core;
  const owner = `command/${pid}`;
  let due = agenda.after(COMMAND_LIMIT_MS, owner, 'INT');
  agenda.handle(owner, (signal) => {
    if (signal === 'INT') {
      world.kernel.kill(pid, 'INT');
      due = agenda.after(COMMAND_LIMIT_MS, owner, 'KILL');
      return;
    }
    world.kernel.kill(pid, 'KILL');
    abandon();
  });
  return {
    end: () => {
      agenda.cancel(due);
      agenda.unhandle(owner);
    },
  };
}

function collector(): { readonly sink: (bytes: Uint8Array) => void; readonly text: () => string } {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const text = () => {
    const whole = new Uint8Array(size);
    let at = 0;
    for (const chunk of chunks) {
      whole.set(chunk, at);
      at += chunk.length;
    }
    return decodeUtf8(whole);
  };
  const sink = (bytes: Uint8Array) => {
    if (size > OUTPUT_LIMIT) return;
    chunks.push(bytes.slice());
    size += bytes.length;
  };
  return { sink, text };
}
