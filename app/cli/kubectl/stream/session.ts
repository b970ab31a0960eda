import { good } from '../../../base/result.ts';
import type { ApiStream, Status, StreamEvent } from '../../../kube/client.ts';
import { fd } from '../../../linux/names.ts';
import type { Pid } from '../../../linux/names.ts';
import type { Process, Sys } from '../../../linux/process/program.ts';
import { exitWith, failed, type Outcome } from '../failure.ts';

/** What of a process is connected to a stream. */
export interface SessionOptions {
  readonly stdin: boolean;
  readonly tty: boolean;
}

/**
 * Connects a stream with the process's own descriptors until it ends. Standard input is read by a child, so that output
 * comes while nobody types.
 */
export function* runSession(p: Process, stream: ApiStream, options: SessionOptions): Sys<Status> {
  const inbox = p.inbox<StreamEvent>();
  const leave = stream.subscribe((event) => inbox.push(event));
  const raw = options.tty ? p.tty : undefined;
  raw?.setMode('raw');
  if (raw !== undefined) {
    stream.resize(raw.columns, raw.rows);
    p.onSignal('WINCH', 'wake');
  }
  const pump = options.stdin ? startPump(p, stream) : undefined;
  try {
    for (;;) {
      const event = yield* p.receive(inbox);
      if (event === undefined || !('type' in event)) {
        if (raw !== undefined) stream.resize(raw.columns, raw.rows);
      } else if (event.type === 'state') raw?.announce(event.state);
      else if (event.type === 'end') return event.status;
      else yield* p.write(fd(event.channel === 'stdout' ? 1 : 2), event.bytes);
    }
  } finally {
    leave();
    stream.close();
    if (pump !== undefined) p.kill({ pid: pump }, 'KILL');
    raw?.setMode('cooked');
  }
}

function startPump(p: Process, stream: ApiStream): Pid | undefined {
  const child = p.spawn(['kubectl'], {
    *program(c) {
      for (;;) {
        const bytes = yield* c.read(fd(0));
        stream.send(bytes ?? undefined);
        if (bytes === null) return 0;
      }
    },
  });
  return child.ok ? child.value : undefined;
}

/** The exit status that a Status at the end of a stream carries. */
export function exitCodeOf(status: Status): number {
  if (status.status === 'Success') return 0;
  const cause = status.details?.causes?.find((one) => one.reason === 'ExitCode');
  return cause === undefined ? 1 : Number(cause.message ?? 1);
}

/** How kubectl ends after a command in a container has ended. */
export function outcomeOf(status: Status): Outcome {
  if (status.status === 'Success') return good(undefined);
  if (status.reason !== 'NonZeroExitCode') return failed(status.message ?? 'the stream ended unexpectedly');
  const code = exitCodeOf(status);
  return exitWith(code, `command terminated with exit code ${code}`);
}
