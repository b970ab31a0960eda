import { canonicalIp } from '../../../base/ip.ts';
import type { HostMatch } from '../../../base/crypto/host-name.ts';

/** What curl prints, where versions differ. */
export interface CurlTexts {
  readonly version: string;
  readonly versionLines: string;
  readonly couldNotConnect: string;
  readonly malformed: string;
  readonly unsupported: (scheme: string) => string;
  /** Whether -v speaks of resolving, and how it names connections. */
  readonly modern: boolean;
  /** Where it looks for trusted certificates without --cacert. */
  readonly caFile: string;
  /** The file of --cacert cannot be used. */
  readonly badTrust: (file: string) => string;
  /** The chain of the server is not trusted; reason and number are OpenSSL's. */
  readonly untrusted: (reason: string, code: number) => string;
  /** What follows every error 60. */
  readonly untrustedMore: string;
  readonly verified: string;
  readonly matchedAlternative: (host: string, name: string) => string;
  readonly noAlternativeLine: (host: string) => string;
  readonly nameMismatch: (match: HostMatch, host: string) => string;
  readonly tlsError: (code: string, reason: string) => string;
  readonly tlsTimeout: (ms: number) => string;
  /** The server closed before both had agreed. */
  readonly tlsEnded: (place: string) => string;
}

function mismatch(match: HostMatch, host: string, hostWord: string, alternativeWord: string): string {
  if (match.type === 'no-alternative')
    return `SSL: no alternative certificate subject name matches target ${alternativeWord} '${host}'`;
  if (match.name === undefined) return 'SSL: unable to obtain common name from peer certificate';
  return `SSL: certificate subject name '${match.name}' does not match target ${hostWord} '${host}'`;
}

function kindOf(host: string): string {
  if (canonicalIp(host) === undefined) return 'hostname';
  return host.includes(':') ? 'ipv6 address' : 'ipv4 address';
}

const MORE = `More details here: https://curl.se/docs/sslcerts.html

curl failed to verify the legitimacy of the server and therefore could not
establish a secure connection to it. To learn more about this situation and
how to fix it, please visit the webpage mentioned above.
`;

/** Debian 12: the laptop, the nodes, the images built on Debian. */
export const CURL_7_88: CurlTexts = {
  version: '7.88.1',
  versionLines: `curl 7.88.1 (x86_64-pc-linux-gnu) libcurl/7.88.1 OpenSSL/3.0.19 zlib/1.2.13 brotli/1.0.9 zstd/1.5.4 libidn2/2.3.3 libpsl/0.21.2 (+libidn2/2.3.3) libssh2/1.10.0 nghttp2/1.52.0 librtmp/2.3 OpenLDAP/2.5.13
Release-Date: 2023-02-20, security patched: 7.88.1-10+deb12u14
Protocols: http https
Features: alt-svc AsynchDNS brotli GSS-API HSTS HTTP2 HTTPS-proxy IDN IPv6 Kerberos Largefile libz NTLM NTLM_WB PSL SPNEGO SSL threadsafe TLS-SRP UnixSockets zstd
`,
  couldNotConnect: "Couldn't connect to server",
  malformed: 'URL using bad/illegal format or missing URL',
  unsupported: (scheme) => `Protocol "${scheme}" not supported or disabled in libcurl`,
  modern: false,
  caFile: '/etc/ssl/certs/ca-certificates.crt',
  badTrust: (file) => `error setting certificate file: ${file}`,
  untrusted: (reason) => `SSL certificate problem: ${reason}`,
  untrustedMore: MORE.replace('webpage', 'web page'),
  verified: ' SSL certificate verify ok.',
  matchedAlternative: (host, name) => ` subjectAltName: host "${host}" matched cert's "${name}"`,
  noAlternativeLine: (host) => ` subjectAltName does not match ${host}`,
  nameMismatch: (match, host) => mismatch(match, host, 'host name', 'host name'),
  tlsError: (code, reason) => `OpenSSL/3.0.19: error:${code}:SSL routines::${reason}`,
  tlsTimeout: () => 'SSL connection timeout',
  tlsEnded: (place) => `OpenSSL SSL_connect: SSL_ERROR_SYSCALL in connection to ${place} `,
};

/** The image curlimages/curl:8.18.0. */
export const CURL_8_18: CurlTexts = {
  version: '8.18.0',
  versionLines: `curl 8.18.0 (x86_64-pc-linux-musl) libcurl/8.18.0 OpenSSL/3.5.4 zlib/1.3.1 brotli/1.2.0 zstd/1.5.7 libidn2/2.3.8 libpsl/0.21.5 libssh2/1.11.1 nghttp2/1.68.0
Release-Date: 2026-01-07
Protocols: http https
Features: alt-svc AsynchDNS brotli HSTS HTTP2 HTTPS-proxy IDN IPv6 Largefile libz PSL SSL threadsafe TLS-SRP UnixSockets zstd
`,
  couldNotConnect: 'Could not connect to server',
  malformed: 'URL using bad/illegal format or missing URL',
  unsupported: (scheme) => `Protocol "${scheme}" not supported`,
  modern: true,
  caFile: '/cacert.pem',
  badTrust: (file) => `error adding trust anchors from file: ${file}`,
  untrusted: (reason, code) => `SSL certificate OpenSSL verify result: ${reason} (${code})`,
  untrustedMore: MORE,
  verified: 'SSL certificate verified via OpenSSL.',
  matchedAlternative: (host, name) => `  subjectAltName: "${host}" matches cert's "${name}"`,
  noAlternativeLine: (host) => ` subjectAltName does not match ${kindOf(host)} ${host}`,
  nameMismatch: (match, host) => mismatch(match, host, 'hostname', kindOf(host)),
  tlsError: (code, reason) => `TLS connect error: error:${code}:SSL routines::${reason}`,
  tlsTimeout: (ms) => `SSL connection timeout after ${ms} milliseconds`,
  tlsEnded: (place) => `TLS connect error: unexpected eof while reading (${place})`,
};
