import { headerOf, type HttpRequest, type HttpResponse } from '../../../linux/http/message.ts';
import type { Client } from '../../../linux/http/accept.ts';
import type { Process, Sys } from '../../../linux/process/program.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** What a line of the access log is about. `raw`: bytes that were no request. */
export interface Access {
  readonly request: HttpRequest | { readonly raw: Uint8Array };
  readonly response: HttpResponse;
  readonly client: Client;
  readonly sentBytes: number;
}

/** Fills in a log_format. */
export function accessLine(p: Process, format: string, access: Access): string {
  return `${format.replace(/\$\{?([a-z0-9_]+)\}?/g, (_, name: string) => escaped(variable(p, name, access)))}\n`;
}

function variable(p: Process, name: string, { request, response, client, sentBytes }: Access): string {
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
      return timeLocal(p.epoch + p.now());
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
    default: {
      const header = /^http_(.+)$/.exec(name)?.[1]?.replaceAll('_', '-');
      return header !== undefined && isRequest ? (headerOf(request.headers, header) ?? '-') : '-';
    }
  }
}

function firstLine(raw: Uint8Array): string {
  const end = raw.indexOf(10);
  return String.fromCharCode(...(end < 0 ? raw : raw.slice(0, end))).replace(/\r$/, '');
}

function escaped(text: string): string {
  return text.replace(
    /["\\]|[^ -~]/g,
    (char) => `\\x${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}

function timeLocal(epoch: number): string {
  const at = new Date(epoch);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${two(at.getUTCDate())}/${MONTHS[at.getUTCMonth()] ?? ''}/${at.getUTCFullYear()}`;
  return `${day}:${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} +0000`;
}

/** A line of the error log: `2026/11/24 14:20:21 [error] 29#29: *2 …`. */
export function errorLine(p: Process, level: string, text: string, connection?: number): string {
  const at = new Date(p.epoch + p.now()).toISOString();
  const stamp = `${at.slice(0, 10).replaceAll('-', '/')} ${at.slice(11, 19)}`;
  return `${stamp} [${level}] ${p.pid}#${p.pid}: ${connection === undefined ? '' : `*${connection} `}${text}\n`;
}

/** Appends to a log; the images link theirs to standard output and error. */
export function* writeLog(p: Process, file: string, text: string): Sys<void> {
  if (file === 'off') return;
  const target = p.fs.readlink(file);
  if (file === '/dev/stdout' || (target.ok && target.value === '/dev/stdout')) return yield* p.print(text);
  if (file === '/dev/stderr' || file === 'stderr' || (target.ok && target.value === '/dev/stderr'))
    return yield* p.warn(text);
  p.fs.writeFile(file, text, { append: true });
}
