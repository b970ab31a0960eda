import { headerOf, type HttpRequest, type HttpResponse } from '../../../linux/http/message.ts';
import type { Client } from '../../../linux/http/accept.ts';
import type { Process, Sys } from '../../../linux/process/program.ts';
import type { Dates } from './dates.ts';

/** What a line of the access log is about. `raw`: bytes that were no request. */
export interface Access {
  readonly request: HttpRequest | { readonly raw: Uint8Array };
  readonly response: HttpResponse;
  readonly client: Client;
  readonly sentBytes: number;
}

/** A log_format taken apart: words of a line as they are, and names of variables. */
export type LogFormat = readonly (string | Variable)[];

/** A variable; `header`: the header of the request that it stands for. */
interface Variable {
  readonly name: string;
  readonly header: string | undefined;
}

/** Takes a log_format apart. */
export function logFormat(text: string): LogFormat {
  return text
    .split(/(\$\{?[a-z0-9_]+\}?)/)
    .map((piece, at) => (at % 2 === 0 ? piece : variableOf(piece.replace(/[${}]/g, ''))));
}

/** Fills in a log_format. */
export function accessLine(p: Process, format: LogFormat, access: Access, dates: Dates): string {
  let line = '';
  for (const piece of format)
    line += typeof piece === 'string' ? piece : escaped(valueOf(p, piece, access, dates));
  return `${line}\n`;
}

function variableOf(name: string): Variable {
  return { name, header: /^http_(.+)$/.exec(name)?.[1]?.replaceAll('_', '-') };
}

function valueOf(
  p: Process,
  { name, header }: Variable,
  { request, response, client, sentBytes }: Access,
  dates: Dates,
): string {
  const isRequest = !('raw' in request);
  switch (name) {
    case 'remote_addr':
      return client.peer.ip;
    case 'remote_port':
      return String(client.peer.port);
    case 'remote_user':
      return '-';
    case 'server_addr':
      return client.local.ip;
    case 'server_port':
      return String(client.local.port);
    case 'time_local':
      return dates.local(p.epoch + p.now());
    case 'time_iso8601':
      return new Date(Math.floor((p.epoch + p.now()) / 1000) * 1000).toISOString().replace('.000Z', '+00:00');
    case 'msec':
      return ((p.epoch + p.now()) / 1000).toFixed(3);
    case 'request':
      return isRequest ? `${request.method} ${request.target} ${request.version}` : firstLine(request.raw);
    case 'request_method':
      return isRequest ? request.method : '-';
    case 'request_uri':
    case 'uri':
      return isRequest ? request.target : '-';
    case 'status':
      return String(response.status);
    case 'body_bytes_sent':
      return String(sentBytes);
    case 'request_time':
      return '0.000';
    case 'host':
      return isRequest ? (headerOf(request.headers, 'host') ?? '-') : '-';
    default:
      return header !== undefined && isRequest ? (headerOf(request.headers, header) ?? '-') : '-';
  }
}

function firstLine(raw: Uint8Array): string {
  const end = raw.indexOf(10);
  return String.fromCharCode(...(end < 0 ? raw : raw.slice(0, end))).replace(/\r$/, '');
}

const NEEDS_ESCAPE = /["\\]|[^ -~]/;

function escaped(text: string): string {
  if (!NEEDS_ESCAPE.test(text)) return text;
  return text.replace(
    /["\\]|[^ -~]/g,
    (char) => `\\x${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}

/** A line of the error log: `2026/11/24 14:20:21 [error] 29#29: *2 …`. */
export function errorLine(p: Process, level: string, text: string, connection?: number): string {
  const at = new Date(p.epoch + p.now()).toISOString();
  const stamp = `${at.slice(0, 10).replaceAll('-', '/')} ${at.slice(11, 19)}`;
  return `${stamp} [${level}] ${p.pid}#${p.pid}: ${connection === undefined ? '' : `*${connection} `}${text}\n`;
}

/** Where a log goes: nowhere, to a stream of the process, or into the file of that path. */
export type LogTarget = 'off' | 'stdout' | 'stderr' | { readonly path: string };

/** Where a log of that name goes; the images link theirs to standard output and error. */
export function openLog(p: Process, file: string): LogTarget {
  if (file === 'off' || file === 'stderr') return file;
  const link = p.fs.readlink(file);
  const path = link.ok && !file.startsWith('/dev/') ? link.value : file;
  if (path === '/dev/stdout') return 'stdout';
  return path === '/dev/stderr' ? 'stderr' : { path: file };
}

/** Appends to a log. */
export function* writeLog(p: Process, log: LogTarget, text: string): Sys<void> {
  if (log === 'stdout') yield* p.print(text);
  else if (log === 'stderr') yield* p.warn(text);
  else if (log !== 'off') p.fs.writeFile(log.path, text, { append: true });
}
