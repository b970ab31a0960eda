import { encodeBase64 } from '../../../base/base64.ts';
import { certificatesOf } from '../../../base/crypto/certificate.ts';
import { readPrivateKey } from '../../../base/crypto/rsa.ts';
import { bad, good, type Result } from '../../../base/result.ts';
import { encodeUtf8 } from '../../../base/utf8.ts';
import type { Command } from '../command.ts';
import { failed } from '../failure.ts';
import { byCodePoint, goJson } from '../go/json.ts';
import type { Invocation } from '../invocation.ts';
import { configMapData, DATA_FLAGS, dataOf, secretData } from './data.ts';
import { generatorCommand } from './generator.ts';

/** `kubectl create configmap`: keys and values from files, env files and literals. */
export const createConfigMap: Command = generatorCommand({
  name: 'configmap',
  aliases: ['cm'],
  short: 'Create a config map from a local file, directory or literal value',
  examples: [
    '# From a file, whose name becomes the key',
    'kubectl create configmap nginxconfigmap --from-file=default.conf',
    '',
    '# From literal values',
    'kubectl create configmap settings --from-literal=mode=fast --from-literal=size=5',
  ],
  use: 'NAME [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none] [options]',
  flags: DATA_FLAGS,
  refusal: 'failed to create configmap: ',
  *build(k, name) {
    const data = dataOf(k);
    if (!data.ok) return data;
    return good({ kind: 'ConfigMap', apiVersion: 'v1', metadata: { name }, ...configMapData(data.value) });
  },
});

const createGenericSecret: Command = generatorCommand({
  name: 'generic',
  short: 'Create a secret from a local file, directory, or literal value',
  examples: [
    '# From literal values',
    "kubectl create secret generic login --from-literal=user=admin --from-literal=password='s3cr3t!'",
  ],
  use: 'NAME [--type=string] [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none] [options]',
  flags: [...DATA_FLAGS, { name: 'type', kind: 'string', usage: 'Type of the Secret.' }],
  refusal: 'failed to create secret ',
  *build(k, name) {
    const data = dataOf(k);
    if (!data.ok) return data;
    const type = k.flags.text('type');
    return good({
      kind: 'Secret',
      apiVersion: 'v1',
      metadata: { name },
      ...(data.value.size > 0 ? { data: secretData(data.value) } : {}),
      ...(type === '' ? {} : { type }),
    });
  },
});

const createTlsSecret: Command = generatorCommand({
  name: 'tls',
  short: 'Create a TLS secret',
  examples: [
    '# From a pair of files',
    'kubectl create secret tls nginxsecret --key nginx.key --cert nginx.crt',
  ],
  use: 'NAME --cert=path/to/cert/file --key=path/to/key/file [--dry-run=server|client|none] [options]',
  flags: [
    { name: 'cert', kind: 'string', usage: 'PEM file of the certificate.', offers: 'files' },
    { name: 'key', kind: 'string', usage: 'PEM file of its private key.', offers: 'files' },
    { name: 'append-hash', kind: 'bool', usage: 'Put a hash of the content behind the name.' },
  ],
  refusal: 'failed to create secret ',
  *build(k, name) {
    if (k.flags.text('key') === '' || k.flags.text('cert') === '')
      return failed('key and cert must be specified');
    const certificate = readPem(k, k.flags.text('cert'));
    if (!certificate.ok) return failed(certificate.error);
    const key = readPem(k, k.flags.text('key'));
    if (!key.ok) return failed(key.error);
    const complaint = keyPairComplaint(certificate.value, key.value);
    if (complaint !== undefined) return failed(complaint);
    return good({
      kind: 'Secret',
      apiVersion: 'v1',
      metadata: { name },
      data: {
        'tls.crt': encodeBase64(encodeUtf8(certificate.value)),
        'tls.key': encodeBase64(encodeUtf8(key.value)),
      },
      type: 'kubernetes.io/tls',
    });
  },
});

function readPem(k: Invocation, path: string): Result<string> {
  const text = k.p.fs.readText(path);
  return text.ok ? text : bad(`Cannot read file ${path}, open ${path}: no such file or directory`);
}

/** @upstream crypto/tls X509KeyPair */
function keyPairComplaint(certificate: string, key: string): string | undefined {
  const [certTypes, keyTypes] = [pemTypes(certificate), pemTypes(key)];
  const isKey = (type: string): boolean => type === 'PRIVATE KEY' || type.endsWith(' PRIVATE KEY');
  if (!certTypes.includes('CERTIFICATE')) {
    if (certTypes.length === 0) return 'tls: failed to find any PEM data in certificate input';
    if (certTypes.length === 1 && certTypes.some(isKey)) {
      return 'tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched';
    }
    return `tls: failed to find "CERTIFICATE" PEM block in certificate input after skipping PEM blocks of the following types: [${certTypes.join(' ')}]`;
  }
  if (keyTypes.some(isKey)) return pairComplaint(certificate, key);
  if (keyTypes.length === 0) return 'tls: failed to find any PEM data in key input';
  if (keyTypes.length === 1 && keyTypes[0] === 'CERTIFICATE') {
    return 'tls: found a certificate rather than a key in the PEM for the private key';
  }
  return `tls: failed to find PEM block with type ending in "PRIVATE KEY" in key input after skipping PEM blocks of the following types: [${keyTypes.join(' ')}]`;
}

/** What Go says of a certificate and a key that were both found; kinds of keys other than RSA are left to the server. */
function pairComplaint(certificate: string, key: string): string | undefined {
  const [leaf] = certificatesOf(certificate);
  if (!leaf) return 'x509: malformed certificate';
  const read = readPrivateKey(key);
  if (!read.ok) return read.error === 'none' ? 'tls: failed to parse private key' : undefined;
  if (!leaf.publicKey) return 'tls: private key type does not match public key type';
  return leaf.publicKey.n === read.value.n ? undefined : 'tls: private key does not match public key';
}

function pemTypes(text: string): readonly string[] {
  return [...text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----\n[\s\S]*?-----END \1-----/g)].map(
    (found) => found[1] ?? '',
  );
}

const createDockerSecret: Command = generatorCommand({
  name: 'docker-registry',
  short: 'Create a secret for use with a Docker registry',
  examples: [
    '# For a private registry',
    'kubectl create secret docker-registry pull --docker-server=registry.example.com --docker-username=me --docker-password=secret',
  ],
  use: 'NAME --docker-username=user --docker-password=password --docker-email=email [--docker-server=string] [--from-file=[key=]source] [--dry-run=server|client|none] [options]',
  flags: [
    {
      name: 'docker-server',
      kind: 'string',
      default: 'https://index.docker.io/v1/',
      usage: 'Address of the registry.',
    },
    { name: 'docker-username', kind: 'string', usage: 'Name at the registry.' },
    { name: 'docker-password', kind: 'string', usage: 'Password at the registry.' },
    { name: 'docker-email', kind: 'string', usage: 'Mail address at the registry.' },
    { name: 'from-file', kind: 'list', usage: 'A Docker configuration file instead.', offers: 'files' },
    { name: 'append-hash', kind: 'bool', usage: 'Put a hash of the content behind the name.' },
  ],
  refusal: 'failed to create secret ',
  *build(k, name) {
    const [user, password, email] = ['docker-username', 'docker-password', 'docker-email'].map((flag) =>
      k.flags.text(flag),
    );
    const [file] = k.flags.list('from-file');
    if (file === undefined && (user === '' || password === '')) {
      return failed(
        'either --from-file or the combination of --docker-username, --docker-password and --docker-server is required',
      );
    }
    const auth = encodeBase64(encodeUtf8(`${user ?? ''}:${password ?? ''}`));
    const entry = { username: user, password, ...(email === '' ? {} : { email }), auth };
    const text = goJson({ auths: { [k.flags.text('docker-server')]: entry } }, { keys: 'as they stand' });
    const content =
      file === undefined ? good(encodeUtf8(text)) : k.p.fs.readFile(file.split('=').at(-1) ?? file);
    if (!content.ok) return failed(`error reading ${file ?? ''}: no such file or directory`);
    return good({
      kind: 'Secret',
      apiVersion: 'v1',
      metadata: { name },
      data: { '.dockerconfigjson': encodeBase64(content.value) },
      type: 'kubernetes.io/dockerconfigjson',
    });
  },
});

/** `kubectl create secret TYPE NAME`. */
export const createSecret: Command = {
  name: 'secret',
  short: 'Create a secret using a specified subcommand',
  long: 'Create a secret: docker-registry for pulling images, generic for anything, tls for a certificate with its key.',
  use: '(docker-registry | generic | tls) [options]',
  helpWithout: 'stderr',
  commands: [createDockerSecret, createGenericSecret, createTlsSecret],
};

/** `kubectl create namespace`. */
export const createNamespace: Command = generatorCommand({
  name: 'namespace',
  aliases: ['ns'],
  short: 'Create a namespace with the specified name',
  examples: ['# A namespace called shop', 'kubectl create namespace shop'],
  use: 'NAME [--dry-run=server|client|none] [options]',
  clusterWide: true,
  *build(_k, name) {
    return good({ kind: 'Namespace', apiVersion: 'v1', metadata: { name } });
  },
});

/** `kubectl create serviceaccount`. */
export const createServiceAccount: Command = generatorCommand({
  name: 'serviceaccount',
  aliases: ['sa'],
  short: 'Create a service account with the specified name',
  examples: ['# A service account called robot', 'kubectl create serviceaccount robot'],
  use: 'NAME [--dry-run=server|client|none] [options]',
  refusal: 'failed to create serviceaccount: ',
  *build(_k, name) {
    return good({ kind: 'ServiceAccount', apiVersion: 'v1', metadata: { name } });
  },
});

/** `kubectl create quota`: a ResourceQuota of --hard limits. */
export const createQuota: Command = generatorCommand({
  name: 'quota',
  aliases: ['resourcequota'],
  short: 'Create a quota with the specified name',
  examples: ['# Limits for a namespace', 'kubectl create quota small --hard=cpu=1,memory=1G,pods=2'],
  use: 'NAME [--hard=key1=value1,key2=value2] [--scopes=Scope1,Scope2] [--dry-run=server|client|none] [options]',
  flags: [
    { name: 'hard', kind: 'string', usage: 'Limits as RESOURCE=QUANTITY, separated by commas.' },
    { name: 'scopes', kind: 'string', usage: 'Scopes, separated by commas.' },
  ],
  refusal: 'failed to create quota: ',
  *build(k, name) {
    const hard = k.flags.text('hard');
    const scopes = k.flags
      .text('scopes')
      .split(',')
      .filter((scope) => scope !== '');
    const pairs = hard.split(',').filter((pair) => pair !== '');
    const odd = pairs.find((pair) => pair.split('=').length !== 2);
    if (odd !== undefined) return failed(`invalid argument syntax ${odd}, expected <resource>=<value>`);
    const entries = pairs.map((pair): [string, string] => [
      pair.split('=')[0] ?? '',
      pair.split('=')[1] ?? '',
    ]);
    const sorted = Object.fromEntries(entries.toSorted(([a], [b]) => byCodePoint(a, b)));
    return good({
      kind: 'ResourceQuota',
      apiVersion: 'v1',
      metadata: { name },
      spec: { ...(pairs.length > 0 ? { hard: sorted } : {}), ...(scopes.length > 0 ? { scopes } : {}) },
    });
  },
});
