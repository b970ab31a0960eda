import { encodeUtf8 } from '../../../base/utf8.ts';
import type { Stat } from '../../../linux/fs/file-system.ts';
import {
  headerOf,
  REASONS,
  type Headers,
  type HttpRequest,
  type HttpResponse,
} from '../../../linux/http/message.ts';
import type { Process } from '../../../linux/process/program.ts';
import type { Dates } from './dates.ts';
import type { FileResponses } from './file-responses.ts';
import { pickLocation, type Location, type Site, type Sites } from './site.ts';

/** The server software as it names itself. */
export const VERSION = 'nginx/1.29.4';

/** What became of a request: the response, and a line for the error log where something went wrong. */
export interface Answer {
  readonly response: HttpResponse;
  readonly complaint?: string;
}

/** What a response is made from. */
export interface Served {
  readonly p: Process;
  readonly sites: Sites;
  readonly dates: Dates;
  readonly files: FileResponses;
  readonly site: Site;
  readonly request: HttpRequest;
  /** `http` or `https`, with the port the client asked. */
  readonly scheme: string;
  readonly port: number;
}

/** Reason phrases that differ from the standard's. */
const NGINX_REASONS: Readonly<Record<number, string>> = {
  302: 'Moved Temporarily',
  405: 'Not Allowed',
  503: 'Service Temporarily Unavailable',
  504: 'Gateway Time-out',
};

/** Answers a request for a file. */
export function answer(served: Served): Answer {
  const { request, site } = served;
  const path = decodedPath(request.target);
  if (
    path === undefined ||
    (request.version === 'HTTP/1.1' && headerOf(request.headers, 'host') === undefined)
  )
    return { response: errorResponse(served, 400, undefined, true) };
  const location = pickLocation(site, path);
  const { returns } = location;
  if (returns) return { response: returned(served, location, returns) };
  if (location.denied) return failure(served, location, 403, 'access forbidden by rule');
  if (location.proxyPass !== undefined)
    return failure(served, location, 502, 'lintas: proxy_pass is not simulated');
  if (request.method !== 'GET' && request.method !== 'HEAD') return failure(served, location, 405, undefined);
  return fileAnswer(served, location, path);
}

/** A path that stays as it is: nothing escaped or doubled, no dots to work out. */
const PLAIN_PATH = /^(?:\/[\w-][\w.-]*)*\/?$/;

/** The path without query and escapes, with doubled slashes and dots worked out; undefined when it is malformed. */
function decodedPath(target: string): string | undefined {
  if (target !== '' && PLAIN_PATH.test(target)) return target;
  const raw = (target.split('?')[0] ?? '').replace(/^https?:\/\/[^/]*/i, '') || '/';
  if (/%(?![0-9A-Fa-f]{2})/.test(raw) || !raw.startsWith('/')) return undefined;
  const decoded = raw.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  const kept: string[] = [];
  for (const part of decoded.replace(/\/+/g, '/').split('/').slice(1)) {
    if (part === '..') {
      if (kept.length === 0) return undefined;
      kept.pop();
    } else if (part !== '.') kept.push(part);
  }
  return `/${kept.join('/')}`;
}

function fileAnswer(served: Served, location: Location, path: string): Answer {
  const { p } = served;
  const at = fileOf(location, path);
  for (const candidate of location.tryFiles.slice(0, -1)) {
    const tried = fileOf(location, candidate.replace('$uri', path));
    const stat = p.fs.stat(tried.replace(/\/$/, ''));
    if (stat.ok && (stat.value.type === 'directory') === candidate.endsWith('/'))
      return plainFile(served, location, tried, path);
  }
  const last = location.tryFiles.at(-1);
  if (last?.startsWith('=')) return failure(served, location, Number(last.slice(1)), undefined);
  if (last !== undefined)
    return plainFile(served, location, fileOf(location, last.replace('$uri', path)), last);
  return plainFile(served, location, at, path);
}

function fileOf(location: Location, path: string): string {
  return location.alias === undefined
    ? location.root + path
    : location.alias + path.slice(location.path.length);
}

function plainFile(served: Served, location: Location, file: string, path: string): Answer {
  const { p } = served;
  // As nginx does, the index is asked for first: a directory need not be looked at when it has one.
  const index = path.endsWith('/') ? indexOf(served, location, file) : undefined;
  if (index !== undefined) return fileResponse(served, location, index.file, index.stat);
  const stat = p.fs.stat(file);
  if (!stat.ok) return failure(served, location, 404, missing(file));
  if (stat.value.type !== 'directory') {
    if (path.endsWith('/'))
      return failure(served, location, 404, `open() "${file}" failed (20: Not a directory)`);
    return fileResponse(served, location, file, stat.value);
  }
  if (!path.endsWith('/')) return { response: redirect(served, location, 301, `${path}/`) };
  if (location.autoindex) return { response: directoryList(served, file, path) };
  const hasDirectory = p.fs.exists(file);
  return hasDirectory
    ? failure(served, location, 403, `directory index of "${file}" is forbidden`)
    : failure(served, location, 404, missing(file));
}

function indexOf(
  { p }: Served,
  { index }: Location,
  directory: string,
): { readonly file: string; readonly stat: Stat } | undefined {
  for (const name of index) {
    const file = directory + name;
    const stat = p.fs.stat(file);
    if (stat.ok) return { file, stat: stat.value };
  }
  return undefined;
}

function missing(file: string): string {
  return `open() "${file}" failed (2: No such file or directory)`;
}

/** Headers that ask for less than the whole file, or for nothing if it has not changed. */
const CONDITIONS = ['if-none-match', 'if-modified-since', 'range'];

function fileResponse(served: Served, location: Location, file: string, stat: Stat): Answer {
  const { p, dates, request } = served;
  const data = p.fs.readFile(file);
  if (!data.ok) return failure(served, location, 403, `open() "${file}" failed (13: Permission denied)`);
  const make = () => responseWith(served, location, file, stat, data.value);
  if (CONDITIONS.some((name) => headerOf(request.headers, name) !== undefined)) return { response: make() };
  const { modifiedAt } = stat;
  const of = {
    location,
    modifiedAt,
    content: data.value,
    connection: connection(served),
    date: dates.http(p.epoch + p.now()),
  };
  return { response: served.files.get(file, of, make) };
}

function responseWith(
  served: Served,
  location: Location,
  file: string,
  stat: Stat,
  data: Uint8Array,
): HttpResponse {
  const { p, sites, request } = served;
  const modified = p.epoch + Math.max(0, stat.modifiedAt);
  const etag = `"${Math.floor(modified / 1000).toString(16)}-${data.length.toString(16)}"`;
  const lastModified = served.dates.http(modified);
  const validators: Headers = [['Last-Modified', lastModified]];
  const tags: Headers = [['ETag', etag]];
  const type = sites.types.get(/\.([^./]+)$/.exec(file)?.[1] ?? '') ?? location.defaultType;
  if (
    headerOf(request.headers, 'if-none-match') === etag ||
    headerOf(request.headers, 'if-modified-since') === lastModified
  )
    return built(served, 304, [...validators, ...connectionHeader(served), ...tags], new Uint8Array());
  const range = /^bytes=(\d*)-(\d*)$/.exec(headerOf(request.headers, 'range') ?? '');
  const size = data.length;
  if (range && (range[1] !== '' || range[2] !== '')) {
    const from = range[1] === '' ? Math.max(0, size - Number(range[2])) : Number(range[1]);
    const to = range[1] === '' || range[2] === '' ? size - 1 : Math.min(size - 1, Number(range[2]));
    if (from > to) return errorResponse(served, 416, location);
    const part = data.slice(from, to + 1);
    const headers: Headers = [
      ['Content-Type', type],
      length(part),
      ...validators,
      ...connectionHeader(served),
      ...tags,
      ['Content-Range', `bytes ${from}-${to}/${size}`],
    ];
    return built(served, 206, headers, part);
  }
  const headers: Headers = [
    ['Content-Type', type],
    length(data),
    ...validators,
    ...connectionHeader(served),
    ...tags,
    ...location.headers,
    ['Accept-Ranges', 'bytes'],
  ];
  return built(served, 200, headers, data);
}

function returned(
  served: Served,
  location: Location,
  { status, text }: { readonly status: number; readonly text: string },
): HttpResponse {
  const filled = variables(served, text);
  if (status >= 300 && status < 400 && status !== 304) return redirect(served, location, status, filled);
  if (text === '' && status >= 400 && (REASONS[status] ?? NGINX_REASONS[status]) !== undefined)
    return errorResponse(served, status, location);
  const body = encodeUtf8(filled);
  const type: Headers = text === '' ? [] : [['Content-Type', location.defaultType]];
  return built(
    served,
    status,
    [...type, length(body), ...connectionHeader(served), ...location.headers],
    body,
  );
}

function variables({ request, scheme, port }: Served, text: string): string {
  const host = (headerOf(request.headers, 'host') ?? 'localhost').replace(/:\d+$/, '');
  const values: Readonly<Record<string, string>> = {
    host,
    http_host: headerOf(request.headers, 'host') ?? '',
    request_uri: request.target,
    uri: request.target.split('?')[0] ?? '',
    scheme,
    server_port: String(port),
    request_method: request.method,
    hostname: host,
  };
  return text.replace(/\$\{?([a-z_]+)\}?/g, (all, name: string) => values[name] ?? all);
}

function redirect(served: Served, location: Location, status: number, to: string): HttpResponse {
  const { request, scheme } = served;
  const host = headerOf(request.headers, 'host') ?? 'localhost';
  const target = to.startsWith('/') ? `${scheme}://${host}${to}` : to;
  const body = page(served, status);
  const headers: Headers = [
    ['Content-Type', 'text/html'],
    length(body),
    ['Location', target],
    ...connectionHeader(served),
    ...location.headers,
  ];
  return built(served, status, headers, body);
}

function failure(served: Served, location: Location, status: number, complaint: string | undefined): Answer {
  const response = errorResponse(served, status, location);
  return complaint === undefined ? { response } : { response, complaint };
}

/** nginx's own page of an error, or the one that error_page names. */
export function errorResponse(
  served: Served,
  status: number,
  location?: Location,
  closes = false,
): HttpResponse {
  const own = location?.errorPages.get(status);
  const file = own?.startsWith('/') && location ? served.p.fs.readFile(location.root + own) : undefined;
  if (file?.ok) {
    const headers: Headers = [['Content-Type', 'text/html'], length(file.value), ...connectionHeader(served)];
    return built(served, status, headers, file.value);
  }
  const body = page(served, status);
  const kept: Headers = closes ? [['Connection', 'close']] : connectionHeader(served);
  return built(served, status, [['Content-Type', 'text/html'], length(body), ...kept], body);
}

/** The page of an error; the words of the title may differ from the status line's. */
export function page(
  { sites }: Pick<Served, 'sites'>,
  status: number,
  heading?: string,
  detail?: string,
): Uint8Array {
  const title = `${status} ${reasonOf(status)}`;
  return encodeUtf8(
    [
      '<html>',
      `<head><title>${heading ?? title}</title></head>`,
      '<body>',
      `<center><h1>${title}</h1></center>`,
      ...(detail === undefined ? [] : [`<center>${detail}</center>`]),
      `<hr><center>${sites.tokens ? VERSION : 'nginx'}</center>`,
      '</body>',
      '</html>',
      '',
    ].join('\r\n'),
  );
}

function directoryList(served: Served, directory: string, path: string): HttpResponse {
  const names = served.p.fs.readdir(directory);
  const links = (names.ok ? names.value : []).toSorted().map((name) => `<a href="${name}">${name}</a>`);
  const lines = [
    '<html>',
    `<head><title>Index of ${path}</title></head>`,
    '<body>',
    `<h1>Index of ${path}</h1><hr><pre><a href="../">../</a>`,
    ...links,
    '</pre><hr></body>',
    '</html>',
    '',
  ];
  const body = encodeUtf8(lines.join('\r\n'));
  return built(served, 200, [['Content-Type', 'text/html'], length(body), ...connectionHeader(served)], body);
}

/** The phrase behind a status, as nginx words it. */
export function reasonOf(status: number): string {
  return NGINX_REASONS[status] ?? REASONS[status] ?? '';
}

/** Puts the headers that every response begins with in front. */
export function built(
  { p, sites, dates }: Pick<Served, 'p' | 'sites' | 'dates'>,
  status: number,
  headers: Headers,
  body: Uint8Array,
): HttpResponse {
  const first: Headers = [
    ['Server', sites.tokens ? VERSION : 'nginx'],
    ['Date', dates.http(p.epoch + p.now())],
  ];
  return { status, reason: reasonOf(status), headers: [...first, ...headers], body };
}

function length(body: Uint8Array): readonly [string, string] {
  return ['Content-Length', String(body.length)];
}

function connectionHeader(served: Pick<Served, 'request' | 'site'>): Headers {
  return [['Connection', connection(served)]];
}

/** Whether the client may ask again on the same connection, as the header says it. */
function connection({ request, site }: Pick<Served, 'request' | 'site'>): string {
  const asked = (headerOf(request.headers, 'connection') ?? '').toLowerCase();
  const keeps = request.version === 'HTTP/1.1' ? asked !== 'close' : asked === 'keep-alive';
  return keeps && site.keepAliveMs > 0 ? 'keep-alive' : 'close';
}
