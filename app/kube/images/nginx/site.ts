import { bad, good, type Result } from '../../../base/result.ts';
import type { Directive } from './config.ts';
import { KNOWN_DIRECTIVES } from './directives.data.ts';

/** One address that a server listens on. */
export interface Listen {
  readonly ip: string;
  readonly port: number;
  readonly ssl: boolean;
  readonly isDefault: boolean;
}

/** One location, or the server itself as the outermost one. */
export interface Location {
  readonly modifier: '' | '=' | '~' | '~*' | '^~';
  readonly path: string;
  readonly root: string;
  readonly alias: string | undefined;
  readonly index: readonly string[];
  readonly tryFiles: readonly string[];
  readonly returns: { readonly status: number; readonly text: string } | undefined;
  readonly headers: readonly (readonly [string, string])[];
  readonly denied: boolean;
  readonly autoindex: boolean;
  readonly proxyPass: string | undefined;
  readonly defaultType: string;
  readonly errorPages: ReadonlyMap<number, string>;
  readonly accessLog: boolean;
}

/** One server block. */
export interface Site {
  readonly listens: readonly Listen[];
  readonly names: readonly string[];
  readonly base: Location;
  readonly locations: readonly Location[];
  readonly certificate: { readonly file: string; readonly keyFile: string } | undefined;
  readonly keepAliveMs: number;
}

/** Everything that nginx needs of its configuration. */
export interface Sites {
  readonly sites: readonly Site[];
  readonly logFormat: string;
  readonly accessLog: string;
  readonly errorLog: string;
  readonly types: ReadonlyMap<string, string>;
  readonly workers: number;
  readonly tokens: boolean;
}

/** nginx's own format, which configurations may replace. */
export const COMBINED =
  '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent"';

/** Makes sense of the directives; the error is what follows `[emerg]`. */
export function readSites(directives: readonly Directive[]): Result<Sites> {
  const unknown = findUnknown(directives);
  if (unknown) return bad(`unknown directive "${unknown.name}" in ${unknown.file}:${unknown.line}`);
  const http = find(directives, 'http')?.block ?? [];
  if (!find(directives, 'events')) return bad('no "events" section in configuration');
  const wrong = missingCertificate(http);
  if (wrong !== undefined) return bad(wrong);
  const access = find(http, 'access_log')?.args ?? [];
  const format = http.find(({ name, args }) => name === 'log_format' && args[0] === access[1]);
  const defaults = locationOf({ ...EMPTY, block: http }, BASE, '', '');
  return good({
    sites: http.filter(({ name }) => name === 'server').map((server) => siteOf(server, defaults)),
    logFormat: format ? format.args.slice(1).join('') : COMBINED,
    accessLog: access[0] ?? '/var/log/nginx/access.log',
    errorLog:
      (find(directives, 'error_log') ?? find(http, 'error_log'))?.args[0] ?? '/var/log/nginx/error.log',
    types: typesOf(find(http, 'types')),
    workers: Number(find(directives, 'worker_processes')?.args[0] ?? 1) || 2,
    tokens: find(http, 'server_tokens')?.args[0] !== 'off',
  });
}

const EMPTY: Directive = { name: '', args: [], block: [], file: '', line: 0 };

const BASE: Location = {
  modifier: '',
  path: '',
  root: '/etc/nginx/html',
  alias: undefined,
  index: ['index.html'],
  tryFiles: [],
  returns: undefined,
  headers: [],
  denied: false,
  autoindex: false,
  proxyPass: undefined,
  defaultType: 'text/plain',
  errorPages: new Map(),
  accessLog: true,
};

function find(directives: readonly Directive[], name: string): Directive | undefined {
  return directives.findLast((directive) => directive.name === name);
}

function findUnknown(directives: readonly Directive[]): Directive | undefined {
  for (const directive of directives) {
    if (!KNOWN_DIRECTIVES.has(directive.name)) return directive;
    if (directive.name === 'types' || directive.name === 'map' || directive.name === 'geo') continue;
    const inner = findUnknown(directive.block ?? []);
    if (inner) return inner;
  }
  return undefined;
}

function missingCertificate(http: readonly Directive[]): string | undefined {
  for (const server of http.filter(({ name }) => name === 'server')) {
    const secure = (server.block ?? []).find(({ name, args }) => name === 'listen' && args.includes('ssl'));
    const certificate = find(server.block ?? [], 'ssl_certificate') ?? find(http, 'ssl_certificate');
    if (secure && !certificate)
      return `no "ssl_certificate" is defined for the "listen ... ssl" directive in ${server.file}:${server.line}`;
    const key = find(server.block ?? [], 'ssl_certificate_key') ?? find(http, 'ssl_certificate_key');
    if (secure && certificate && !key)
      return `no "ssl_certificate_key" is defined for certificate "${certificate.args[0] ?? ''}"`;
  }
  return undefined;
}

function siteOf(server: Directive, defaults: Location): Site {
  const block = server.block ?? [];
  const listens = block.filter(({ name }) => name === 'listen').map(listenOf);
  const base = locationOf(server, defaults, '', '');
  const certificate = find(block, 'ssl_certificate')?.args[0];
  const keyFile = find(block, 'ssl_certificate_key')?.args[0];
  const seconds = Number.parseFloat(find(block, 'keepalive_timeout')?.args[0] ?? '65');
  return {
    listens: listens.length > 0 ? listens : [{ ip: '0.0.0.0', port: 80, ssl: false, isDefault: false }],
    names: block.filter(({ name }) => name === 'server_name').flatMap(({ args }) => args),
    base,
    locations: block.filter(({ name }) => name === 'location').map((location) => nested(location, base)),
    certificate:
      certificate === undefined || keyFile === undefined ? undefined : { file: certificate, keyFile },
    keepAliveMs: seconds * 1000,
  };
}

function nested(location: Directive, base: Location): Location {
  const [first = '', second] = location.args;
  if (second === undefined) return locationOf(location, base, '', first);
  const modifier = first === '=' || first === '~' || first === '~*' || first === '^~' ? first : '';
  return locationOf(location, base, modifier, second);
}

function listenOf({ args }: Directive): Listen {
  const [address = '80', ...flags] = args;
  const found = /^(?:(\[[^\]]*\]|[^:]*):)?(\d+)$/.exec(address);
  const ip = found ? (found[1] ?? '') : address;
  return {
    ip: ip === '' || ip === '*' ? '0.0.0.0' : ip.replace(/^\[|\]$/g, ''),
    port: Number(found?.[2] ?? 80),
    ssl: flags.includes('ssl'),
    isDefault: flags.includes('default_server'),
  };
}

function locationOf(
  directive: Directive,
  outer: Location,
  modifier: Location['modifier'],
  path: string,
): Location {
  const block = directive.block ?? [];
  const args = (name: string): readonly string[] | undefined => find(block, name)?.args;
  const added = block
    .filter(({ name }) => name === 'add_header')
    .map(({ args: [name = '', value = ''] }) => [name, value] as const);
  return {
    modifier,
    path,
    root: args('root')?.[0] ?? outer.root,
    alias: args('alias')?.[0],
    index: args('index') ?? outer.index,
    tryFiles: args('try_files') ?? [],
    returns: returnOf(args('return')),
    headers: added.length > 0 ? added : outer.headers,
    denied: args('deny')?.[0] === 'all',
    autoindex: (args('autoindex')?.[0] ?? (outer.autoindex ? 'on' : 'off')) === 'on',
    proxyPass: args('proxy_pass')?.[0],
    defaultType: args('default_type')?.[0] ?? outer.defaultType,
    errorPages: errorPages(block, outer.errorPages),
    accessLog: (args('access_log')?.[0] ?? (outer.accessLog ? '' : 'off')) !== 'off',
  };
}

function returnOf(args: readonly string[] | undefined): Location['returns'] {
  const [first, second = ''] = args ?? [];
  if (first === undefined) return undefined;
  return /^\d{3}$/.test(first) ? { status: Number(first), text: second } : { status: 302, text: first };
}

function errorPages(
  block: readonly Directive[],
  outer: ReadonlyMap<number, string>,
): ReadonlyMap<number, string> {
  const pages = new Map<number, string>();
  for (const { name, args } of block) {
    if (name !== 'error_page') continue;
    const page = args.at(-1) ?? '';
    for (const status of args.slice(0, -1)) if (/^\d+$/.test(status)) pages.set(Number(status), page);
  }
  return pages.size > 0 ? pages : outer;
}

function typesOf(types: Directive | undefined): ReadonlyMap<string, string> {
  const map = new Map<string, string>();
  for (const { name, args } of types?.block ?? []) for (const extension of args) map.set(extension, name);
  return map;
}

/** The server for a request: by address and name, else the default of that address. */
export function pickSite(sites: readonly Site[], port: number, host: string): Site | undefined {
  const there = sites.filter(({ listens }) => listens.some((listen) => listen.port === port));
  const named = there.find(({ names }) => names.some((name) => nameFits(name, host)));
  return (
    named ??
    there.find(({ listens }) => listens.some((listen) => listen.port === port && listen.isDefault)) ??
    there[0]
  );
}

function nameFits(name: string, host: string): boolean {
  if (name.startsWith('*.')) return host.endsWith(name.slice(1));
  if (name.startsWith('.')) return host === name.slice(1) || host.endsWith(name);
  return name === host;
}

/** The location of a path: exact, then the longest prefix unless a regular expression matches before. */
export function pickLocation(site: Site, path: string): Location {
  const exact = site.locations.find((one) => one.modifier === '=' && one.path === path);
  if (exact) return exact;
  const prefixes = site.locations
    .filter((one) => (one.modifier === '' || one.modifier === '^~') && path.startsWith(one.path))
    .toSorted((a, b) => b.path.length - a.path.length);
  const [longest] = prefixes;
  if (longest?.modifier === '^~') return longest;
  const pattern = site.locations.find((one) => one.modifier.startsWith('~') && matches(one, path));
  return pattern ?? longest ?? site.base;
}

function matches({ modifier, path }: Location, target: string): boolean {
  return simplePattern(path, modifier === '~*')(target);
}

/** Regular expressions of locations: they come from the author of the configuration and stay short. */
function simplePattern(pattern: string, ignoreCase: boolean): (target: string) => boolean {
  const regex = RegExp(pattern.slice(0, 200), ignoreCase ? 'i' : '');
  return (target) => regex.test(target);
}
