import type { TtyState } from '../../linux/process/tty.ts';
import type { ApiStream, Status, StreamEvent } from '../client.ts';

/** What a stream does with what its client sends. */
export interface StreamInput {
  readonly send: (bytes: Uint8Array | undefined) => void;
  readonly resize: (columns: number, rows: number) => void;
  readonly close: () => void;
}

/** The server's end of a stream: output is kept until somebody listens. */
export class OutputStream {
  readonly stream: ApiStream;
  #waiting: StreamEvent[] = [];
  #listener: ((event: StreamEvent) => void) | undefined;
  #ended = false;

  constructor(input: StreamInput) {
    this.stream = {
      subscribe: (listener) => {
        this.#listener = listener;
        const waiting = this.#waiting;
        this.#waiting = [];
        for (const event of waiting) listener(event);
        return () => {
          this.#listener = undefined;
        };
      },
      send: input.send,
      resize: input.resize,
      close: input.close,
    };
  }

  write(channel: 'stdout' | 'stderr', bytes: Uint8Array): void {
    this.#push({ type: 'data', channel, bytes });
  }

  state(state: TtyState): void {
    this.#push({ type: 'state', state });
  }

  end(code: number): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#push({ type: 'end', status: exitStatus(code) });
  }

  #push(event: StreamEvent): void {
    if (this.#listener) this.#listener(event);
    else this.#waiting.push(event);
  }
}

/** The Status that ends a stream: success, or the exit code among its causes. */
export function exitStatus(code: number): Status {
  if (code === 0) return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success' };
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: `command terminated with non-zero exit code: exit status ${code}`,
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: String(code) }] },
  };
}
