import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Random } from '../random.ts';
import {
  certificatePem,
  certificatesOf,
  EXTENSION,
  isSignedBy,
  issueCertificate,
  keyIdentifier,
  serialFrom,
  type Certificate,
  type Extension,
} from './certificate.ts';
import { primitive, sequence, TAG, tagged, writeDer } from './der.ts';
import { matchHost } from './host-name.ts';
import { generateRsa } from './rsa-generation.ts';
import { privateKeyPem, readPrivateKey, traditionalKeyPem, type RsaPrivateKey } from './rsa.ts';
import { verifyChain } from './verify-chain.ts';

const DAY_MS = 86_400_000;
const NOW = Date.parse('2026-11-24T14:20:00Z');
const NAME = [
  { type: 'CN', value: 'my-nginx' },
  { type: 'O', value: 'my-nginx' },
];

let key: RsaPrivateKey;
let other: RsaPrivateKey;

beforeAll(() => {
  key = generated('one');
  other = generated('two');
});

describe('an RSA key', () => {
  test('is the same again from the same seed', () => {
    expect(privateKeyPem(generated('one'))).toBe(privateKeyPem(key));
    expect(other.n).not.toBe(key.n);
  });

  test('has the length that was asked for and comes back from its file, in both forms', () => {
    expect(key.n.toString(2)).toHaveLength(2048);
    expect(readPrivateKey(privateKeyPem(key))).toEqual({ ok: true, value: key });
    expect(readPrivateKey(traditionalKeyPem(key))).toEqual({ ok: true, value: key });
    expect(privateKeyPem(key).length).toBeGreaterThanOrEqual(1700);
  });

  test('is searched in steps that OpenSSL would show as progress', () => {
    const steps = [...generateRsa(new Random(7, 'one'), 2048)].join('');
    expect(steps).toMatch(/^(?:(?:[.+]*\.\+{65}\*){2}[.+]*\.\+{65}\n){2}$/);
  });

  test.each([
    ['', 'none'],
    ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n', 'none'],
    ['-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n', 'encrypted'],
  ])('is not found in %j', (text, error) => {
    expect(readPrivateKey(text)).toEqual({ ok: false, error });
  });
});

describe('a certificate', () => {
  test('says after reading what it was made to say', () => {
    const made = selfSigned(key);
    const [read] = certificatesOf(certificatePem(made));
    expect(read).toEqual(made);
    expect(certificatePem(made)).toHaveLength(1164);
    expect(read && isSignedBy(read, key)).toBe(true);
    expect(read && isSignedBy(read, other)).toBe(false);
  });

  test('is trusted when it is itself an anchor, and for its days only', () => {
    const made = selfSigned(key);
    const trust = { anchors: [made], others: [], now: NOW };
    expect(verifyChain(made, trust)).toBeUndefined();
    expect(verifyChain(made, { ...trust, anchors: [] })?.code).toBe(18);
    expect(verifyChain(made, { ...trust, anchors: [selfSigned(other)] })?.code).toBe(18);
    expect(verifyChain(made, { ...trust, now: NOW + 366 * DAY_MS })?.code).toBe(10);
    expect(verifyChain(made, { ...trust, now: NOW - DAY_MS })?.code).toBe(9);
  });

  test('is trusted through its issuer', () => {
    const authority = selfSigned(key, [{ type: 'CN', value: 'ca' }]);
    const leaf = issued(authority, key);
    const trust = { anchors: [authority], others: [], now: NOW };
    expect(verifyChain(leaf, trust)).toBeUndefined();
    expect(verifyChain(leaf, { ...trust, anchors: [] })?.code).toBe(20);
    expect(verifyChain(leaf, { ...trust, anchors: [], others: [authority] })).toMatchObject({
      code: 19,
      depth: 1,
    });
    expect(verifyChain(issued(authority, other), trust)).toMatchObject({ code: 7, depth: 0 });
  });

  test.each([
    ['my-nginx', undefined, 'common'],
    ['MY-NGINX', undefined, 'common'],
    ['10.244.3.5', undefined, 'no-common'],
    ['my-nginx', ['my-nginx'], 'alternative'],
    ['my-nginx', ['other'], 'no-alternative'],
    ['a.example.org', ['*.example.org'], 'alternative'],
    ['a.b.example.org', ['*.example.org'], 'no-alternative'],
    ['my-nginx', ['*'], 'no-alternative'],
  ])('for %s with the alternative names %j: %s', (host, names, type) => {
    const extensions = names ? [alternative(names)] : [];
    expect(matchHost(selfSigned(key, NAME, extensions), host).type).toBe(type);
  });
});

const HAS_OPENSSL = spawnSync('openssl', ['version']).status === 0;
if (!HAS_OPENSSL)
  console.warn('openssl is not installed: its judgement of our keys and certificates is not asked');

describe.skipIf(!HAS_OPENSSL)('the real openssl', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'certificates-'));
    writeFileSync(join(folder, 'a.key'), privateKeyPem(key));
    writeFileSync(join(folder, 'a.crt'), certificatePem(selfSigned(key, NAME, [alternative(['my-nginx'])])));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const openssl = (...args: string[]): string =>
    execFileSync('openssl', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

  test('accepts the key', () => {
    expect(openssl('rsa', '-in', 'a.key', '-check', '-noout')).toBe('RSA key ok\n');
  });

  test('accepts the certificate and finds in it what was meant', () => {
    const made = new Date(NOW).toISOString();
    expect(openssl('verify', '-CAfile', 'a.crt', '-attime', String(NOW / 1000 + 60), 'a.crt')).toBe(
      'a.crt: OK\n',
    );
    expect(openssl('x509', '-in', 'a.crt', '-noout', '-subject', '-startdate', '-dateopt', 'iso_8601')).toBe(
      `subject=CN = my-nginx, O = my-nginx\nnotBefore=${made.slice(0, 10)} ${made.slice(11, 19)}Z\n`,
    );
    expect(openssl('x509', '-in', 'a.crt', '-noout', '-ext', 'subjectAltName')).toContain('DNS:my-nginx\n');
    expect(openssl('x509', '-in', 'a.crt', '-noout', '-modulus')).toBe(
      openssl('rsa', '-in', 'a.key', '-noout', '-modulus'),
    );
  });

  test('makes certificates that are read and trusted here', () => {
    openssl(
      'req',
      '-x509',
      '-nodes',
      '-newkey',
      'rsa:2048',
      '-keyout',
      'b.key',
      '-out',
      'b.crt',
      '-subj',
      '/CN=real',
    );
    const [real] = certificatesOf(readFileSync(join(folder, 'b.crt'), 'utf8'));
    const realKey = readPrivateKey(readFileSync(join(folder, 'b.key'), 'utf8'));
    expect(real && realKey.ok && isSignedBy(real, realKey.value)).toBe(true);
    expect(real && verifyChain(real, { anchors: [real], others: [], now: real.notBefore })).toBeUndefined();
  });
});

function generated(stream: string): RsaPrivateKey {
  const search = generateRsa(new Random(7, stream), 2048);
  for (;;) {
    const step = search.next();
    if (step.done === true) return step.value;
  }
}

function selfSigned(owner: RsaPrivateKey, name = NAME, extra: readonly Extension[] = []): Certificate {
  const id = keyIdentifier(owner);
  return issueCertificate(
    {
      serial: serialFrom(Uint8Array.from({ length: 20 }, (_, at) => at + 200)),
      issuer: name,
      subject: name,
      notBefore: NOW,
      notAfter: NOW + 365 * DAY_MS,
      publicKey: { n: owner.n, e: owner.e },
      extensions: [
        {
          oid: EXTENSION.subjectKeyIdentifier,
          critical: false,
          value: writeDer(primitive(TAG.octetString, id)),
        },
        {
          oid: EXTENSION.authorityKeyIdentifier,
          critical: false,
          value: writeDer(sequence([tagged(0, id)])),
        },
        {
          oid: EXTENSION.basicConstraints,
          critical: true,
          value: writeDer(sequence([primitive(TAG.boolean, Uint8Array.of(255))])),
        },
        ...extra,
      ],
    },
    owner,
  );
}

function issued(authority: Certificate, signer: RsaPrivateKey): Certificate {
  return issueCertificate(
    {
      serial: 1n,
      issuer: authority.subject,
      subject: NAME,
      notBefore: NOW,
      notAfter: NOW + DAY_MS,
      publicKey: { n: other.n, e: other.e },
      extensions: [],
    },
    signer,
  );
}

function alternative(names: readonly string[]): Extension {
  const value = writeDer(sequence(names.map((name) => tagged(2, new TextEncoder().encode(name)))));
  return { oid: EXTENSION.subjectAltName, critical: false, value };
}
