import { readFileSync } from 'node:fs';
import { virtualMs } from '../../../base/brand.ts';
import { runLoop } from '../../../base/loop.ts';
import type { ApiResponse, WatchEvent } from '../../../kube/client.ts';
import { masked } from './api-mask.ts';
import { createApiWorld, type ApiWorld } from './api-world.ts';

/** A request of a recorded case. */
interface CaseRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly answer?: Recorded;
}

type Recorded = Readonly<Record<string, unknown>>;

/** One case of an api-*.json file. */
export interface ApiCase extends CaseRequest {
  readonly name: string;
  readonly setup?: readonly CaseRequest[];
  readonly then?: readonly CaseRequest[];
  readonly before?: unknown;
  readonly after?: unknown;
  readonly watch?: string;
  readonly during?: readonly CaseRequest[];
  readonly tried?: readonly string[];
  readonly supported?: readonly string[];
  readonly refusal?: readonly Recorded[];
}

/** Sends the cases of recorded files to fresh worlds; one JSON line a case, in the order of the files. */
export function* runApiFiles(files: readonly string[]): Generator<string> {
  for (const file of files) {
    const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { readonly cases: readonly ApiCase[] };
    for (const one of cases) yield JSON.stringify(runApiCase(one, file.includes('api-patch')));
  }
}

/** Sends one case to a fresh world and gives what came back in the notation of the case. */
export function runApiCase(one: ApiCase, keepManaged = false): Recorded {
  const run = new CaseRun(one, keepManaged);
  return run.result();
}

/** Long enough for everything older to be compacted. */
const AN_AGE = 20 * 60_000;

class CaseRun {
  readonly #case: ApiCase;
  readonly #world: ApiWorld;
  readonly #keepManaged: boolean;
  readonly #marks: Record<string, string> = {};

  constructor(one: ApiCase, keepManaged: boolean) {
    this.#case = one;
    this.#keepManaged = keepManaged;
    this.#world = createApiWorld();
    if (one.name.startsWith('gone')) this.#age();
  }

  result(): Recorded {
    const { name, setup = [], then = [], tried, watch, answer, after } = this.#case;
    for (const request of setup) this.#send(request);
    if (tried) return { name, ...this.#selectors(tried) };
    const ours = watch === undefined ? this.#answer(this.#case) : this.#watched(watch);
    const result = {
      name,
      answer: masked(ours, answer),
      then: then.map((request) => masked(this.#answer(request), request.answer)),
    };
    if (after === undefined) return result;
    return { ...result, after: masked(this.#stored(), after) };
  }

  /** Three old ConfigMaps, a version and a continue token, and a long time. */
  #age(): void {
    const configMaps = '/api/v1/namespaces/shop/configmaps';
    const list = bodyOf(this.#world.send('GET', `${configMaps}?limit=1`));
    for (const name of ['old0', 'old1', 'old2'])
      this.#world.send('POST', configMaps, {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name, namespace: 'shop', labels: { tier: 'old' } },
      });
    const first = bodyOf(this.#world.send('GET', `${configMaps}?limit=1`));
    this.#marks['oldrv'] = String(at(list, 'metadata', 'resourceVersion'));
    this.#marks['oldcontinue'] = String(at(first, 'metadata', 'continue'));
    for (let passed = 0; passed < 4; passed++) {
      this.#pass(AN_AGE / 4);
      this.#world.send('PATCH', `${configMaps}/old0`, { data: { passed: String(passed) } }, MERGE);
    }
  }

  #pass(ms: number): void {
    const { core } = this.#world;
    runLoop(core, { until: virtualMs(core.now() + ms), pieces: 1000 });
  }

  #send(request: CaseRequest): ApiResponse {
    const { method, contentType, headers = {} } = request;
    const path = this.#filled(request.path);
    const body = request.body === undefined ? undefined : this.#filled(textOf(request.body));
    const type = contentType ?? (body === undefined ? undefined : defaultType(method));
    const all = { 'user-agent': 'lintas/1', ...headers, ...(type !== undefined && { 'content-type': type }) };
    return this.#world.send(method, path, body === '' ? undefined : body, all);
  }

  /** `${rv:PATH}` and the like stand for what a GET of PATH answers now. */
  #filled(text: string): string {
    return text
      .replace(/\$\{repeat:((?:[^:}]|\\.)*):([0-9]+)\}/g, (_all, part: string, times: string) =>
        part.repeat(Number(times)),
      )
      .replace(/\$\{(uid|rv|continue):([^}]*(?:\{[^}]*\}[^}]*)*)\}/g, (_all, what: string, path: string) =>
        this.#mark(what, path),
      )
      .replace(/\$\{(oldrv|oldcontinue)\}/g, (_all, name: string) => this.#marks[name] ?? '');
  }

  #mark(what: string, path: string): string {
    const body = bodyOf(this.#world.send('GET', path));
    const key = { uid: 'uid', rv: 'resourceVersion', continue: 'continue' }[what] ?? '';
    return encodeURIComponent(String(at(body, 'metadata', key)));
  }

  #answer(request: CaseRequest): Recorded {
    return cutAnswer(this.#send(request), request.answer ?? {}, this.#keepManaged);
  }

  #stored(): unknown {
    const path = this.#case.path.split('?')[0]?.replace(/\/(scale|status)$/, '') ?? '';
    const body = bodyOf(this.#world.send('GET', path));
    return at(body, 'kind') === 'Status' ? null : cutManaged(body, this.#keepManaged);
  }

  #watched(path: string): Recorded {
    const { during = [], headers } = this.#case;
    const response = this.#send({ method: 'GET', path, ...(headers && { headers }) });
    const contentType = 'application/json';
    if (response.type !== 'watch') {
      const code = response.type === 'object' ? response.status : 200;
      return {
        code,
        contentType,
        ended: 'server closed',
        events: [{ body: cutManaged(bodyOf(response), false) }],
      };
    }
    const events: WatchEvent[] = [];
    let closed = false;
    response.subscribe((event) => {
      events.push(event);
      if (event.type === 'ERROR') closed = true;
    });
    for (const request of during) this.#send(request);
    const seconds = Number(/timeoutSeconds=([0-9]+)/.exec(path)?.[1] ?? Infinity);
    const ended = closed || seconds < 100 ? 'server closed' : 'still open';
    const recorded = (this.#case.answer?.['events'] ?? []) as readonly Recorded[];
    const cut = events.map((event, index) => ({
      type: event.type,
      object: cutEvent(cutManaged(event.object, false), at(recorded[index], 'object')),
    }));
    return { code: 200, contentType, ended, events: cut };
  }

  #selectors(tried: readonly string[]): Recorded {
    const supported: string[] = [];
    const refusals = new Map<string, Recorded>();
    for (const field of tried) {
      const path = `${this.#case.path}?fieldSelector=${encodeURIComponent(`${field}=x`)}`;
      const answer = cutAnswer(this.#world.send('GET', path), {}, false);
      if (answer['code'] === 200) supported.push(field);
      else {
        const message = String(answer['message']).replaceAll(field, '<field>');
        const generic: Recorded = { ...answer, message };
        refusals.set(JSON.stringify(generic), generic);
      }
    }
    return { supported, refusal: [...refusals.values()] };
  }
}

const MERGE = { 'content-type': 'application/merge-patch+json' };

function defaultType(method: string): string {
  return method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
}

function textOf(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}

function bodyOf(response: ApiResponse): unknown {
  return response.type === 'object' ? plain(response.body) : undefined;
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null)) as unknown;
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? (inner as Recorded)[key] : undefined),
    value,
  );
}

function cutAnswer(response: ApiResponse, recorded: Recorded, keepManaged: boolean): Recorded {
  if (response.type === 'text')
    return {
      code: response.status,
      text: response.text,
      ...(recorded['contentType'] !== undefined && {
        contentType: response.headers?.['content-type']?.[0] ?? 'text/plain',
      }),
    };
  if (response.type !== 'object') return { code: 200, text: response.type };
  const body = bodyOf(response);
  const warnings = response.headers?.['warning'];
  const withWarnings = warnings ? { warnings } : {};
  if (at(body, 'kind') === 'Status' && at(body, 'status') === 'Failure')
    return { ...statusAnswer(response.status, body, recorded), ...withWarnings };
  return { code: response.status, ...withWarnings, object: cutObject(body, recorded['object'], keepManaged) };
}

function statusAnswer(code: number, body: unknown, recorded: Recorded): Recorded {
  const { causes, ...details } = (at(body, 'details') ?? {}) as Record<string, unknown>;
  return {
    code,
    reason: at(body, 'reason') ?? null,
    message: at(body, 'message'),
    ...(causes !== undefined && { causes }),
    ...(Object.keys(details).length > 0 && { details }),
    ...('allow' in recorded && { allow: null }),
  };
}

/** Cuts our object as the recorded one was cut: to names, to columns and rows, to the top-level keys it has. */
function cutObject(body: unknown, recorded: unknown, keepManaged: boolean): unknown {
  if (typeof recorded !== 'object' || recorded === null) return cutManaged(body, keepManaged);
  const theirs = recorded as Recorded;
  if ('columns' in theirs) return tableSummary(body);
  const ours = cutTable(cutManaged(body, keepManaged), recorded) as Recorded;
  const kept = Object.entries(ours).filter(([key]) => key in theirs);
  const items = ours['items'] as readonly unknown[] | undefined;
  const named = 'names' in theirs && items ? { names: items.map((one) => at(one, 'metadata', 'name')) } : {};
  return { ...Object.fromEntries(kept), ...named };
}

function tableSummary(body: unknown): Recorded {
  const columns = (at(body, 'columnDefinitions') ?? []) as readonly Recorded[];
  const rows = (at(body, 'rows') ?? []) as readonly Recorded[];
  return { columns: columns.map((one) => one['name']), rows: rows.map((one) => one['cells']) };
}

/** The object of an event, with the parts that were recorded of it. */
function cutEvent(object: unknown, recorded: unknown): unknown {
  const cut = cutTable(object, recorded);
  if (typeof recorded !== 'object' || recorded === null || 'kind' in recorded) return cut;
  return Object.fromEntries(Object.entries(cut as Recorded).filter(([key]) => key in recorded));
}

/** Columns come without descriptions, and rows without their objects where the recording left them out. */
function cutTable(body: unknown, recorded: unknown): unknown {
  if (at(body, 'kind') !== 'Table') return body;
  const theirs = (at(recorded, 'rows') ?? []) as readonly Recorded[];
  const columns = at(body, 'columnDefinitions') as readonly Recorded[] | null;
  const rows = (at(body, 'rows') ?? []) as readonly Recorded[];
  return {
    ...(body as Recorded),
    // Inside the program a list without entries stands for Go's nil.
    columnDefinitions:
      columns && columns.length > 0 ? columns.map(({ description: _words, ...rest }) => rest) : null,
    rows: rows.map((row, index) =>
      theirs[index] && !('object' in theirs[index]) ? { cells: row['cells'] } : row,
    ),
  };
}

/** Leaves managedFields out, and from the items of a list what the API leaves out there. */
function cutManaged(body: unknown, keep: boolean): unknown {
  const items = at(body, 'items');
  if (Array.isArray(items) && String(at(body, 'kind')).endsWith('List')) {
    const partial = String(at(body, 'kind')).startsWith('PartialObject');
    return {
      ...(body as Recorded),
      items: items.map((item) => {
        const { kind, apiVersion, ...rest } = cutManaged(item, keep) as Recorded;
        return partial ? { kind, apiVersion, ...rest } : rest;
      }),
    };
  }
  const rows = at(body, 'rows');
  if (Array.isArray(rows))
    return {
      ...(body as Recorded),
      rows: rows.map((row: Recorded) => ({ ...row, object: cutManaged(row['object'], keep) })),
    };
  const metadata = at(body, 'metadata');
  if (keep || typeof metadata !== 'object' || metadata === null) return body;
  const { managedFields: _fields, ...rest } = metadata as Recorded;
  return { ...(body as Recorded), metadata: rest };
}
