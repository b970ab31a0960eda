import { generateRsa } from '../../../base/crypto/rsa-generation.ts';
import type { RsaPrivateKey } from '../../../base/crypto/rsa.ts';
import { serialFrom } from '../../../base/crypto/certificate.ts';
import type { Process, Sys } from '../../../linux/process/program.ts';

/** Where the chance of keys and serial numbers comes from. */
const STREAM = 'openssl';
/** OpenSSL refuses to make keys shorter than this. */
export const SHORTEST_KEY = 512;

/** Makes a key, with the marks of its progress on standard error if they are wanted. Other processes have their turns meanwhile. */
export function* makeKey(p: Process, bits: number, shows: boolean): Sys<RsaPrivateKey> {
  const search = generateRsa(p.random(STREAM), bits);
  let marks = '';
  for (;;) {
    const step = search.next();
    if (step.done === true) return step.value;
    marks += step.value;
    if (step.value === '.') continue;
    if (shows) yield* p.warn(marks);
    marks = '';
    yield* p.breathe();
  }
}

/** A serial number of 20 bytes. */
export function randomSerial(p: Process): bigint {
  return serialFrom(randomBytes(p, 20));
}

/** So many bytes of chance. */
export function randomBytes(p: Process, count: number): Uint8Array {
  const random = p.random(STREAM);
  return Uint8Array.from({ length: count }, () => random.bits() & 255);
}
