import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { certificatesOf } from '../../../base/crypto/certificate.ts';
import { testBed } from '../../../linux/process/testing.ts';
import { programs } from '../index.ts';

interface Recorded {
  readonly files: Readonly<Record<string, string>>;
  readonly cases: readonly {
    readonly argv: readonly string[];
    readonly out: string;
    readonly err: string;
    readonly code: number;
  }[];
}

const { files, cases } = JSON.parse(
  readFileSync(new URL('testdata/openssl.json', import.meta.url), 'utf8'),
) as Recorded;
const ROOT = { name: 'root', uid: 0, gid: 0, home: '/home/user' };
const REQ = 'openssl req -x509 -nodes -newkey rsa:2048 -keyout k.key -out k.crt';

describe('openssl prints what the real one prints:', () => {
  it.each(cases.map((one) => [one.argv.slice(1).join(' '), one] as const))('%s', (_, one) => {
    const { out, err, code } = testBed({ programs, files, user: ROOT }).exec(one.argv, { stdin: '' });
    const masked = err.replace(/^[0-9A-F]{16}:/gm, '40xxxxxx7F0000:');
    expect({ out, err: masked, code }).toEqual({ out: one.out, err: one.err, code: one.code });
  });
});

describe('openssl req -x509', () => {
  test('writes a key for its owner alone and a certificate of exactly three extensions', () => {
    const bed = testBed({ programs });
    const made = bed.run(`${REQ} -days 365 -subj "/CN=my-nginx/O=my-nginx"`);
    expect(made).toMatchObject({ code: 0, out: '' });
    expect(made.err).toMatch(/^[.+*]+\n[.+*]+\n-----\n$/);
    expect(bed.run('stat -c "%a %n" k.key k.crt; wc -c < k.crt').out).toBe('600 k.key\n644 k.crt\n1164\n');
    const [certificate] = certificatesOf(bed.run('cat k.crt').out);
    expect(certificate?.extensions.map(({ critical }) => critical)).toEqual([false, false, true]);
    expect(bed.run('openssl verify -CAfile k.crt k.crt; openssl rsa -in k.key -check -noout').out).toBe(
      'k.crt: OK\nRSA key ok\n',
    );
  });

  test('makes the same key and certificate from the same seed, and others from another', () => {
    const made = (seed: number): string =>
      testBed({ programs, seed }).run(`${REQ} -subj /CN=a 2>&1; cat k.key k.crt`).out;
    expect(made(5)).toBe(made(5));
    expect(made(5)).not.toBe(made(6));
  });

  test('writes the alternative names that -addext asks for', () => {
    const bed = testBed({ programs });
    bed.run(
      `${REQ} -subj /CN=my-nginx -addext "subjectAltName=DNS:my-nginx,DNS:my-nginx.default.svc.cluster.local" 2>/dev/null`,
    );
    expect(bed.run('openssl x509 -in k.crt -noout -ext subjectAltName').out).toBe(
      'X509v3 Subject Alternative Name: \n    DNS:my-nginx, DNS:my-nginx.default.svc.cluster.local\n',
    );
  });

  test('searches its key before it finds that it cannot write it', () => {
    const { err, code } = testBed({ programs }).run(
      'openssl req -x509 -nodes -days 365 -newkey rsa:2048 -keyout /d/tmp/nginx.key -out /d/tmp/nginx.crt -subj "/CN=a"',
    );
    expect(code).toBe(1);
    expect(err).toMatch(
      /^[.+*]+\n[.+*]+\nreq: Can't open "\/d\/tmp\/nginx.key" for writing, No such file or directory\n$/,
    );
  });

  test('asks for the name without -subj', () => {
    const bed = testBed({ programs });
    const asked = bed.exec(REQ.split(' '), { stdin: 'ID\n.\n\nx\n\nmy-nginx\n\n' });
    expect(asked.err).toContain(
      'Country Name (2 letter code) [AU]:State or Province Name (full name) [Some-State]:',
    );
    expect(bed.run('openssl x509 -in k.crt -noout -subject').out).toBe(
      'subject=C = ID, O = x, CN = my-nginx\n',
    );
  });

  test('signs requests with an authority of its own', () => {
    const bed = testBed({ programs });
    bed.run(
      `${REQ} -subj /CN=ca 2>/dev/null; openssl genrsa -out s.key; openssl req -new -key s.key -subj /CN=s -out s.csr`,
    );
    const signed = bed.run('openssl x509 -req -in s.csr -CA k.crt -CAkey k.key -CAcreateserial -out s.crt');
    expect(signed).toMatchObject({ code: 0, err: 'Certificate request self-signature ok\nsubject=CN = s\n' });
    expect(bed.run('openssl verify -CAfile k.crt s.crt').out).toBe('s.crt: OK\n');
  });

  test('refuses what is not simulated in one line', () => {
    expect(
      testBed({ programs }).run('openssl req -x509 -newkey rsa:2048 -keyout k -out c -subj /CN=x').err,
    ).toBe('lintas: keys behind a pass phrase are not simulated, use -nodes\n');
    expect(testBed({ programs }).run('openssl speed').err).toBe('lintas: openssl speed is not simulated\n');
  });
});
