import {
  privateKeyPem,
  publicKeyPem,
  traditionalKeyPem,
  type RsaPrivateKey,
} from '../../../base/crypto/rsa.ts';
import type { Process, Sys } from '../../../linux/process/program.ts';
import type { Arguments, Grammar } from './arguments.ts';
import { KEY_TOO_SMALL, sayFaults } from './faults.ts';
import { canWrite, loadKey, put } from './files.ts';
import { makeKey, SHORTEST_KEY } from './generate.ts';
import { numberLines } from './print-certificate.ts';

const OTHERS = 'passin passout inform outform pubin RSAPublicKey_in RSAPublicKey_out pvk-strong';

/** What `openssl rsa` understands. */
export const RSA: Grammar = {
  flags: 'check noout modulus text pubout traditional',
  values: 'in out',
  others: OTHERS,
  unknown: 'cipher',
};

/** What `openssl pkey` understands. */
export const PKEY: Grammar = {
  flags: 'check noout text pubout traditional',
  values: 'in out',
  others: `${OTHERS} pubcheck text_pub ec_conv_form ec_param_enc`,
  unknown: 'cipher',
};

/** Shows, checks and converts a private key; `rsa` says that it writes, `pkey` does not. */
export function* rsa(p: Process, args: Arguments): Sys<number> {
  const key = yield* loadKey(p, args.value('in'), args.command === 'pkey' ? 'key' : 'private key');
  if (!key) return 1;
  const out = args.value('out');
  if (!(yield* canWrite(p, args, out, true))) return 1;
  let text = '';
  if (args.has('text')) text += `${keyLines(key).join('\n')}\n`;
  if (args.has('modulus')) text += `Modulus=${key.n.toString(16).toUpperCase()}\n`;
  if (args.has('check')) {
    const holds = isSound(key);
    if (args.command === 'pkey') text += holds ? 'Key is valid\n' : 'Key is invalid\n';
    else text += holds ? 'RSA key ok\n' : 'RSA key not ok\n';
  }
  if (!args.has('noout')) {
    if (args.command === 'rsa') yield* p.warn('writing RSA key\n');
    if (args.has('pubout')) text += publicKeyPem(key);
    else text += args.has('traditional') ? traditionalKeyPem(key) : privateKeyPem(key);
  }
  yield* put(p, out, text);
  return 0;
}

/** Whether the numbers of a key belong together. */
function isSound({ n, e, d, p, q, dP, dQ, qInv }: RsaPrivateKey): boolean {
  return (
    p * q === n &&
    (d * e) % (p - 1n) === 1n &&
    (d * e) % (q - 1n) === 1n &&
    d % (p - 1n) === dP &&
    d % (q - 1n) === dQ &&
    (qInv * q) % p === 1n
  );
}

function keyLines({ n, e, d, p, q, dP, dQ, qInv }: RsaPrivateKey): readonly string[] {
  return [
    `Private-Key: (${n.toString(2).length} bit, 2 primes)`,
    ...numberLines('modulus', n, ''),
    ...numberLines('publicExponent', e, ''),
    ...numberLines('privateExponent', d, ''),
    ...numberLines('prime1', p, ''),
    ...numberLines('prime2', q, ''),
    ...numberLines('exponent1', dP, ''),
    ...numberLines('exponent2', dQ, ''),
    ...numberLines('coefficient', qInv, ''),
  ];
}

/** What `openssl genrsa` understands. */
export const GENRSA: Grammar = {
  flags: 'verbose traditional 3 F4 f4',
  values: 'out',
  others: 'passout primes rand writerand aes128 aes256 des3',
  unknown: 'cipher',
  operands: true,
};

/** Makes a private key. */
export function* genrsa(p: Process, args: Arguments): Sys<number> {
  const [size = '2048', extra] = args.operands;
  if (!/^\d+$/.test(size) || extra !== undefined) {
    yield* p.warn(
      extra === undefined
        ? `genrsa: Can't parse "${size}" as a number\n`
        : 'Extra arguments given.\ngenrsa: Use -help for summary.\n',
    );
    return 1;
  }
  const out = args.value('out');
  if (!(yield* canWrite(p, args, out, true))) return 1;
  if (args.has('verbose')) yield* p.warn(`Generating RSA key with ${size} bits\n`);
  if (Number(size) < SHORTEST_KEY) {
    yield* p.warn('Error setting RSA length\n');
    yield* sayFaults(p, [KEY_TOO_SMALL]);
    return 1;
  }
  const key = yield* makeKey(p, Number(size), args.has('verbose'));
  if (args.has('verbose')) yield* p.warn('e is 65537 (0x010001)\n');
  yield* put(p, out, args.has('traditional') ? traditionalKeyPem(key) : privateKeyPem(key));
  return 0;
}
