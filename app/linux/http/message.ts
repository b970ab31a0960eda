/** Header lines in order; names as they were written. */
export type Headers = readonly (readonly [name: string, value: string])[];

/** A request. */
export interface HttpRequest {
  readonly method: string;
  /** Path with query, as it stood in the request line. */
  readonly target: string;
  /** `HTTP/1.1` */
  readonly version: string;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

/** A response; `reason` may be empty. */
export interface HttpResponse {
  readonly status: number;
  readonly reason: string;
  readonly headers: Headers;
  readonly body: Uint8Array;
  /** All of it as it travels, where that is known already. */
  readonly encoded?: Uint8Array;
}

/** The first value of a header, by name in any case. */
export function headerOf(headers: Headers, name: string): string | undefined {
  const wanted = name.toLowerCase();
  for (const [one, value] of headers)
    if (one.length === wanted.length && one.toLowerCase() === wanted) return value;
  return undefined;
}

/** Reason phrases by status. */
export const REASONS: Readonly<Record<number, string>> = {
  100: 'Continue',
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No Content',
  206: 'Partial Content',
  301: 'Moved Permanently',
  302: 'Found',
  303: 'See Other',
  304: 'Not Modified',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  411: 'Length Required',
  413: 'Request Entity Too Large',
  414: 'Request-URI Too Large',
  416: 'Requested Range Not Satisfiable',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
  505: 'HTTP Version Not Supported',
};
