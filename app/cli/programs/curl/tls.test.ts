import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { virtualMs } from '../../../base/brand.ts';
import { createCore } from '../../../base/core.ts';
import { decodeUtf8 } from '../../../base/utf8.ts';
import { NGINX_FILES } from '../../../kube/images/nginx/files.data.ts';
import { nginxTls } from '../../../kube/images/nginx/tls.ts';
import { imagePrograms } from '../../../kube/images/index.ts';
import { stubResolver } from '../../../linux/dns/resolver.ts';
import { cidr, machineId, netnsId } from '../../../linux/names.ts';
import { createNetwork } from '../../../linux/network/create-network.ts';
import { createKernel } from '../../../linux/process/create-kernel.ts';
import { machinePrograms, programs } from '../index.ts';

interface Ran {
  readonly out: string;
  readonly err: string;
  readonly code: number | undefined;
}

interface Recorded {
  readonly cases: readonly (Ran & { readonly argv: readonly string[] })[];
}

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const { cases } = JSON.parse(read('testdata/tls.json')) as Recorded;
const { files } = JSON.parse(read('../openssl/testdata/openssl.json')) as {
  readonly files: Readonly<Record<string, string>>;
};

const HTML = 'root /html; index index.html;';
const PAIR = (name: string, key: string): string =>
  `ssl_certificate /tls/${name}; ssl_certificate_key /tls/${key};`;
const CONF = `
server { listen 8443 ssl; listen 8080; ${HTML} ${PAIR('a.crt', 'a.key')} }
server { listen 8444 ssl; ${HTML} ${PAIR('s.crt', 's.key')} }
server { listen 8445 ssl; ${HTML} ${PAIR('l.crt', 'g.key')} keepalive_timeout 0; }
`;

/** A web server with three certificates, and a client beside it, at a date when all of them are valid. */
function makeWorld(conf = CONF, date = Date.UTC(2026, 10, 24, 20)) {
  const core = createCore(1, date);
  const network = createNetwork(core);
  const kernel = createKernel(core, { sockets: network.sockets, resolver: stubResolver });
  const all = [...programs, ...machinePrograms({ network, kernel }), ...imagePrograms(() => nginxTls)];
  const texts = Object.fromEntries(
    Object.entries(files).flatMap(([name, data]) => [
      [`/${name}`, { type: 'file' as const, data }],
      [`/tls/${name}`, { type: 'file' as const, data }],
    ]),
  );
  for (const [name, address] of [
    ['web', '10.240.0.2/24'],
    ['debian', '10.240.0.3/24'],
    ['alpine', '10.240.0.4/24'],
  ] as const) {
    const netns = netnsId(name);
    network.addNetns({ id: netns });
    const device = { netns, name: 'eth0', kind: 'ethernet', mtu: 1500, up: true } as const;
    network.addInterface({ ...device, addresses: [cidr(address)] });
    network.plug(netns, 'eth0', 'underlay');
    kernel.addMachine({
      id: machineId(name),
      kind: 'container',
      hostname: name,
      netns,
      users: [{ name: 'root', uid: 0, gid: 0, home: '/' }],
      files: {
        ...texts,
        ...NGINX_FILES,
        '/etc/nginx/conf.d/default.conf': { type: 'file', data: conf },
        '/html/index.html': { type: 'file', data: 'hello\n' },
      },
      programs: all.map((spec) => (name === 'alpine' ? { ...spec, run: spec.alpine ?? spec.run } : spec)),
      env: {},
      shell: 'sh',
    });
  }
  const run = (machine: string, argv: readonly string[], limit = 600_000): Ran => {
    const said = { out: '', err: '' };
    const end: { code?: number } = {};
    const until = core.now() + limit;
    kernel.launch({
      machine: machineId(machine),
      argv,
      stdin: 'null',
      stdout: (bytes) => void (said.out += decodeUtf8(bytes)),
      stderr: (bytes) => void (said.err += decodeUtf8(bytes)),
      onExit: ({ code }) => (end.code = code),
    });
    while (end.code === undefined && core.now() < until) {
      const due = core.agenda.peek();
      if (kernel.runnable) kernel.run(1000);
      else if (due && due.at < until) core.agenda.runNext();
      else core.agenda.advanceTo(virtualMs(until));
    }
    return { ...said, code: end.code };
  };
  const web = run('web', ['nginx', '-g', 'daemon off;'], 50);
  return { network, web, run };
}

const URL_OF_A = ['--resolve', 'my-nginx:8443:10.240.0.2', 'https://my-nginx:8443'];

describe('curl 7.88 says of TLS what the real one says:', () => {
  const world = makeWorld();
  it.each(cases.map((one) => [one.argv.join(' '), one] as const))('%s', (_, one) => {
    const argv = one.argv.map((word) => word.replace('127.0.0.1', '10.240.0.2'));
    const ran = world.run('debian', argv);
    expect({ ...ran, out: masked(ran.out), err: masked(ran.err) }).toEqual({
      out: one.out,
      err: one.err,
      code: one.code,
    });
  });
});

describe('curl 8.18', () => {
  test.each([
    [['https://10.240.0.2:8443'], 60, 'SSL certificate OpenSSL verify result: self-signed certificate (18)'],
    [
      ['--cacert', 'a.crt', 'https://10.240.0.2:8443'],
      60,
      "SSL: certificate subject name 'my-nginx' does not match target hostname '10.240.0.2'",
    ],
    [
      ['--cacert', 's.crt', '--resolve', 'nope:8444:10.240.0.2', 'https://nope:8444'],
      60,
      "SSL: no alternative certificate subject name matches target hostname 'nope'",
    ],
    [
      ['--cacert', '/etc/nginx/ssl/nginx.crt', 'https://10.240.0.2:8443'],
      77,
      'error adding trust anchors from file: /etc/nginx/ssl/nginx.crt',
    ],
  ])('says of %j in its own words why it ends with %i', (args, code, text) => {
    const ran = makeWorld().run('alpine', ['curl', '-sS', ...args]);
    const more = code === 60 ? /visit the webpage mentioned above\.\n$/ : /\n$/;
    expect(ran.code).toBe(code);
    expect(ran.err.split('\n')[0]).toBe(`curl: (${code}) ${text}`);
    expect(ran.err).toMatch(more);
  });
});

describe('a handshake', () => {
  test('fails when the certificate is no longer valid, or not yet', () => {
    const [later, before] = [Date.UTC(2028, 0, 1), Date.UTC(2020, 0, 1)].map((date) =>
      makeWorld(CONF, date).run('debian', ['curl', '-sS', '--cacert', 'a.crt', ...URL_OF_A]),
    );
    expect(later?.err).toContain('curl: (60) SSL certificate problem: certificate has expired\n');
    expect(before?.err).toContain('curl: (60) SSL certificate problem: certificate is not yet valid\n');
  });

  test('is seen on the wire as segments of its real sizes, and its outcome in the notes', () => {
    const { network, run } = makeWorld();
    run('debian', ['curl', '-sS', '--cacert', 'a.crt', ...URL_OF_A]);
    const trace = network.takeTraces().find(({ notes }) => notes.some(({ type }) => type === 'tls'));
    const sizes = trace?.packets
      .filter(({ bytes }) => bytes > 0)
      .map(({ direction, bytes }) => `${direction} ${bytes}`);
    expect(sizes?.slice(0, 4)).toEqual(['request 517', 'reply 1392', 'request 80', 'request 99']);
    expect(trace?.notes[0]).toEqual({
      type: 'tls',
      established: true,
      verify: 'ok',
      serverName: 'my-nginx',
    });
  });

  test('keeps the page from those who listen', () => {
    const { run } = makeWorld();
    const { out } = run('debian', ['curl', '-sSk', 'https://10.240.0.2:8443']);
    expect(out).toBe('hello\n');
  });
});

describe('nginx', () => {
  test.each([
    [
      PAIR('nope.crt', 'a.key'),
      'cannot load certificate "/tls/nope.crt": BIO_new_file() failed (SSL: error:80000002:system library::No such file or directory:calling fopen(/tls/nope.crt, r) error:10000080:BIO routines::no such file)',
    ],
    [
      PAIR('a.crt', 'nope.key'),
      'cannot load certificate key "/tls/nope.key": BIO_new_file() failed (SSL: error:80000002:system library::No such file or directory:calling fopen(/tls/nope.key, r) error:10000080:BIO routines::no such file)',
    ],
    [
      PAIR('a.crt', 's.key'),
      'SSL_CTX_use_PrivateKey("/tls/s.key") failed (SSL: error:05800074:x509 certificate routines::key values mismatch)',
    ],
    [
      PAIR('a.key', 'a.key'),
      'cannot load certificate "/tls/a.key": PEM_read_bio_X509_AUX() failed (SSL: error:0480006C:PEM routines::no start line:Expecting: TRUSTED CERTIFICATE)',
    ],
    [
      PAIR('a.crt', 'foo'),
      'cannot load certificate key "/tls/foo": PEM_read_bio_PrivateKey() failed (SSL: error:1E08010C:DECODER routines::unsupported:No supported data to decode. Input type: PEM)',
    ],
    [
      '',
      'no "ssl_certificate" is defined for the "listen ... ssl" directive in /etc/nginx/conf.d/default.conf:1',
    ],
  ])('does not start with %j', (pair, text) => {
    const { web } = makeWorld(`server { listen 443 ssl; ${pair} }`);
    expect(web.code).toBe(1);
    expect(web.err).toContain(`nginx: [emerg] ${text}\n`);
  });

  test('logs the first bytes of a client that speaks TLS to a plain port', () => {
    const { run, network } = makeWorld();
    expect(run('debian', ['curl', '-sS', 'https://10.240.0.2:8080']).code).toBe(35);
    expect(
      network
        .takeTraces()
        .some(({ notes }) => notes.some((note) => note.type === 'tls' && !note.established)),
    ).toBe(true);
  });
});

function masked(text: string): string {
  return text
    .replaceAll('10.240.0.2', '127.0.0.1')
    .replaceAll('\r\n', '\n')
    .replace(/(Server|Date|Last-Modified|ETag): [^\r\n]*/g, '$1: …')
    .replace(/nginx\/[\d.]+/g, 'nginx/…')
    .replace(/0x[0-9a-f]+/g, '0x…');
}
