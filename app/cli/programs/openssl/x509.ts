import { sha1 } from '@noble/hashes/legacy.js';
import {
  certificatePem,
  EXTENSION,
  extensionOf,
  isSignedBy,
  issueCertificate,
  serialBytes,
  type Certificate,
  type Extension,
} from '../../../base/crypto/certificate.ts';
import { isMatch, matchHost } from '../../../base/crypto/host-name.ts';
import { publicKeyPem } from '../../../base/crypto/rsa.ts';
import { sha256 } from '../../../base/crypto/sha256.ts';
import type { Process, Sys } from '../../../linux/process/program.ts';
import type { Arguments, Grammar } from './arguments.ts';
import { makeExtension } from './extensions.ts';
import { sayFaults, VALUES_MISMATCH } from './faults.ts';
import { canWrite, loadCertificate, loadKey, loadRequest, put } from './files.ts';
import { randomSerial } from './generate.ts';
import { oneLine, rfc2253 } from './names.ts';
import { certificateText, extensionLines, hex, timeText } from './print-certificate.ts';
import { EXTENSION_TITLES } from './extension-names.data.ts';

/** What `openssl x509` understands. */
export const X509: Grammar = {
  flags:
    'text noout subject issuer dates startdate enddate serial fingerprint modulus pubkey req CAcreateserial',
  values:
    'in out ext checkhost checkip CA CAkey signkey key extfile set_serial inform outform nameopt copy_extensions',
  numbers: 'checkend days',
  others:
    'hash subject_hash issuer_hash ocspid ocsp_uri email checkemail purpose alias trustout addtrust addreject ' +
    'setalias x509toreq new subj force_pubkey extensions CAserial certopt dateopt passin preserve_dates clrext ' +
    'badsig keyform CAform sigopt',
  unknown: 'option or message digest',
};

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 30;

/** Shows certificates, and signs requests. */
export function* x509(p: Process, args: Arguments): Sys<number> {
  const certificate = args.has('req')
    ? yield* signRequest(p, args)
    : yield* loadCertificate(p, args.value('in'));
  if (!certificate) return 1;
  const out = args.value('out');
  if (!(yield* canWrite(p, args, out, false))) return 1;
  const now = p.epoch + p.now();
  let text = '';
  let status = 0;
  for (const { name, value } of args.given) {
    if (name === 'checkend') {
      const expires = certificate.notAfter < now + Number(value) * 1000;
      text += `Certificate will ${expires ? '' : 'not '}expire\n`;
      if (expires) status = 1;
    } else if (name === 'ext') {
      const lines = chosenExtensions(certificate, value);
      if (lines === '') yield* p.warn('No extensions in certificate\n');
      text += lines;
    } else text += shown(certificate, name, value, args);
  }
  if (!args.has('noout')) {
    const isBinary = args.value('outform')?.toUpperCase() === 'DER';
    yield* put(p, out, isBinary ? certificate.der : text + certificatePem(certificate));
  } else yield* put(p, out, text);
  return status;
}

function shown(certificate: Certificate, name: string, value: string, args: Arguments): string {
  const { subject, issuer, notBefore, notAfter, serial, publicKey } = certificate;
  const nameText = args.value('nameopt')?.toUpperCase() === 'RFC2253' ? rfc2253 : oneLine;
  switch (name) {
    case 'text':
      return certificateText(certificate);
    case 'subject':
      return `subject=${nameText(subject)}\n`;
    case 'issuer':
      return `issuer=${nameText(issuer)}\n`;
    case 'dates':
      return `notBefore=${timeText(notBefore)}\nnotAfter=${timeText(notAfter)}\n`;
    case 'startdate':
      return `notBefore=${timeText(notBefore)}\n`;
    case 'enddate':
      return `notAfter=${timeText(notAfter)}\n`;
    case 'serial':
      return `serial=${hex(serialBytes(serial), '').toUpperCase()}\n`;
    case 'fingerprint':
      return args.has('sha256')
        ? `sha256 Fingerprint=${hex(sha256(certificate.der), ':').toUpperCase()}\n`
        : `SHA1 Fingerprint=${hex(sha1(certificate.der), ':').toUpperCase()}\n`;
    case 'modulus':
      return `Modulus=${(publicKey?.n ?? 0n).toString(16).toUpperCase()}\n`;
    case 'pubkey':
      return publicKey ? publicKeyPem(publicKey) : '';
    case 'checkhost':
      return `Hostname ${value} does ${isMatch(matchHost(certificate, value)) ? '' : 'NOT '}match certificate\n`;
    case 'checkip':
      return `IP ${value} does ${matchHost(certificate, value).type === 'alternative' ? '' : 'NOT '}match certificate\n`;
    default:
      return '';
  }
}

/** The extensions that are asked for by name, in the order of the certificate. */
function chosenExtensions(certificate: Certificate, names: string): string {
  const known: Readonly<Record<string, string>> = { ...EXTENSION, extendedKeyUsage: EXTENSION.extKeyUsage };
  const wanted = names.split(',').map((name) => known[name.trim()]);
  return certificate.extensions
    .filter(
      ({ oid }) =>
        wanted.includes(oid) && EXTENSION_TITLES[oid] !== undefined && extensionOf(certificate, oid),
    )
    .flatMap((extension) => extensionLines(extension, certificate, ''))
    .map((line) => `${line}\n`)
    .join('');
}

/** What a request asks for, signed by its own key (-signkey) or by an authority (-CA, -CAkey). */
function* signRequest(p: Process, args: Arguments): Sys<Certificate | undefined> {
  const request = yield* loadRequest(p, args.value('in'), 'certificate request input');
  if (!request?.publicKey) return undefined;
  const holds = isSignedBy(request, request.publicKey);
  yield* p.warn(`Certificate request self-signature ${holds ? 'ok' : 'did not match the contents'}\n`);
  if (!holds) return undefined;
  yield* p.warn(`subject=${oneLine(request.subject)}\n`);
  const own = args.value('signkey') ?? args.value('key');
  const authority =
    own === undefined ? yield* loadCertificate(p, args.value('CA'), 'CA certificate') : undefined;
  if (own === undefined && !authority) return undefined;
  const key = yield* loadKey(
    p,
    own ?? args.value('CAkey') ?? args.value('CA'),
    own === undefined ? 'CA private key' : 'private key',
  );
  if (!key) return undefined;
  if (authority && authority.publicKey?.n !== key.n) {
    yield* p.warn('CA certificate and CA private key do not match\n');
    yield* sayFaults(p, [VALUES_MISMATCH]);
    return undefined;
  }
  const extensions = yield* fileExtensions(p, args, { subject: request.publicKey, issuer: key });
  if (!extensions) return undefined;
  const copies = args.value('copy_extensions');
  const copied = copies === 'copy' || copies === 'copyall' ? request.extensions : [];
  const now = Math.floor((p.epoch + p.now()) / 1000) * 1000;
  const serial = args.value('set_serial');
  return issueCertificate(
    {
      serial: serial === undefined ? randomSerial(p) : BigInt(serial),
      issuer: authority?.subject ?? request.subject,
      subject: request.subject,
      notBefore: now,
      notAfter: now + Number(args.value('days') ?? DEFAULT_DAYS) * DAY_MS,
      publicKey: request.publicKey,
      extensions: [...copied.filter(({ oid }) => extensions.every((one) => one.oid !== oid)), ...extensions],
    },
    key,
  );
}

/** The lines `name = value` at the beginning of an extension file. */
function* fileExtensions(
  p: Process,
  args: Arguments,
  keys: Parameters<typeof makeExtension>[2],
): Sys<readonly Extension[] | undefined> {
  const path = args.value('extfile');
  if (path === undefined) return [];
  const read = yield* p.readFile(path);
  const text = read.ok ? Array.from(read.value, (byte) => String.fromCharCode(byte)).join('') : undefined;
  if (text === undefined || /^\s*\[/m.test(text)) {
    yield* p.warn(
      text === undefined
        ? `Can't open "${path}" for reading, No such file or directory\n`
        : 'lintas: sections in an extension file are not simulated\n',
    );
    return undefined;
  }
  const extensions: Extension[] = [];
  for (const line of text.split('\n')) {
    const [, name, value = ''] = /^\s*([^#=\s]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    const made = name === undefined ? undefined : makeExtension(name, value, keys);
    if (made?.ok === true) extensions.push(made.value);
    else if (made) {
      if ('refused' in made.error) yield* p.warn(`lintas: ${made.error.refused} is not simulated\n`);
      else yield* sayFaults(p, made.error);
      return undefined;
    }
  }
  return extensions;
}
