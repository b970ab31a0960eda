import { bad, good, type Result } from '../../../base/result.ts';

/** A URL as curl takes it apart. */
export interface Url {
  readonly scheme: string;
  readonly host: string;
  readonly port: number;
  /** Whether the port was written. */
  readonly explicitPort: boolean;
  /** Path and query. */
  readonly target: string;
  readonly userInfo: string | undefined;
  readonly text: string;
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { http: 80, https: 443, ftp: 21, telnet: 23 };

/** Reads a URL; a missing scheme is guessed. The error is `malformed`, or the scheme that is unknown. */
export function parseUrl(
  text: string,
): Result<Url, { readonly type: 'malformed' | 'unsupported'; readonly scheme: string }> {
  const found = /^(?:([A-Za-z][A-Za-z0-9+.-]*):\/\/)?([^/?#]*)([^#]*)/.exec(text.trim());
  const [, written, authority = '', rest = ''] = found ?? [];
  const scheme = (written ?? 'http').toLowerCase();
  if (DEFAULT_PORTS[scheme] === undefined) return bad({ type: 'unsupported', scheme });
  const malformed = bad({ type: 'malformed', scheme } as const);
  const at = authority.lastIndexOf('@');
  const userInfo = at < 0 ? undefined : authority.slice(0, at);
  const place = /^(\[[0-9A-Fa-f:.]+\]|[^:[\]\s]*)(?::(\d*))?$/.exec(authority.slice(at + 1));
  const [, bracketed = '', port] = place ?? [];
  const number = port === undefined || port === '' ? DEFAULT_PORTS[scheme] : Number(port);
  if (!place || bracketed === '' || number > 65_535) return malformed;
  const target = rest.startsWith('/') ? rest : `/${rest}`;
  return good({
    scheme,
    host: bracketed.replace(/^\[|\]$/g, ''),
    port: number,
    explicitPort: port !== undefined && port !== '' && number !== DEFAULT_PORTS[scheme],
    target: target.replaceAll(' ', '%20'),
    userInfo,
    text: written === undefined ? `${scheme}://${text}` : text,
  });
}

/** `host[:port]` as it stands in the Host header. */
export function hostHeader(url: Url): string {
  const host = url.host.includes(':') ? `[${url.host}]` : url.host;
  return url.explicitPort ? `${host}:${url.port}` : host;
}

/** The address that a Location leads to. */
export function resolveLocation(base: Url, location: string): string {
  if (/^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(location)) return location;
  const origin = `${base.scheme}://${hostHeader(base)}`;
  if (location.startsWith('//')) return `${base.scheme}:${location}`;
  if (location.startsWith('/')) return origin + location;
  const directory = (base.target.split('?')[0] ?? '').replace(/[^/]*$/, '');
  return origin + directory + location;
}

/** Expands `{a,b}` and `[1-3]` of a URL; -g leaves them as they are. */
export function expandUrl(text: string): readonly string[] {
  const braces = /^([^{[]*)\{([^{}]*)\}(.*)$/s.exec(text);
  if (braces) {
    const [, before = '', list = '', after = ''] = braces;
    return list.split(',').flatMap((item) => expandUrl(after).map((rest) => before + item + rest));
  }
  const range = /^([^{[]*)\[(\d+)-(\d+)(?::(\d+))?\](.*)$/s.exec(text);
  if (!range) return [text];
  const [, before = '', from = '0', to = '0', step = '1', after = ''] = range;
  const numbers: string[] = [];
  for (let number = Number(from); number <= Number(to); number += Math.max(1, Number(step)))
    numbers.push(String(number).padStart(from.startsWith('0') ? from.length : 0, '0'));
  return numbers.flatMap((item) => expandUrl(after).map((rest) => before + item + rest));
}
