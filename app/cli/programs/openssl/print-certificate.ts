import {
  alternativeNames,
  authorityKeyIdentifier,
  EXTENSION,
  extensionOf,
  isAuthority,
  serialBytes,
  SHA256_WITH_RSA,
  subjectKeyIdentifier,
  type Certificate,
  type CertificateRequest,
  type Extension,
} from '../../../base/crypto/certificate.ts';
import { bytesOf, integerOf, objectIdOf, TAG } from '../../../base/crypto/der.ts';
import type { RsaPublicKey } from '../../../base/crypto/rsa.ts';
import { EXTENDED_USAGES, EXTENSION_TITLES, KEY_USAGES } from './extension-names.data.ts';
import { oneLine } from './names.ts';

const MODULUS_LINE = 15;
const SIGNATURE_LINE = 18;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** Serial numbers of so many bytes are shown as numbers. */
const SMALL_SERIAL = 8;

/** `Nov 24 17:55:09 2026 GMT` */
export function timeText(at: number): string {
  const date = new Date(at);
  const day = String(date.getUTCDate()).padStart(2, ' ');
  const time = date.toISOString().slice(11, 19);
  return `${MONTHS[date.getUTCMonth()] ?? ''} ${day} ${time} ${date.getUTCFullYear()} GMT`;
}

/** The whole certificate for people, as `openssl x509 -text` prints it. */
export function certificateText(certificate: Certificate): string {
  const { version, issuer, subject, notBefore, notAfter, publicKey, extensions } = certificate;
  return [
    'Certificate:',
    '    Data:',
    `        Version: ${version} (0x${version - 1})`,
    ...serialLines(certificate.serial),
    `        Signature Algorithm: ${algorithmName(certificate.signatureAlgorithm)}`,
    `        Issuer: ${oneLine(issuer)}`,
    '        Validity',
    `            Not Before: ${timeText(notBefore)}`,
    `            Not After : ${timeText(notAfter)}`,
    `        Subject: ${oneLine(subject)}`,
    ...publicKeyLines(publicKey),
    ...(extensions.length === 0 ? [] : ['        X509v3 extensions:']),
    ...extensions.flatMap((extension) => extensionLines(extension, certificate, '            ')),
    ...signatureLines(certificate.signatureAlgorithm, certificate.signature),
    '',
  ].join('\n');
}

/** A request for people, as `openssl req -text` prints it. */
export function requestText(request: CertificateRequest): string {
  const { subject, publicKey, extensions } = request;
  const none = extensions.length === 0 ? ['            (none)'] : [];
  const wanted = extensions.flatMap((one) => extensionLines(one, request, '                '));
  return [
    'Certificate Request:',
    '    Data:',
    '        Version: 1 (0x0)',
    `        Subject: ${oneLine(subject)}`,
    ...publicKeyLines(publicKey),
    '        Attributes:',
    ...none,
    '            Requested Extensions:',
    ...wanted,
    ...signatureLines(SHA256_WITH_RSA, request.signature),
    '',
  ].join('\n');
}

/** The numbers of an RSA key, each with its bytes in lines. */
export function numberLines(name: string, value: bigint, indent: string): readonly string[] {
  const bytes = bytesOf(value);
  if (bytes.length <= SMALL_SERIAL) return [`${indent}${name}: ${value} (0x${value.toString(16)})`];
  const signed = (bytes[0] ?? 0) >= 0x80 ? Uint8Array.from([0, ...bytes]) : bytes;
  return [`${indent}${name}:`, ...hexLines(signed, MODULUS_LINE, `${indent}    `, ':')];
}

/** The name of a signature algorithm. */
export function algorithmName(oid: string): string {
  return oid === SHA256_WITH_RSA ? 'sha256WithRSAEncryption' : oid;
}

function serialLines(serial: bigint): readonly string[] {
  const bytes = serialBytes(serial);
  if (bytes.length <= SMALL_SERIAL) return [`        Serial Number: ${serial} (0x${serial.toString(16)})`];
  return ['        Serial Number:', `            ${hex(bytes, ':')}`];
}

function publicKeyLines(key: RsaPublicKey | undefined): readonly string[] {
  if (!key) return ['        Subject Public Key Info:', '            Unable to load Public Key'];
  return [
    '        Subject Public Key Info:',
    '            Public Key Algorithm: rsaEncryption',
    `                Public-Key: (${key.n.toString(2).length} bit)`,
    ...numberLines('Modulus', key.n, '                '),
    ...numberLines('Exponent', key.e, '                '),
  ];
}

function signatureLines(algorithm: string, signature: Uint8Array): readonly string[] {
  return [
    `    Signature Algorithm: ${algorithmName(algorithm)}`,
    '    Signature Value:',
    ...hexLines(signature, SIGNATURE_LINE, '        ', ':'),
  ];
}

/** One extension: its name, then its value. */
export function extensionLines(
  { oid, critical, value }: Extension,
  owner: Pick<Certificate, 'extensions'>,
  indent: string,
): readonly string[] {
  const title = EXTENSION_TITLES[oid] ?? oid;
  return [`${indent}${title}: ${critical ? 'critical' : ''}`, `${indent}    ${valueText(oid, value, owner)}`];
}

function valueText(oid: string, value: Uint8Array, certificate: Pick<Certificate, 'extensions'>): string {
  switch (oid) {
    case EXTENSION.subjectKeyIdentifier:
      return hex(subjectKeyIdentifier(certificate) ?? value, ':').toUpperCase();
    case EXTENSION.authorityKeyIdentifier:
      return hex(authorityKeyIdentifier(certificate) ?? value, ':').toUpperCase();
    case EXTENSION.basicConstraints: {
      const length = extensionOf(certificate, oid)?.parts.find(({ tag }) => tag === TAG.integer);
      const authority = isAuthority(certificate) === true ? 'TRUE' : 'FALSE';
      return `CA:${authority}${length ? `, pathlen:${integerOf(length)}` : ''}`;
    }
    case EXTENSION.subjectAltName:
      return (alternativeNames(certificate) ?? [])
        .map(({ type, value: name }) => `${type === 'IP' ? 'IP Address' : type}:${name}`)
        .join(', ');
    case EXTENSION.keyUsage: {
      const [, first = 0, second = 0] = extensionOf(certificate, oid)?.bytes ?? [];
      const bits = (first << 8) | second;
      return KEY_USAGES.flatMap(([, long], at) => (bits & (0x8000 >> at) ? [long] : [])).join(', ');
    }
    case EXTENSION.extKeyUsage:
      return (extensionOf(certificate, oid)?.parts ?? [])
        .map((usage) => EXTENDED_USAGES.find((row) => row[2] === objectIdOf(usage))?.[1] ?? objectIdOf(usage))
        .join(', ');
    default:
      return Array.from(value, (byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.')).join(
        '',
      );
  }
}

/** Bytes in hexadecimal with something between them. */
export function hex(bytes: Uint8Array, between: string): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(between);
}

function hexLines(bytes: Uint8Array, perLine: number, indent: string, between: string): readonly string[] {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += perLine) {
    const isLast = at + perLine >= bytes.length;
    lines.push(`${indent}${hex(bytes.slice(at, at + perLine), between)}${isLast ? '' : between}`);
  }
  return lines;
}
