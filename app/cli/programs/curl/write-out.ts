import { headerOf, type Headers } from '../../../linux/http/message.ts';

/** What -w can tell of a transfer. Times in milliseconds since its start; undefined where it never came so far. */
export interface TransferFacts {
  readonly url: string;
  readonly effectiveUrl: string;
  readonly method: string;
  readonly status: number;
  readonly httpVersion: string;
  readonly contentType: string | undefined;
  readonly headers: Headers;
  readonly remoteIp: string;
  readonly remotePort: number;
  readonly localIp: string;
  readonly localPort: number;
  readonly downloaded: number;
  readonly uploaded: number;
  readonly headerBytes: number;
  readonly requestBytes: number;
  readonly redirects: number;
  readonly redirectUrl: string;
  readonly connects: number;
  readonly exitCode: number;
  readonly error: string;
  readonly file: string;
  readonly number: number;
  /** OpenSSL's number for what is wrong with the server's certificate; 0 when nothing is. */
  readonly verifyResult: number;
  readonly times: {
    readonly lookup: number;
    readonly connect: number;
    readonly appConnect: number;
    readonly preTransfer: number;
    readonly startTransfer: number;
    readonly redirect: number;
    readonly total: number;
  };
}

/** Fills in the format of -w. `%{stderr}` and `%{stdout}` change where the rest goes. */
export function writeOut(
  format: string,
  facts: TransferFacts,
): { readonly out: string; readonly err: string } {
  const written = { out: '', err: '' };
  let to: 'out' | 'err' = 'out';
  const pattern = /%\{([^}]*)\}|%header\{([^}]*)\}|%%|\\([nrt])|[\s\S]/g;
  for (const [all, name, header, escape] of format.matchAll(pattern)) {
    if (name === 'stderr') to = 'err';
    else if (name === 'stdout') to = 'out';
    else if (name !== undefined) written[to] += variable(name, facts) ?? '';
    else if (header !== undefined) written[to] += headerOf(facts.headers, header) ?? '';
    else if (escape !== undefined) written[to] += escape === 'n' ? '\n' : escape === 'r' ? '\r' : '\t';
    else written[to] += all === '%%' ? '%' : all;
  }
  return written;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(6);
}

function variable(name: string, facts: TransferFacts): string | undefined {
  const { times } = facts;
  const speed = (bytes: number): string =>
    String(times.total > 0 ? Math.floor((bytes * 1000) / times.total) : 0);
  const values: Readonly<Record<string, string | number>> = {
    content_type: facts.contentType ?? '',
    errormsg: facts.error,
    exitcode: facts.exitCode,
    filename_effective: facts.file,
    http_code: String(facts.status).padStart(3, '0'),
    response_code: String(facts.status).padStart(3, '0'),
    http_connect: '000',
    http_version: facts.status === 0 ? '0' : facts.httpVersion,
    local_ip: facts.localIp,
    local_port: facts.localPort,
    method: facts.method,
    num_connects: facts.connects,
    num_headers: facts.headers.length,
    num_redirects: facts.redirects,
    redirect_url: facts.redirectUrl,
    remote_ip: facts.remoteIp,
    remote_port: facts.remotePort,
    scheme: (facts.effectiveUrl.split(':')[0] ?? '').toUpperCase(),
    size_download: facts.downloaded,
    size_header: facts.headerBytes,
    size_request: facts.requestBytes,
    size_upload: facts.uploaded,
    speed_download: speed(facts.downloaded),
    speed_upload: speed(facts.uploaded),
    ssl_verify_result: facts.verifyResult,
    time_appconnect: seconds(times.appConnect),
    time_connect: seconds(times.connect),
    time_namelookup: seconds(times.lookup),
    time_pretransfer: seconds(times.preTransfer),
    time_redirect: seconds(times.redirect),
    time_starttransfer: seconds(times.startTransfer),
    time_total: seconds(times.total),
    url: facts.url,
    url_effective: facts.effectiveUrl,
    urlnum: facts.number,
  };
  const value = values[name];
  return value === undefined ? undefined : String(value);
}
