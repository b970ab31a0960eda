import {
  certificatePem,
  isSignedBy,
  issueCertificate,
  requestCertificate,
  type CertificateRequest,
  type Extension,
} from '../../../base/crypto/certificate.ts';
import { attributeType, type DistinguishedName } from '../../../base/crypto/distinguished-name.ts';
import { writePem } from '../../../base/crypto/pem.ts';
import { privateKeyPem, type RsaPrivateKey } from '../../../base/crypto/rsa.ts';
import { STDIN } from '../../../linux/names.ts';
import type { Process, Sys } from '../../../linux/process/program.ts';
import type { Arguments, Grammar } from './arguments.ts';
import { makeExtension, standardExtensions } from './extensions.ts';
import { KEY_TOO_SMALL, openFaults, sayFaults } from './faults.ts';
import { canWrite, loadKey, loadRequest, put } from './files.ts';
import { makeKey, randomSerial, SHORTEST_KEY } from './generate.ts';
import { oneLine, parseSubject } from './names.ts';
import { certificateText, requestText } from './print-certificate.ts';
import { DISTINGUISHED_NAME, PROMPT_INTRODUCTION } from './req.data.ts';

/** What `openssl req` understands. */
export const REQ: Grammar = {
  flags: 'x509 new nodes noenc batch text noout verify subject utf8 verbose',
  values: 'newkey keyout out in subj addext key set_serial',
  numbers: 'days',
  others:
    'config section CA CAkey extensions reqexts passin passout inform outform pubkey modulus pkeyopt sigopt vfyopt ' +
    'keyform keygen_engine newhdr precert not_before not_after copy_extensions nameopt reqopt multivalue-rdn rand',
  unknown: 'option or message digest',
};

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 30;
const DEFAULT_BITS = 2048;
const DEFAULT_KEY_FILE = 'privkey.pem';

/** Makes requests and self-signed certificates, with their keys. */
export function* req(p: Process, args: Arguments): Sys<number> {
  const makes = args.has('new') || args.has('newkey') || args.has('x509');
  if (!makes || args.has('in')) return yield* showRequest(p, args);
  const added = checkDuplicates(args.values('addext'));
  if (added !== undefined) {
    yield* p.warn(`Duplicate extension: ${added}\nreq: Use -help for summary.\n`);
    return 1;
  }
  if (args.has('days') && !args.has('x509'))
    yield* p.warn('Ignoring -days without -x509; not generating a certificate\n');
  const key = args.has('key') ? yield* loadKey(p, args.value('key')) : yield* newKey(p, args);
  if (!key) return 1;
  const extensions = yield* extensionsOf(p, args, key);
  if (!extensions) return 1;
  const name = yield* subjectOf(p, args);
  if (!name) return 1;
  return yield* writeResult(p, args, key, name, extensions);
}

function checkDuplicates(added: readonly string[]): string | undefined {
  const name = (text: string): string => (text.split('=')[0] ?? '').trim();
  return added.find(
    (text, at) => !text.includes('=') || added.slice(0, at).some((before) => name(before) === name(text)),
  );
}

function* newKey(p: Process, args: Arguments): Sys<RsaPrivateKey | undefined> {
  const wanted = args.value('newkey') ?? `rsa:${DEFAULT_BITS}`;
  const [algorithm = '', size] = wanted.split(':');
  if (algorithm.toLowerCase() !== 'rsa') {
    yield* p.warn(`lintas: keys of the kind ${algorithm} are not simulated\n`);
    return undefined;
  }
  if (size !== undefined && !/^\d+$/.test(size)) {
    yield* p.warn(`Cannot open parameter file ${size}\n`);
    yield* sayFaults(p, openFaults(size, 'r', 'ENOENT', 'No such file or directory'));
    return undefined;
  }
  const bits = Number(size ?? DEFAULT_BITS);
  if (bits < SHORTEST_KEY) {
    yield* p.warn('Error setting keysize\n');
    yield* sayFaults(p, [KEY_TOO_SMALL]);
    return undefined;
  }
  if (!args.has('nodes') && !args.has('noenc')) {
    yield* p.warn('lintas: keys behind a pass phrase are not simulated, use -nodes\n');
    return undefined;
  }
  const key = yield* makeKey(p, bits, true);
  const file = args.value('keyout') ?? DEFAULT_KEY_FILE;
  if (!(yield* canWrite(p, args, file, true))) return undefined;
  p.fs.writeFile(file, privateKeyPem(key));
  yield* p.warn('-----\n');
  return key;
}

function* extensionsOf(
  p: Process,
  args: Arguments,
  key: RsaPrivateKey,
): Sys<readonly Extension[] | undefined> {
  const keys = { subject: key, issuer: key };
  const added: Extension[] = [];
  for (const text of args.values('addext')) {
    const equals = text.indexOf('=');
    const made = makeExtension(text.slice(0, equals).trim(), text.slice(equals + 1).trim(), keys);
    if (made.ok) {
      added.push(made.value);
      continue;
    }
    if ('refused' in made.error) yield* p.warn(`lintas: ${made.error.refused} is not simulated\n`);
    else {
      yield* p.warn('Error checking extensions defined using -addext\n');
      yield* sayFaults(p, made.error);
    }
    return undefined;
  }
  const standard = args.has('x509') ? standardExtensions(keys) : [];
  return [...standard.filter(({ oid }) => added.every((one) => one.oid !== oid)), ...added];
}

function* subjectOf(p: Process, args: Arguments): Sys<DistinguishedName | undefined> {
  const text = args.value('subj');
  if (text === undefined) return yield* askSubject(p);
  const subject = parseSubject(text);
  if (!subject.ok) {
    yield* p.warn(`req: ${subject.error}\n`);
    return undefined;
  }
  for (const warning of subject.value.warnings) yield* p.warn(`req warning: ${warning}\n`);
  return subject.value.name;
}

/** Asks for each part of the name, as Debian's openssl.cnf words it. */
function* askSubject(p: Process): Sys<DistinguishedName | undefined> {
  yield* p.warn(PROMPT_INTRODUCTION);
  const name: { type: string; value: string }[] = [];
  for (const { type, prompt, preset } of DISTINGUISHED_NAME) {
    yield* p.warn(`${prompt} [${preset}]:`);
    const line = yield* p.readLine(STDIN);
    if (!line) {
      yield* p.warn('Error making certificate request\n');
      return undefined;
    }
    const value = line.text === '' ? preset : line.text;
    if (value !== '' && value !== '.') name.push({ type: attributeType(type) ?? type, value });
  }
  return name;
}

function* writeResult(
  p: Process,
  args: Arguments,
  key: RsaPrivateKey,
  name: DistinguishedName,
  extensions: readonly Extension[],
): Sys<number> {
  const out = args.value('out');
  if (!args.has('x509')) {
    const request = requestCertificate(name, key, extensions);
    if (!(yield* canWrite(p, args, out, false))) return 1;
    yield* put(p, out, writeRequest(args, request));
    return 0;
  }
  const serial = args.value('set_serial');
  // Certificates count in whole seconds.
  const now = Math.floor((p.epoch + p.now()) / 1000) * 1000;
  const certificate = issueCertificate(
    {
      serial: serial === undefined ? randomSerial(p) : BigInt(serial),
      issuer: name,
      subject: name,
      notBefore: now,
      notAfter: now + Number(args.value('days') ?? DEFAULT_DAYS) * DAY_MS,
      publicKey: { n: key.n, e: key.e },
      extensions,
    },
    key,
  );
  if (!(yield* canWrite(p, args, out, false))) return 1;
  const text = args.has('text') ? certificateText(certificate) : '';
  yield* put(p, out, `${text}${args.has('noout') ? '' : certificatePem(certificate)}`);
  return 0;
}

function writeRequest(args: Arguments, request: CertificateRequest): string {
  const text = args.has('text') ? requestText(request) : '';
  return `${text}${args.has('noout') ? '' : writePem('CERTIFICATE REQUEST', request.der)}`;
}

function* showRequest(p: Process, args: Arguments): Sys<number> {
  const request = yield* loadRequest(p, args.value('in'));
  if (!request) return 1;
  if (args.has('verify')) {
    const holds = isSignedBy(request, request.publicKey);
    yield* p.warn(`Certificate request self-signature verify ${holds ? 'OK' : 'failure'}\n`);
    if (!holds) return 1;
  }
  const subject = args.has('subject') ? `subject=${oneLine(request.subject)}\n` : '';
  const out = args.value('out');
  if (!(yield* canWrite(p, args, out, false))) return 1;
  yield* put(p, out, subject + writeRequest(args, request));
  return 0;
}
