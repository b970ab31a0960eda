import { describe, expect, it } from 'vitest';
import { virtualMs } from '../../base/brand.ts';
import { createCore } from '../../base/core.ts';
import { decodeUtf8, encodeUtf8 } from '../../base/utf8.ts';
import { parseCorefile, STOCK_COREFILE } from '../../kube/dns/corefile.ts';
import { encodeForUdp, respond, type DnsServer } from '../../kube/dns/server.ts';
import { staticCatalog } from '../../kube/dns/static-catalog.ts';
import { INTERNET_NAMES, stubInternet } from '../../kube/dns/stub-internet.ts';
import { NGINX_FILES } from '../../kube/images/nginx/files.data.ts';
import { imagePrograms } from '../../kube/images/index.ts';
import { decodeMessage } from '../../linux/dns/codec.ts';
import { stubResolver } from '../../linux/dns/resolver.ts';
import { cidr, ip, machineId, netnsId } from '../../linux/names.ts';
import { createNetwork } from '../../linux/network/create-network.ts';
import { createKernel } from '../../linux/process/create-kernel.ts';
import type { ProgramSpec } from '../../linux/process/program.ts';
import { machinePrograms, programs } from './index.ts';

const PORTS = [{ name: 'http', protocol: 'TCP', port: 80 }];

function dnsServer(): DnsServer {
  const config = parseCorefile(STOCK_COREFILE);
  if (!config) throw new Error('no Corefile');
  const service = { namespace: 'default', type: 'ClusterIP', externalName: '', ports: PORTS };
  const catalog = staticCatalog({
    namespaces: ['default'],
    services: [
      { ...service, name: 'my-nginx', clusterIPs: ['10.240.0.2'] },
      { ...service, name: 'hl', clusterIPs: ['None'] },
    ],
    endpoints: [
      {
        namespace: 'default',
        service: 'hl',
        addresses: [
          { ip: '10.240.0.2', hostname: '' },
          { ip: '10.240.0.9', hostname: '' },
        ],
        ports: PORTS,
      },
    ],
    pods: [],
  });
  return { config, catalog, localIps: ['10.240.0.53'], forward: stubInternet(INTERNET_NAMES) };
}

/** A name server that is nothing else. */
const dnsd: ProgramSpec = {
  name: 'dnsd',
  help: '',
  on: ['container'],
  *run(p) {
    const socket = p.net.openUdp({ ip: ip('0.0.0.0'), port: 53 });
    while (socket.ok) {
      const got = yield* p.net.receiveFrom(socket.value);
      const query = got.ok ? decodeMessage(got.value.bytes) : undefined;
      if (got.ok && query?.ok)
        p.net.sendTo(socket.value, got.value.from, encodeForUdp(respond(dnsServer(), query.value)));
    }
    return 1;
  },
};

const RESOLV_CONF =
  'search default.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.240.0.53\noptions ndots:5\n';

/** A segment with a web server, a name server, and clients of the three families of images. */
function makeWorld() {
  const core = createCore(1, Date.UTC(2026, 10, 24, 13, 47, 46));
  const network = createNetwork(core);
  const kernel = createKernel(core, { sockets: network.sockets, resolver: stubResolver });
  const all = [...programs, ...machinePrograms({ network, kernel }), ...imagePrograms(), dnsd];
  const family = (spec: ProgramSpec, name: string): ProgramSpec => {
    const other =
      name === 'alpine' ? (spec.alpine ?? spec.busybox) : name === 'busybox' ? spec.busybox : undefined;
    return { ...spec, run: other ?? spec.run };
  };
  for (const [name, address] of [
    ['web', '10.240.0.2/24'],
    ['debian', '10.240.0.3/24'],
    ['alpine', '10.240.0.4/24'],
    ['busybox', '10.240.0.5/24'],
    ['dns', '10.240.0.53/24'],
  ] as const) {
    const netns = netnsId(name);
    network.addNetns({ id: netns });
    network.addInterface({
      netns,
      name: 'eth0',
      kind: 'ethernet',
      mtu: 1500,
      up: true,
      addresses: [cidr(address)],
    });
    network.plug(netns, 'eth0', 'underlay');
    network.addRoute(netns, { destination: 'default', via: ip('10.240.0.1'), device: 'eth0' });
    kernel.addMachine({
      id: machineId(name),
      kind: 'container',
      hostname: name,
      netns,
      users: [{ name: 'root', uid: 0, gid: 0, home: '/' }],
      files: {
        '/etc/resolv.conf': { type: 'file', data: RESOLV_CONF },
        '/etc/hosts': { type: 'file', data: '127.0.0.1 localhost\n' },
        ...(name === 'alpine' ? { '/etc/alpine-release': { type: 'file', data: '3.22' } } : {}),
        ...(name === 'web' ? NGINX_FILES : {}),
      },
      programs: all.map((spec) => family(spec, name)),
      env: {},
      shell: 'sh',
    });
  }
  const run = (machine: string, argv: readonly string[], limit = 600_000) => {
    const output = { out: '', err: '' };
    const end: { code?: number } = {};
    const begun = core.now();
    kernel.launch({
      machine: machineId(machine),
      argv,
      stdin: 'null',
      stdout: (bytes) => void (output.out += decodeUtf8(bytes)),
      stderr: (bytes) => void (output.err += decodeUtf8(bytes)),
      onExit: ({ code }) => (end.code = code),
    });
    while (end.code === undefined && core.now() < begun + limit) {
      const due = core.agenda.peek();
      if (kernel.runnable) kernel.run(1000);
      else if (due && due.at < begun + limit) core.agenda.runNext();
      else core.agenda.advanceTo(virtualMs(begun + limit));
    }
    return { output, code: end.code, ms: core.now() - begun };
  };
  run('dns', ['dnsd'], 5);
  const web = run('web', ['/docker-entrypoint.sh', 'nginx', '-g', 'daemon off;'], 50);
  return { core, network, kernel, web, run };
}

describe('curl', () => {
  it('fetches the page of nginx by name and tells how', () => {
    const { run, web } = makeWorld();
    const { output, code } = run('debian', [
      'curl',
      '-sS',
      '-w',
      '%{http_code} %{remote_ip} %{num_connects}\n',
      '-o',
      '/dev/null',
      'http://my-nginx',
    ]);
    expect({ ...output, code }).toEqual({ out: '200 10.240.0.2 1\n', err: '', code: 0 });
    expect(web.output.out).toContain(
      '10.240.0.3 - - [24/Nov/2026:13:47:46 +0000] "GET / HTTP/1.1" 200 615 "-" "curl/7.88.1" "-"\n',
    );
  });

  it.each([
    [
      'debian',
      'http://10.240.0.2:81',
      7,
      "curl: (7) Failed to connect to 10.240.0.2 port 81 after 0 ms: Couldn't connect to server\n",
    ],
    [
      'alpine',
      'http://10.240.0.2:81',
      7,
      'curl: (7) Failed to connect to 10.240.0.2 port 81 after 0 ms: Could not connect to server\n',
    ],
    ['debian', 'http://nope', 6, 'curl: (6) Could not resolve host: nope\n'],
    ['debian', 'http://10.240.0.2:99999', 3, 'curl: (3) URL using bad/illegal format or missing URL\n'],
    ['debian', 'htp://x', 1, 'curl: (1) Protocol "htp" not supported or disabled in libcurl\n'],
  ])('on %s says why %s cannot be had', (machine, url, status, text) => {
    const { output, code } = makeWorld().run(machine, ['curl', '-sS', url]);
    expect({ ...output, code }).toEqual({ out: '', err: text, code: status });
  });

  it('gives up in the words of the limit that was reached', () => {
    expect(makeWorld().run('debian', ['curl', '-sS', '-m', '2', 'http://192.0.2.1']).output.err).toBe(
      'curl: (28) Connection timed out after 2001 milliseconds\n',
    );
    expect(
      makeWorld().run('debian', ['curl', '-sS', '--connect-timeout', '2', 'http://192.0.2.1']).output.err,
    ).toBe('curl: (28) Failed to connect to 192.0.2.1 port 80 after 2000 ms: Timeout was reached\n');
  });

  it('uses one connection for two addresses of one server', () => {
    const { output } = makeWorld().run('debian', [
      'curl',
      '-sS',
      '-o',
      '/dev/null',
      '-o',
      '/dev/null',
      '-w',
      '%{num_connects}\n',
      'http://10.240.0.2',
      'http://10.240.0.2',
    ]);
    expect(output.out).toBe('1\n0\n');
  });

  it('leaves the question, the answer and the page in the traces', () => {
    const { run, network } = makeWorld();
    network.takeTraces();
    run('debian', ['curl', '-sS', 'http://my-nginx']);
    const notes = network.takeTraces().flatMap((trace) => trace.notes.map(({ type }) => type));
    expect(notes).toEqual([
      'dns.question',
      'dns.question',
      'dns.answer',
      'dns.answer',
      'http.request',
      'http.response',
    ]);
  });
});

describe('nslookup', () => {
  it('of busybox searches names without dot and fails although it found', () => {
    const { output, code } = makeWorld().run('busybox', ['nslookup', 'my-nginx']);
    const misses =
      "** server can't find my-nginx.svc.cluster.local: NXDOMAIN\n\n** server can't find my-nginx.cluster.local: NXDOMAIN\n\n";
    expect(output.out).toBe(
      `Server:\t\t10.240.0.53\nAddress:\t10.240.0.53:53\n\nName:\tmy-nginx.default.svc.cluster.local\nAddress: 10.240.0.2\n\n${misses}\n${misses}`,
    );
    expect(code).toBe(1);
  });

  it('of busybox does not search names with a dot', () => {
    const { output, code } = makeWorld().run('busybox', ['nslookup', 'my-nginx.default']);
    expect(output.out).toContain(
      "** server can't find my-nginx.default: NXDOMAIN\n\n** server can't find my-nginx.default: NXDOMAIN\n\n",
    );
    expect(code).toBe(1);
  });

  it('of bind walks the search list', () => {
    const { output, code } = makeWorld().run('debian', ['nslookup', 'my-nginx.default']);
    const line = ';; Got recursion not available from 10.240.0.53\n';
    expect(output.out).toBe(
      `${line}${line}Server:\t\t10.240.0.53\nAddress:\t10.240.0.53#53\n\nName:\tmy-nginx.default.svc.cluster.local\nAddress: 10.240.0.2\n${line}\n`,
    );
    expect(code).toBe(0);
  });
});

describe('other clients', () => {
  it.each([
    [
      'busybox',
      ['wget', '-qO-', 'http://my-nginx/nope'],
      '',
      'wget: server returned error: HTTP/1.1 404 Not Found\n',
      1,
    ],
    ['busybox', ['wget', '-T', '2', '-q', '-O-', 'http://192.0.2.1'], '', 'wget: download timed out\n', 1],
    ['busybox', ['wget', '-q', 'http://nope'], '', "wget: bad address 'nope'\n", 1],
    [
      'busybox',
      ['wget', '-q', 'http://10.240.0.2:81'],
      '',
      "wget: can't connect to remote host (10.240.0.2): Connection refused\n",
      1,
    ],
    [
      'debian',
      ['getent', 'hosts', 'my-nginx'],
      '10.240.0.2      my-nginx.default.svc.cluster.local\n',
      '',
      0,
    ],
    ['debian', ['dig', '+search', '+short', 'hl'], '10.240.0.2\n10.240.0.9\n', '', 0],
    ['debian', ['host', 'nope'], 'Host nope not found: 3(NXDOMAIN)\n', '', 1],
    [
      'debian',
      ['nc', '-zv', '10.240.0.2', '81'],
      '',
      'nc: connect to 10.240.0.2 port 81 (tcp) failed: Connection refused\n',
      1,
    ],
    [
      'debian',
      ['nc', '-zv', '10.240.0.2', '80'],
      '',
      'Connection to 10.240.0.2 80 port [tcp/http] succeeded!\n',
      0,
    ],
    [
      'debian',
      ['ip', 'route', 'get', '10.0.0.1'],
      '10.0.0.1 via 10.240.0.1 dev eth0 src 10.240.0.3 uid 0 \n    cache \n',
      '',
      0,
    ],
  ] as const)('on %s: %s', (machine, argv, out, err, status) => {
    const { output, code } = makeWorld().run(machine, argv);
    expect({ ...output, code }).toEqual({ out, err, code: status });
  });

  it('ping counts what came back', () => {
    const { run } = makeWorld();
    expect(run('debian', ['ping', '-c', '2', '10.240.0.2']).output.out).toContain(
      '\n2 packets transmitted, 2 received, 0% packet loss, time 1000ms\n',
    );
    const lost = run('debian', ['ping', '-c', '2', '-W', '1', '192.0.2.1']);
    expect(lost.output.out).toContain('\n2 packets transmitted, 0 received, 100% packet loss, time 1000ms\n');
    expect(lost.code).toBe(1);
  });
});

describe('nginx', () => {
  it('serves its page of 615 bytes and its 404 of 153', () => {
    const { run } = makeWorld();
    expect(encodeUtf8(run('debian', ['curl', '-sS', 'http://10.240.0.2']).output.out)).toHaveLength(615);
    expect(encodeUtf8(run('debian', ['curl', '-sS', 'http://10.240.0.2/nope']).output.out)).toHaveLength(153);
  });

  it('cannot bind a port twice', () => {
    const { run } = makeWorld();
    const { output, code } = run('web', ['nginx', '-g', 'daemon off;']);
    expect(
      output.err.match(/nginx: \[emerg\] bind\(\) to 0\.0\.0\.0:80 failed \(98: Address already in use\)\n/g),
    ).toHaveLength(5);
    expect(output.err).toMatch(/nginx: \[emerg\] still could not bind\(\)\n$/);
    expect(code).toBe(1);
  });
});
