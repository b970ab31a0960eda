import {
  certificatesOf,
  readCertificate,
  readRequest,
  type Certificate,
  type CertificateRequest,
} from '../../../base/crypto/certificate.ts';
import { readPem } from '../../../base/crypto/pem.ts';
import { readPrivateKey, type RsaPrivateKey } from '../../../base/crypto/rsa.ts';
import { decodeUtf8 } from '../../../base/utf8.ts';
import { STDIN, STDOUT } from '../../../linux/names.ts';
import type { Process, Sys } from '../../../linux/process/program.ts';
import { strerror } from '../../tool/errno.ts';
import type { Arguments } from './arguments.ts';
import {
  LOAD_FAILED,
  NO_CERTIFICATES,
  NO_REQUEST,
  openFaults,
  sayFaults,
  storeFaults,
  UNSUPPORTED,
} from './faults.ts';

const KEY_MODE = 0o600;

/** The bytes of a file, or of standard input without one; undefined after the complaint that it cannot be opened. */
function* load(p: Process, path: string | undefined, what: string): Sys<Uint8Array | undefined> {
  if (path === undefined) return Uint8Array.from(yield* p.readAll(STDIN), (char) => char.charCodeAt(0));
  const read = yield* p.readFile(path);
  if (read.ok) return read.value;
  if (read.error === 'EISDIR') return new Uint8Array();
  yield* p.warn(`Could not open file or uri for loading ${what} from ${path}\n`);
  yield* sayFaults(p, storeFaults(path, strerror(read.error)));
  return undefined;
}

/** Says that a file does not hold what was looked for; a stack follows when it holds something else. */
function* notThere(p: Process, path: string | undefined, what: string, bytes: Uint8Array): Sys<void> {
  yield* p.warn(`Could not read ${what} from ${path ?? '<stdin>'}\n`);
  const isOther = readPem(decodeUtf8(bytes)).some(({ label }) => label.endsWith('PRIVATE KEY'));
  if (isOther) yield* sayFaults(p, [UNSUPPORTED]);
}

/** Reads a certificate in PEM or DER; undefined after the complaints. */
export function* loadCertificate(
  p: Process,
  path: string | undefined,
  what = 'certificate',
): Sys<Certificate | undefined> {
  const bytes = yield* load(p, path, what);
  if (bytes) {
    const [first] = certificatesOf(decodeUtf8(bytes));
    if (first) return first;
    const binary = readCertificate(bytes);
    if (binary.ok) return binary.value;
    yield* notThere(p, path, what, bytes);
  }
  yield* p.warn(`Unable to load ${what}\n`);
  return undefined;
}

/** Reads a private key; undefined after the complaints. */
export function* loadKey(
  p: Process,
  path: string | undefined,
  what = 'private key',
): Sys<RsaPrivateKey | undefined> {
  const bytes = yield* load(p, path, what);
  if (!bytes) return undefined;
  const key = readPrivateKey(decodeUtf8(bytes));
  if (key.ok) return key.value;
  if (key.error === 'none') yield* notThere(p, path, what, bytes);
  else if (key.error === 'encrypted') yield* p.warn('lintas: keys behind a pass phrase are not simulated\n');
  else yield* p.warn('lintas: keys other than RSA are not simulated\n');
  return undefined;
}

/** Reads a request for a certificate; undefined after the complaints. */
export function* loadRequest(
  p: Process,
  path: string | undefined,
  what = 'X509 request',
): Sys<CertificateRequest | undefined> {
  const read = path === undefined ? undefined : yield* p.readFile(path);
  if (path !== undefined && read?.ok === false) {
    yield* p.warn(`Can't open "${path}" for reading, ${strerror(read.error)}\n`);
    yield* sayFaults(p, openFaults(path, 'r', read.error, strerror(read.error)));
    yield* p.warn(`Unable to load ${what}\n`);
    return undefined;
  }
  const text = read?.ok === true ? decodeUtf8(read.value) : yield* p.readAll(STDIN);
  const block = readPem(text).find(({ label }) => /^(?:NEW )?CERTIFICATE REQUEST$/.test(label));
  const request = block && readRequest(block.bytes);
  if (request?.ok === true) return request.value;
  yield* p.warn(`Unable to load ${what}\n`);
  yield* sayFaults(p, [NO_REQUEST]);
  return undefined;
}

/** Reads all certificates of a file of trusted ones; undefined after the complaints. */
export function* loadAnchors(p: Process, path: string): Sys<readonly Certificate[] | undefined> {
  const read = yield* p.readFile(path);
  const found = read.ok ? certificatesOf(decodeUtf8(read.value)) : [];
  if (found.length > 0) return found;
  yield* p.warn(`Error loading file ${path}\n`);
  if (read.ok) yield* sayFaults(p, [NO_CERTIFICATES]);
  else yield* sayFaults(p, [...openFaults(path, 'r', read.error, strerror(read.error)), LOAD_FAILED]);
  return undefined;
}

/** Whether an output can be written; says so as the command does if not. The file is emptied, as openssl does it. */
export function* canWrite(
  p: Process,
  args: Arguments,
  path: string | undefined,
  isKey: boolean,
): Sys<boolean> {
  if (path === undefined) return true;
  const written = p.fs.writeFile(path, '', isKey ? { mode: KEY_MODE } : {});
  if (written.ok) return true;
  const text = strerror(written.error);
  if (isKey) yield* p.warn(`${args.command}: Can't open "${path}" for writing, ${text}\n`);
  else {
    yield* p.warn(`Can't open "${path}" for writing, ${text}\n`);
    yield* sayFaults(p, openFaults(path, 'w', written.error, text));
  }
  return false;
}

/** Writes to a file, or to standard output without one. */
export function* put(p: Process, path: string | undefined, data: Uint8Array | string): Sys<void> {
  if (path === undefined) yield* p.write(STDOUT, data);
  else p.fs.writeFile(path, data);
}
