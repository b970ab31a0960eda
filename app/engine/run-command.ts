import { Invariant } from '../base/assert.ts';
import { decodeUtf8 } from '../base/utf8.ts';
import { machineId } from '../linux/names.ts';
import type { World } from './world.ts';

/** What a command wrote and how it ended. */
export interface CommandResult {
  readonly out: string;
  readonly err: string;
  readonly code: number;
}

/** A command that has not ended after so much virtual time is interrupted, as Ctrl-C would. */
export const COMMAND_LIMIT_MS = 600_000;

/** Bytes that one command may write to one stream; what writes for ever must not fill the memory. */
const OUTPUT_LIMIT = 64 * 1024 * 1024;

/**
 * Runs one command on the laptop as `bash -c COMMAND </dev/null` and lets virtual time pass until it has ended, with
 * every process that holds its output. One that does not end is interrupted (130).
 */
export function runCommand(world: World, command: string): CommandResult {
  const out = collector();
  const err = collector();
  const state = { code: -1, streams: 2 };
  const launched = world.kernel.launch({
    machine: machineId('laptop'),
    argv: ['bash', '-c', command],
    stdin: 'null',
    stdout: out.sink,
    stderr: err.sink,
    onExit: (ended) => {
      state.code = ended.code;
    },
    onClosed: () => {
      state.streams -= 1;
    },
  });
  if (!launched.ok) throw new Invariant('no-shell', launched.error);
  const limit = world.now + COMMAND_LIMIT_MS;
  while (state.code < 0 || state.streams > 0) {
    if (world.step(limit)) continue;
    world.kernel.kill(launched.value, 'INT');
    if (!world.step(limit + COMMAND_LIMIT_MS)) return { out: out.text(), err: err.text(), code: 130 };
  }
  return { out: out.text(), err: err.text(), code: state.code };
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
