import { beforeAll, expect, test } from 'vitest';
import { disk } from '../../content/disk/index.ts';
import { runCommand } from './run-command.ts';
import { tools } from './tools.ts';
import { World } from './world.ts';
import { document } from './worlds/document.ts';

const CLIENT = 'kubectl exec deploy/curl-deployment -- curl -sS';
let world: World;

/** A command in the laptop's home, to its end. */
function run(command: string): { readonly out: string; readonly err: string; readonly code: number } {
  return runCommand(world, command);
}

beforeAll(() => {
  world = new World(document, { seed: 1, home: disk, tools });
  while (!world.cluster.ready && world.now < 60_000) world.runTo(world.now + 100);
});

test('the Makefile makes a pair whose name is not that of the Service', () => {
  expect(run('make keys KEY=/tmp/svc.key CERT=/tmp/svc.crt')).toMatchObject({
    code: 0,
    out: 'openssl req -x509 -nodes -days 365 -newkey rsa:2048 -keyout /tmp/svc.key -out /tmp/svc.crt -subj "/CN=nginxsvc/O=nginxsvc"\n',
  });
  expect(run('openssl x509 -in /tmp/svc.crt -noout -subject').out).toBe(
    'subject=CN = nginxsvc, O = nginxsvc\n',
  );
});

test('a Secret takes only a key and a certificate that belong together', () => {
  run(
    'openssl req -x509 -nodes -days 365 -newkey rsa:2048 -keyout /tmp/nginx.key -out /tmp/nginx.crt -subj "/CN=my-nginx/O=my-nginx"',
  );
  const create = 'kubectl create secret tls nginxsecret --key /tmp/nginx.key --cert';
  expect(run(`${create} /tmp/svc.crt`).err).toBe('error: tls: private key does not match public key\n');
  expect(run(`${create} /tmp/nginx.crt`).out).toBe('secret/nginxsecret created\n');
});

test('a Pod waits for its ConfigMap and starts by itself', () => {
  run('kubectl create -f nginx-secure-app.yaml; sleep 20');
  expect(run('kubectl get pods').out).toContain('0/1     ContainerCreating');
  expect(run('kubectl get events').out).toContain(
    'MountVolume.SetUp failed for volume "configmap-volume" : configmap "nginxconfigmap" not found\n',
  );
  run('kubectl create configmap nginxconfigmap --from-file=default.conf; sleep 130');
  expect(run('kubectl get pods').out).toMatch(/my-nginx-\S+ +1\/1 +Running/);
});

test('a node speaks HTTPS to the Pod, and learns what it may not trust', () => {
  const pod = run("kubectl get pods -l run=my-nginx -o jsonpath='{.items[0].status.podIP}'").out;
  const ask = (rest: string) => run(`ssh node-ljyd curl -sS ${rest}`);
  expect(ask(`-k https://${pod}`).out).toContain('<title>Welcome to nginx!</title>');
  expect(ask(`https://${pod}`).err).toContain(
    'curl: (60) SSL certificate problem: self-signed certificate\n',
  );
  expect(ask(`https://${pod}:80`).err).toContain('wrong version number');
  expect(ask(`http://${pod}:443`).out).toContain('400 The plain HTTP request was sent to HTTPS port');
});

test('a client with the certificate verifies the name of the Service', () => {
  run('kubectl apply -f curlpod.yaml; sleep 15');
  world.takeTraces();
  expect(run(`${CLIENT} https://my-nginx --cacert /etc/nginx/ssl/tls.crt`).out).toContain(
    'Welcome to nginx!',
  );
  world.gatherTraces();
  const notes = world.takeTraces().flatMap((trace) => trace.notes.filter(({ type }) => type === 'tls'));
  expect(notes).toEqual([{ type: 'tls', established: true, verify: 'ok', serverName: 'my-nginx' }]);
  expect(run(`${CLIENT} https://my-nginx --cacert /etc/nginx/ssl/nginx.crt`)).toMatchObject({
    code: 77,
    err: 'curl: (77) error adding trust anchors from file: /etc/nginx/ssl/nginx.crt\ncommand terminated with exit code 77\n',
  });
  expect(run(`${CLIENT} https://my-nginx.default --cacert /etc/nginx/ssl/tls.crt`).err).toContain(
    "curl: (60) SSL: certificate subject name 'my-nginx' does not match target hostname 'my-nginx.default'\n",
  );
});

test('a changed certificate is served after a restart, and trusted when the copy of the client has followed', () => {
  run(
    'kubectl create secret tls nginxsecret --key /tmp/svc.key --cert /tmp/svc.crt --dry-run=client -o yaml | kubectl apply -f -',
  );
  const served = `${CLIENT} -kv https://my-nginx 2>&1 | grep subject:`;
  expect(run(served).out).toContain('CN=my-nginx;');
  run('kubectl rollout restart deployment my-nginx; sleep 120');
  expect(run(served).out).toContain('CN=nginxsvc;');
  expect(run(`${CLIENT} https://my-nginx --cacert /etc/nginx/ssl/tls.crt`).err).toContain(
    "certificate subject name 'nginxsvc' does not match target hostname 'my-nginx'",
  );
});

test('a Secret with the names of the page keeps nginx from starting', () => {
  run(
    'kubectl delete secret nginxsecret; kubectl create secret generic nginxsecret --from-file=/tmp/nginx.crt --from-file=/tmp/nginx.key; kubectl delete pods -l run=my-nginx; sleep 25',
  );
  expect(run('kubectl logs -l run=my-nginx --tail=1').out).toBe(
    'nginx: [emerg] cannot load certificate "/etc/nginx/ssl/tls.crt": BIO_new_file() failed (SSL: error:80000002:system library::No such file or directory:calling fopen(/etc/nginx/ssl/tls.crt, r) error:10000080:BIO routines::no such file)\n',
  );
  expect(run('kubectl get pods -l run=my-nginx').out).toMatch(/CrashLoopBackOff|Error/);
});

test('a ConfigMap without *.conf leaves nothing that listens', () => {
  run(
    'kubectl delete configmap nginxconfigmap; kubectl create configmap nginxconfigmap --from-file=conf=default.conf; kubectl delete pods -l run=my-nginx; sleep 20',
  );
  expect(run('kubectl get pods -l run=my-nginx').out).toContain('1/1     Running');
  expect(run(`${CLIENT} -k https://my-nginx`).err).toContain(
    'curl: (7) Failed to connect to my-nginx port 443 after 0 ms: Could not connect to server\n',
  );
});
