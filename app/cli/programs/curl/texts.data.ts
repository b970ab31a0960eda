/** What curl prints, where versions differ. */
export interface CurlTexts {
  readonly version: string;
  readonly versionLines: string;
  readonly couldNotConnect: string;
  readonly malformed: string;
  readonly unsupported: (scheme: string) => string;
  /** Whether -v speaks of resolving, and how it names connections. */
  readonly modern: boolean;
}

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
};
