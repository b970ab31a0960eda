import { virtualMs } from '../../base/brand.ts';
import { bad, good, type Result } from '../../base/result.ts';
import type { ApiDoor, ApiRequest, ApiResponse, Status } from '../../kube/client.ts';
import type { Process, Sys } from '../../linux/process/program.ts';
import type { Command } from './command.ts';
import { failed, refused, type Failure } from './failure.ts';
import type { Flags } from './flags.ts';
import { contextOf, type KubeConfig } from './kubeconfig.ts';
import { mapperFrom, type Mapper } from './resource/mapping.ts';
import { isStatus } from './status.decode.ts';

/** What kubectl is made with. */
export interface KubectlOptions {
  /** The address in the configuration of a fresh home. */
  readonly server?: string;
  /** Virtual milliseconds that starting the program and one request take. */
  readonly startupMs?: number;
  readonly requestMs?: number;
}

/** Discovery read once and used until the server tells something else. */
export interface DiscoveryCache {
  answers: readonly unknown[];
  mapper: Mapper;
}

/** Query parameters of a request; undefined ones are left out. */
export type Query = Readonly<Record<string, string | readonly string[] | undefined>>;

/** What a request says beyond its address. */
export interface RequestOptions {
  readonly query?: Query | undefined;
  readonly accept?: string;
  readonly contentType?: string;
  readonly body?: unknown;
}

/** Media type of a table answer. */
export const AS_TABLE =
  'application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json';

const AS_DISCOVERY =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json';

interface Parts {
  readonly process: Process;
  readonly door: ApiDoor;
  readonly options: KubectlOptions;
  readonly cache: DiscoveryCache;
  readonly path: string;
  readonly command: Command;
  readonly flags: Flags;
  readonly args: readonly string[];
  readonly dash: number | undefined;
  readonly config: KubeConfig;
}

/** One run of a verb: its process, flags, arguments and the way to the API server. */
export class Invocation {
  readonly p: Process;
  readonly path: string;
  readonly command: Command;
  readonly flags: Flags;
  readonly args: readonly string[];
  /** How many arguments stood before `--`; undefined without it. */
  readonly dash: number | undefined;
  readonly config: KubeConfig;
  readonly #door: ApiDoor;
  readonly #options: KubectlOptions;
  readonly #cache: DiscoveryCache;
  readonly #warned = new Set<string>();

  constructor(parts: Parts) {
    this.p = parts.process;
    this.path = parts.path;
    this.command = parts.command;
    this.flags = parts.flags;
    this.args = parts.args;
    this.dash = parts.dash;
    this.config = parts.config;
    this.#door = parts.door;
    this.#options = parts.options;
    this.#cache = parts.cache;
  }

  /** The namespace of the command: -n, or that of the context. */
  get namespace(): string {
    if (this.flags.text('namespace') !== '') return this.flags.text('namespace');
    const context = contextOf(this.config, this.flags.text('context'));
    return context.ok ? context.value.namespace : 'default';
  }

  /** Whether the namespace was named on the command line. */
  get namespaceForced(): boolean {
    return this.flags.changed('namespace');
  }

  /** Asks the server and prints its warnings. */
  *request(method: ApiRequest['method'], path: string, options: RequestOptions = {}): Sys<ApiResponse> {
    yield* this.p.sleep(this.#options.requestMs ?? 2);
    const response = this.ask(method, path, options);
    for (const header of response.headers?.['warning'] ?? []) {
      const text = /^\d+ \S+ "((?:[^"\\]|\\.)*)"/.exec(header)?.[1]?.replace(/\\(.)/g, '$1') ?? header;
      if (this.#warned.has(text)) continue;
      this.#warned.add(text);
      yield* this.p.warn(`Warning: ${text}\n`);
    }
    return response;
  }

  /** The same without waiting or printing, for completion. */
  ask(method: ApiRequest['method'], path: string, options: RequestOptions = {}): ApiResponse {
    return this.#door({
      method,
      path,
      query: queryOf(options.query ?? {}),
      headers: {
        accept: options.accept ?? 'application/json',
        ...(options.body === undefined ? {} : { 'content-type': options.contentType ?? 'application/json' }),
        'kubectl-command': this.path,
        'user-agent': 'kubectl/v1.35.2 (linux/amd64) kubernetes/lintas',
      },
      ...(options.body === undefined ? {} : { body: options.body }),
      user: 'kubectl',
    });
  }

  /** The object a request answers with, or the refusal. */
  *call(
    method: ApiRequest['method'],
    path: string,
    options: RequestOptions = {},
  ): Sys<Result<unknown, Failure>> {
    const reachable = this.#reachable();
    if (!reachable.ok) return reachable;
    return objectOf(yield* this.request(method, path, options));
  }

  *get(path: string, query?: Query, accept?: string): Sys<Result<unknown, Failure>> {
    return yield* this.call('GET', path, { query, ...(accept === undefined ? {} : { accept }) });
  }

  /** What the server serves. */
  *mapper(): Sys<Result<Mapper, Failure>> {
    const reachable = this.#reachable();
    return reachable.ok ? good(this.mapperNow()) : reachable;
  }

  mapperNow(): Mapper {
    const answers = ['/api', '/apis'].map((path) => {
      const answer = this.ask('GET', path, { accept: AS_DISCOVERY });
      return answer.type === 'object' ? answer.body : undefined;
    });
    if (answers.some((answer, at) => answer !== this.#cache.answers[at])) {
      this.#cache.answers = answers;
      this.#cache.mapper = mapperFrom(answers);
    }
    return this.#cache.mapper;
  }

  /** Milliseconds since 1970 of the world's calendar. */
  dateNow(): number {
    return this.p.epoch + this.p.now();
  }

  /** The instant of virtual time that is so many milliseconds away. */
  deadline(ms: number): ReturnType<typeof virtualMs> {
    return virtualMs(this.p.now() + ms);
  }

  #reachable(): Result<void, Failure> {
    const context = contextOf(this.config, this.flags.text('context'));
    if (!context.ok)
      return bad({ type: 'verbatim', text: `Error in configuration: ${context.error}`, code: 1 });
    const server = this.flags.text('server');
    if (server === '' || server === context.value.server) return good(undefined);
    const host = server.replace(/^https?:\/\//, '').replace(/\/.*$/, '');
    return bad({
      type: 'verbatim',
      text: `The connection to the server ${host} was refused - did you specify the right host or port?`,
      code: 1,
    });
  }
}

/** The object of an answer; a Status that says no is a failure. */
export function objectOf(response: ApiResponse): Result<unknown, Failure> {
  if (response.type === 'text') {
    return response.status < 400
      ? good(response.text)
      : bad(refused(textStatus(response.text, response.status)));
  }
  if (response.type !== 'object') return failed('the server answered with a stream');
  if (response.status >= 400 && isStatus(response.body)) return bad(refused(response.body));
  return good(response.body);
}

function textStatus(text: string, code: number): Status {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    code,
    message: code === 404 ? 'the server could not find the requested resource' : text,
    ...(code === 404 ? { reason: 'NotFound' } : {}),
  };
}

function queryOf(query: Query): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    Object.entries(query).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, typeof value === 'string' ? [value] : value]],
    ),
  );
}
