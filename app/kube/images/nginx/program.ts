import { good, type Result } from '../../../base/result.ts';
import { socketStream, type ByteStream } from '../../../linux/http/byte-stream.ts';
import { headerOf, type HttpRequest, type HttpResponse } from '../../../linux/http/message.ts';
import { acceptForEver, type Client } from '../../../linux/http/accept.ts';
import { RequestHeads } from '../../../linux/http/request-heads.ts';
import { serveRequests } from '../../../linux/http/serve.ts';
import { ip, pid, type Pid, type SocketId } from '../../../linux/names.ts';
import type { Process, ProgramSpec, Sys } from '../../../linux/process/program.ts';
import type { KnownSites } from './known-sites.ts';
import { Dates } from './dates.ts';
import { FileResponses } from './file-responses.ts';
import {
  accessLine,
  errorLine,
  logFormat,
  openLog,
  writeLog,
  type Access,
  type LogFormat,
  type LogTarget,
} from './log.ts';
import { answer, built, errorResponse, page, VERSION, type Served } from './respond.ts';
import { pickSite, type Listen, type Site, type Sites } from './site.ts';

/** The TLS side of a server: reads its certificate when nginx starts, then agrees with each client. */
export interface TlsServer {
  /** The error is what follows `[emerg]`. */
  load(p: Process, certificate: { readonly file: string; readonly keyFile: string }): Result<TlsIdentity>;
  /**
   * The identity is chosen by the name that the client asks for. Undefined when the client and the server could not
   * agree; `plain` gives back the bytes of a client that speaks HTTP.
   */
  accept(
    p: Process,
    socket: SocketId,
    stream: ByteStream,
    identityFor: (serverName: string | undefined) => TlsIdentity,
  ): Sys<ByteStream | { readonly plain: ByteStream } | undefined>;
}

/** A loaded certificate whose key fits: what a server shows, its own certificate first. */
export interface TlsIdentity {
  readonly chain: readonly Uint8Array[];
}

const CONFIG_FILE = '/etc/nginx/nginx.conf';
const PID_FILE = '/run/nginx.pid';
const BIND_TRIES = 5;
const BIND_WAIT_MS = 500;
const FOR_EVER_MS = 86_400_000;

/** What the servers of one world share. Without `tls`, addresses that want it say that it is not simulated. */
export interface NginxParts {
  readonly tls: () => TlsServer | undefined;
  readonly known: KnownSites;
}

/** The web server nginx. */
export function nginxProgram(parts: NginxParts): ProgramSpec {
  return {
    name: 'nginx',
    help: 'nginx [-tvV] [-g DIRECTIVES] [-s stop|quit|reload]',
    run: (p) => runNginx(p, parts),
    on: ['container'],
    directory: '/usr/sbin',
  };
}

/** Runs nginx in the calling process. */
export function* runNginx(p: Process, parts: NginxParts): Sys<number> {
  const args = p.argv.slice(p.argv.findIndex((word) => /(^|\/)nginx$/.test(word)) + 1);
  if (args.includes('-v') || args.includes('-V')) {
    yield* p.warn(`nginx version: ${VERSION}\n`);
    return 0;
  }
  const signal = args[args.indexOf('-s') + 1];
  if (args.includes('-s')) return yield* signalMaster(p, signal ?? '');
  const sites = loadSites(p, parts);
  if (args.includes('-t')) {
    yield* p.warn(
      sites.ok
        ? `nginx: the configuration file ${CONFIG_FILE} syntax is ok\nnginx: configuration file ${CONFIG_FILE} test is successful\n`
        : `nginx: [emerg] ${sites.error}\nnginx: configuration file ${CONFIG_FILE} test failed\n`,
    );
    return sites.ok ? 0 : 1;
  }
  if (!sites.ok) return yield* emergency(p, sites.error);
  return yield* master(p, sites.value, parts);
}

function* emergency(p: Process, text: string): Sys<number> {
  yield* p.warn(`${errorLine(p, 'emerg', text)}nginx: [emerg] ${text}\n`);
  return 1;
}

function* signalMaster(p: Process, name: string): Sys<number> {
  const signal = ({ stop: 'TERM', quit: 'QUIT', reload: 'HUP', reopen: 'USR1' } as const)[name];
  if (!signal) {
    yield* p.warn(`nginx: invalid option: "-s ${name}"\n`);
    return 1;
  }
  yield* p.warn(errorLine(p, 'notice', 'signal process started'));
  const file = p.fs.readText(PID_FILE);
  const number = Number(file.ok ? file.value.trim() : Number.NaN);
  if (!file.ok || Number.isNaN(number))
    return yield* emergency(p, `open() "${PID_FILE}" failed (2: No such file or directory)`);
  p.kill({ pid: pid(number) }, signal);
  return 0;
}

/** The configuration with its certificates, read when the server starts or reloads. */
interface Loaded extends Sites {
  readonly identities: ReadonlyMap<Site, TlsIdentity>;
  readonly access: LogTarget;
  readonly errors: LogTarget;
  readonly format: LogFormat;
  readonly dates: Dates;
  readonly files: FileResponses;
  readonly heads: RequestHeads;
}

function loadSites(p: Process, parts: NginxParts): Result<Loaded> {
  const { known } = parts;
  const tls = parts.tls();
  const sites = known.read(p.fs, CONFIG_FILE);
  if (!sites.ok) return sites;
  const identities = new Map<Site, TlsIdentity>();
  for (const site of sites.value.sites) {
    if (!tls || !site.certificate || !site.listens.some(({ ssl }) => ssl)) continue;
    const identity = tls.load(p, site.certificate);
    if (!identity.ok) return identity;
    identities.set(site, identity.value);
  }
  return good({
    ...sites.value,
    identities,
    access: openLog(p, sites.value.accessLog),
    errors: openLog(p, sites.value.errorLog),
    format: logFormat(sites.value.logFormat),
    dates: new Dates(),
    files: new FileResponses(),
    heads: new RequestHeads(),
  });
}

function* master(p: Process, first: Loaded, parts: NginxParts): Sys<number> {
  let loaded = first;
  const bound = yield* bindAll(p, loaded);
  if (!bound) return 1;
  p.fs.writeFile(PID_FILE, `${p.pid}\n`);
  for (const line of [
    'using the "epoll" event method',
    VERSION,
    'built by gcc 14.2.0 (Debian 14.2.0-19) ',
    `OS: Linux 6.1.0-41-amd64`,
    'getrlimit(RLIMIT_NOFILE): 1048576:1048576',
    'start worker processes',
  ])
    yield* writeLog(p, loaded.errors, errorLine(p, 'notice', line));
  for (const signal of ['HUP', 'TERM', 'QUIT', 'INT'] as const) p.onSignal(signal, 'wake');
  let workers = yield* startWorkers(p, loaded, bound, parts.tls());
  for (;;) {
    const { signal } = yield* p.sleep(FOR_EVER_MS);
    if (signal === undefined) continue;
    // Workers of an old configuration serve the clients they have to the end.
    for (const worker of workers) p.kill({ pid: worker }, signal === 'HUP' ? 'QUIT' : 'TERM');
    if (signal !== 'HUP') return 0;
    yield* writeLog(p, loaded.errors, errorLine(p, 'notice', 'signal 1 (SIGHUP) received, reconfiguring'));
    const again = loadSites(p, parts);
    if (again.ok) loaded = again.value;
    else yield* writeLog(p, loaded.errors, errorLine(p, 'emerg', again.error));
    workers = yield* startWorkers(p, loaded, bound, parts.tls());
  }
}

/** A listening address with its socket. */
interface Bound {
  readonly listen: Listen;
  readonly socket: SocketId;
}

function* bindAll(p: Process, { sites, errors }: Loaded): Sys<readonly Bound[] | undefined> {
  const wanted = new Map<string, Listen>();
  for (const listen of sites.flatMap(({ listens }) => listens)) {
    // One IPv4 socket per port: the worlds have no IPv6 addresses to bind.
    if (!listen.ip.includes(':')) wanted.set(`${listen.ip}:${listen.port}`, listen);
    else if (!wanted.has(`0.0.0.0:${listen.port}`))
      wanted.set(`0.0.0.0:${listen.port}`, { ...listen, ip: '0.0.0.0' });
  }
  const bound: Bound[] = [];
  for (let tries = 0; tries < BIND_TRIES; tries++) {
    let failed = false;
    for (const [key, listen] of wanted) {
      if (bound.some((one) => one.listen === listen)) continue;
      const socket = p.net.listen({ ip: ip(listen.ip), port: listen.port });
      if (socket.ok) bound.push({ listen, socket: socket.value });
      else {
        failed = true;
        const reason = socket.error === 'EACCES' ? '13: Permission denied' : '98: Address already in use';
        const text = `bind() to ${key} failed (${reason})`;
        yield* writeLog(p, errors, errorLine(p, 'emerg', text));
        yield* p.warn(`nginx: [emerg] ${text}\n`);
        if (socket.error === 'EACCES') return undefined;
      }
    }
    if (!failed) return bound;
    yield* p.sleep(BIND_WAIT_MS);
  }
  yield* writeLog(p, errors, errorLine(p, 'emerg', 'still could not bind()'));
  yield* p.warn('nginx: [emerg] still could not bind()\n');
  return undefined;
}

function* startWorkers(
  p: Process,
  loaded: Loaded,
  bound: readonly Bound[],
  tls: TlsServer | undefined,
): Sys<readonly Pid[]> {
  const workers: Pid[] = [];
  for (const { listen, socket } of bound) {
    const spawned = p.spawn(['nginx: worker process'], {
      program: function* (worker) {
        worker.onSignal('QUIT', 'wake');
        yield* acceptForEver(worker, socket, (accepted, client) =>
          serve(worker, accepted, client, { loaded, listen, tls }),
        );
        return 0;
      },
    });
    if (!spawned.ok) continue;
    workers.push(spawned.value);
    yield* writeLog(p, loaded.errors, errorLine(p, 'notice', `start worker process ${spawned.value}`));
  }
  return workers;
}

interface Serving {
  readonly loaded: Loaded;
  readonly listen: Listen;
  readonly tls: TlsServer | undefined;
}

function* serve(p: Process, socket: SocketId, client: Client, serving: Serving): Sys<void> {
  const { loaded, listen, tls } = serving;
  const raw = socketStream(p, socket);
  if (!listen.ssl) return yield* serveStream(p, raw, client, serving, 'http');
  const identityOf = (name: string): TlsIdentity | undefined => {
    const site = pickSite(loaded.sites, listen.port, name);
    return site && loaded.identities.get(site);
  };
  const identity = identityOf('');
  if (!tls || !identity)
    return yield* writeLog(
      p,
      loaded.errors,
      errorLine(p, 'crit', 'lintas: TLS is not simulated', client.number),
    );
  const secured = yield* tls.accept(p, socket, raw, (name = '') => identityOf(name) ?? identity);
  if (!secured) return;
  if ('plain' in secured) return yield* serveStream(p, secured.plain, client, serving, 'plain-on-tls');
  yield* serveStream(p, secured, client, serving, 'https');
  secured.close();
}

type Speech = 'http' | 'https' | 'plain-on-tls';

function* serveStream(
  p: Process,
  stream: ByteStream,
  client: Client,
  serving: Serving,
  speech: Speech,
): Sys<void> {
  const { loaded, listen } = serving;
  const keepAliveMs = pickSite(loaded.sites, listen.port, '')?.keepAliveMs ?? 65_000;
  yield* serveRequests(
    p,
    stream,
    client,
    function* (request) {
      const served = servedOf(p, loaded, listen, request, speech);
      const { response, complaint } =
        speech === 'plain-on-tls' ? { response: plainToTls(served), complaint: undefined } : answer(served);
      if (complaint !== undefined) yield* complain(p, loaded, served, client, complaint);
      yield* logAccess(p, loaded, {
        request,
        response,
        client,
        sentBytes: request.method === 'HEAD' ? 0 : response.body.length,
      });
      return response;
    },
    {
      keepAliveMs,
      heads: loaded.heads,
      malformed: function* (rawBytes) {
        const served = servedOf(p, loaded, listen, NO_REQUEST, speech);
        const response = errorResponse(served, 400, undefined, true);
        yield* logAccess(p, loaded, {
          request: { raw: rawBytes },
          response,
          client,
          sentBytes: response.body.length,
        });
        return response;
      },
    },
  );
}

const NO_REQUEST: HttpRequest = {
  method: '',
  target: '/',
  version: 'HTTP/1.0',
  headers: [],
  body: new Uint8Array(),
};

function servedOf(p: Process, loaded: Loaded, listen: Listen, request: HttpRequest, speech: Speech): Served {
  const host = (headerOf(request.headers, 'host') ?? '').replace(/:\d+$/, '').toLowerCase();
  const site = pickSite(loaded.sites, listen.port, host);
  const [fallback] = loaded.sites;
  const chosen = site ?? fallback;
  if (!chosen) throw new TypeError('a listening address belongs to no server');
  return {
    p,
    sites: loaded,
    dates: loaded.dates,
    files: loaded.files,
    site: chosen,
    request,
    scheme: speech === 'https' ? 'https' : 'http',
    port: listen.port,
  };
}

function plainToTls(served: Served): HttpResponse {
  const body = page(
    served,
    400,
    '400 The plain HTTP request was sent to HTTPS port',
    'The plain HTTP request was sent to HTTPS port',
  );
  return built(
    served,
    400,
    [
      ['Content-Type', 'text/html'],
      ['Content-Length', String(body.length)],
      ['Connection', 'close'],
    ],
    body,
  );
}

function* complain(
  p: Process,
  { errors }: Loaded,
  { request, site }: Served,
  client: Client,
  text: string,
): Sys<void> {
  const [server = ''] = site.names;
  const host = headerOf(request.headers, 'host');
  const line = `${text}, client: ${client.peer.ip}, server: ${server}, request: "${request.method} ${request.target} ${request.version}"${host === undefined ? '' : `, host: "${host}"`}`;
  yield* writeLog(p, errors, errorLine(p, 'error', line, client.number));
}

function* logAccess(p: Process, loaded: Loaded, access: Access): Sys<void> {
  yield* writeLog(p, loaded.access, accessLine(p, loaded.format, access, loaded.dates));
}
