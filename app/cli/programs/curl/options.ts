import { bad, good, type Result } from '../../../base/result.ts';

/** What a curl command line asks for. */
export interface CurlOptions {
  readonly urls: readonly string[];
  readonly flags: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** -o and -O in order: one for each URL. */
  readonly outputs: readonly ({ readonly file: string } | 'remote-name')[];
}

/** Long names of flags without value, with their letters. */
const FLAGS: Readonly<Record<string, string>> = {
  verbose: 'v',
  insecure: 'k',
  silent: 's',
  'show-error': 'S',
  include: 'i',
  'show-headers': 'i',
  head: 'I',
  location: 'L',
  fail: 'f',
  'fail-with-body': 'fail-with-body',
  get: 'G',
  globoff: 'g',
  'http1.1': 'http1.1',
  'http1.0': '0',
  http2: 'http2',
  ipv4: '4',
  ipv6: '6',
  'no-progress-meter': 'no-progress-meter',
  'progress-bar': '#',
  version: 'V',
  help: 'h',
  'remote-name': 'O',
  'remote-header-name': 'J',
  compressed: 'compressed',
  'no-buffer': 'N',
  'no-keepalive': 'no-keepalive',
  'path-as-is': 'path-as-is',
  parallel: 'Z',
  'retry-connrefused': 'retry-connrefused',
  'retry-all-errors': 'retry-all-errors',
  'fail-early': 'fail-early',
  'tlsv1.2': 'tlsv1.2',
  'tlsv1.3': 'tlsv1.3',
  'create-dirs': 'create-dirs',
  next: ':',
  disable: 'q',
  tcp_nodelay: 'tcp-nodelay',
  'tcp-nodelay': 'tcp-nodelay',
  'ssl-no-revoke': 'ssl-no-revoke',
  'proxy-insecure': 'proxy-insecure',
  'location-trusted': 'L',
  json: 'json',
  raw: 'raw',
};

/** Long names of options with value, with their letters. */
const VALUES: Readonly<Record<string, string>> = {
  output: 'o',
  'write-out': 'w',
  header: 'H',
  request: 'X',
  data: 'd',
  'data-ascii': 'd',
  'data-raw': 'data-raw',
  'data-binary': 'data-binary',
  'data-urlencode': 'data-urlencode',
  json: 'json',
  'max-time': 'm',
  'connect-timeout': 'connect-timeout',
  retry: 'retry',
  'retry-delay': 'retry-delay',
  'retry-max-time': 'retry-max-time',
  cacert: 'cacert',
  cert: 'E',
  key: 'key',
  resolve: 'resolve',
  'connect-to': 'connect-to',
  interface: 'interface',
  user: 'u',
  'user-agent': 'A',
  referer: 'e',
  range: 'r',
  cookie: 'b',
  'cookie-jar': 'c',
  'dump-header': 'D',
  url: 'url',
  'max-redirs': 'max-redirs',
  proxy: 'x',
  noproxy: 'noproxy',
  'limit-rate': 'limit-rate',
  form: 'F',
  'upload-file': 'T',
  'local-port': 'local-port',
  config: 'K',
  stderr: 'stderr',
  ciphers: 'ciphers',
  'keepalive-time': 'keepalive-time',
  'request-target': 'request-target',
  'unix-socket': 'unix-socket',
  'tls-max': 'tls-max',
  capath: 'capath',
  'max-filesize': 'max-filesize',
  'oauth2-bearer': 'oauth2-bearer',
  'dns-servers': 'dns-servers',
  'time-cond': 'z',
  'speed-time': 'y',
  'speed-limit': 'Y',
  'parallel-max': 'parallel-max',
  'continue-at': 'C',
  'trace-ascii': 'trace-ascii',
  'cert-type': 'cert-type',
  'key-type': 'key-type',
  pass: 'pass',
};

/** Options whose value must be a number. */
const NUMERIC = ['m', 'connect-timeout', 'retry', 'retry-delay', 'retry-max-time', 'max-redirs'];

const FLAG_LETTERS = new Set(Object.values(FLAGS).filter((name) => name.length === 1));
const VALUE_LETTERS = new Set(Object.values(VALUES).filter((name) => name.length === 1));

/** Reads a command line. The error is what curl says after `curl: `. */
export function parseCurl(args: readonly string[]): Result<CurlOptions> {
  const reading = new Reading(args);
  return reading.run();
}

class Reading {
  readonly #args: readonly string[];
  #at = 0;
  readonly #urls: string[] = [];
  readonly #flags = new Set<string>();
  readonly #values = new Map<string, string[]>();
  readonly #outputs: ({ readonly file: string } | 'remote-name')[] = [];

  constructor(args: readonly string[]) {
    this.#args = args;
  }

  run(): Result<CurlOptions> {
    let operandsOnly = false;
    while (this.#at < this.#args.length) {
      const word = this.#args[this.#at++] ?? '';
      if (operandsOnly || !word.startsWith('-') || word === '-') this.#urls.push(word);
      else if (word === '--') operandsOnly = true;
      else {
        const failed = word.startsWith('--') ? this.#long(word) : this.#short(word);
        if (failed !== undefined) return bad(failed);
      }
    }
    return good({ urls: this.#urls, flags: this.#flags, values: this.#values, outputs: this.#outputs });
  }

  #long(word: string): string | undefined {
    const name = word.slice(2);
    const value = VALUES[name];
    if (value !== undefined) return this.#value(word, value, undefined);
    const plain = name.startsWith('no-') && FLAGS[name] === undefined ? FLAGS[name.slice(3)] : undefined;
    if (plain !== undefined) {
      this.#flags.delete(plain);
      return undefined;
    }
    const flag = FLAGS[name] ?? abbreviated(name, FLAGS);
    if (flag !== undefined) return this.#flag(flag);
    const short = abbreviated(name, VALUES);
    return short === undefined ? `option ${word}: is unknown` : this.#value(word, short, undefined);
  }

  #short(word: string): string | undefined {
    for (let at = 1; at < word.length; at++) {
      const letter = word.charAt(at);
      if (VALUE_LETTERS.has(letter)) {
        const rest = word.slice(at + 1);
        return this.#value(`-${letter}`, letter, rest === '' ? undefined : rest);
      }
      if (!FLAG_LETTERS.has(letter)) return `option ${word}: is unknown`;
      this.#flag(letter);
    }
    return undefined;
  }

  #flag(name: string): undefined {
    if (name === 'O') this.#outputs.push('remote-name');
    else this.#flags.add(name);
    return undefined;
  }

  #value(word: string, name: string, attached: string | undefined): string | undefined {
    const value = attached ?? this.#args[this.#at++];
    if (value === undefined) return `option ${word}: requires parameter`;
    if (NUMERIC.includes(name) && !/^\d+(\.\d+)?$/.test(value))
      return `option ${word}: expected a proper numerical parameter`;
    if (name === 'o') this.#outputs.push({ file: value });
    else if (name === 'url') this.#urls.push(value);
    else this.#values.set(name, [...(this.#values.get(name) ?? []), value]);
    return undefined;
  }
}

function abbreviated(name: string, table: Readonly<Record<string, string>>): string | undefined {
  const fitting = Object.entries(table).filter(([long]) => long.startsWith(name));
  return fitting.length === 1 ? fitting[0]?.[1] : undefined;
}

/** The last value of an option. */
export function lastValue(options: CurlOptions, name: string): string | undefined {
  return options.values.get(name)?.at(-1);
}

/** A value in seconds as milliseconds. */
export function milliseconds(options: CurlOptions, name: string): number | undefined {
  const value = lastValue(options, name);
  return value === undefined || Number(value) === 0 ? undefined : Number(value) * 1000;
}
