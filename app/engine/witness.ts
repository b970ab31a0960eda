import type { Core } from '../base/core.ts';
import { decodeUtf8 } from '../base/utf8.ts';
import type { ApiDoor, ApiRequest, ApiResponse } from '../kube/client.ts';
import type { TtyState } from '../linux/process/tty.ts';
import type { Trace } from '../linux/trace.ts';
import type { Output, Read } from '../tutorial/evidence.ts';
import type { Observed } from '../tutorial/runner.ts';

/** What one command may print and still be remembered as evidence. */
const REMEMBERED = 256 * 1024;

interface Running {
  readonly machine: string;
  readonly command: string;
  chunks: Uint8Array[];
  size: number;
}

/** Sees what the learner causes: API reads of kubectl, the output of finished commands, connections. It changes nothing. */
export class Witness {
  readonly #core: Core;
  readonly #running = new Map<string, Running>();
  #reads: Read[] = [];
  #outputs: Output[] = [];
  #traces: Trace[] = [];

  constructor(core: Core) {
    this.#core = core;
  }

  /** The door as the learner's kubectl uses it: every read through it is noted. */
  watching(door: ApiDoor): ApiDoor {
    return (request) => {
      const response = door(request);
      if (request.method === 'GET') this.#read(request, response);
      return response;
    };
  }

  /** Bytes appeared at a terminal. */
  printed(tty: string, bytes: Uint8Array): void {
    const running = this.#running.get(tty);
    if (!running || running.size > REMEMBERED) return;
    running.chunks.push(bytes.slice());
    running.size += bytes.length;
  }

  /** What stands at a terminal has changed: a command has begun, or the prompt is back. */
  announced(tty: string, { machine, command, prompt }: TtyState): void {
    const ended = this.#running.get(tty);
    if (ended && (prompt || ended.command !== command)) {
      this.#outputs.push({
        at: this.#core.now(),
        machine: ended.machine,
        command: ended.command,
        text: ended.chunks.map(decodeUtf8).join('').replaceAll('\r\n', '\n'),
      });
      this.#running.delete(tty);
    }
    if (!prompt && command !== '') this.#running.set(tty, { machine, command, chunks: [], size: 0 });
  }

  /** Connections were made or went on. */
  traces(traces: readonly Trace[]): void {
    this.#traces.push(...traces);
  }

  /** What was seen since the last call. */
  take(): Observed {
    const observed = { reads: this.#reads, outputs: this.#outputs, traces: this.#traces };
    this.#reads = [];
    this.#outputs = [];
    this.#traces = [];
    return observed;
  }

  #read(request: ApiRequest, response: ApiResponse): void {
    if (response.type !== 'object' || response.status >= 300) return;
    const place = placeOf(request.path);
    if (!place) return;
    const selector = request.query['labelSelector']?.[0];
    this.#reads.push({
      at: this.#core.now(),
      ...place,
      ...(selector !== undefined && { labelSelector: selector }),
      view: viewOf(request),
      found: namesIn(response.body),
    });
  }
}

function viewOf({ headers }: ApiRequest): Read['view'] {
  if (headers['accept']?.includes('as=Table') === true) return 'table';
  return headers['kubectl-command']?.startsWith('kubectl describe') === true ? 'describe' : 'object';
}

/** Resource, namespace and name of a REST path; undefined for anything but objects and lists of them. */
function placeOf(path: string): Pick<Read, 'resource' | 'namespace' | 'name'> | undefined {
  const match =
    /^\/(?:api\/v\d\w*|apis\/[^/]+\/v\d\w*)(?:\/namespaces\/([^/]+)(?=\/))?\/([a-z]+)(?:\/([^/]+))?$/.exec(
      path,
    );
  if (!match) return undefined;
  const [, namespace, resource = '', name] = match;
  return { resource, ...(namespace !== undefined && { namespace }), ...(name !== undefined && { name }) };
}

function namesIn(body: unknown): string[] {
  const items = listed(body, 'items') ?? listed(body, 'rows')?.map((row) => part(row, 'object')) ?? [body];
  return items.flatMap((item) => {
    const name = part(part(item, 'metadata'), 'name');
    return typeof name === 'string' ? [name] : [];
  });
}

function listed(body: unknown, field: string): readonly unknown[] | undefined {
  const value = part(body, field);
  return Array.isArray(value) ? value : undefined;
}

function part(value: unknown, field: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === field)?.[1]
    : undefined;
}
