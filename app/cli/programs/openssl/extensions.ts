import { parseIp, type IpBits } from '../../../base/ip.ts';
import { EXTENSION, keyIdentifier, type Extension } from '../../../base/crypto/certificate.ts';
import {
  integer,
  objectId,
  primitive,
  sequence,
  TAG,
  tagged,
  writeDer,
  type Der,
} from '../../../base/crypto/der.ts';
import type { RsaPublicKey } from '../../../base/crypto/rsa.ts';
import { bad, good, type Result } from '../../../base/result.ts';
import { encodeUtf8 } from '../../../base/utf8.ts';
import type { Fault } from './faults.ts';
import { EXTENDED_USAGES, KEY_USAGES } from './extension-names.data.ts';

/** Names of the extensions that can be asked for. */
const KNOWN: Readonly<Record<string, string>> = EXTENSION;
/** Names that openssl knows and ours does not make. */
const OTHERS =
  'nsComment nsCertType issuerAltName certificatePolicies policyConstraints inhibitAnyPolicy nameConstraints ' +
  'crlDistributionPoints authorityInfoAccess noCheck tlsfeature';

/** Why an extension cannot be made: openssl's stack, or that it is not simulated. */
export type ExtensionError = readonly Fault[] | { readonly refused: string };

/** What identifiers are made from. */
export interface ExtensionKeys {
  readonly subject: RsaPublicKey;
  readonly issuer: RsaPublicKey;
}

/** Makes an extension of `name=value` as -addext and the lines of an extension file give it. */
export function makeExtension(
  name: string,
  value: string,
  keys: ExtensionKeys,
): Result<Extension, ExtensionError> {
  const oid = KNOWN[name === 'extendedKeyUsage' ? 'extKeyUsage' : name];
  if (oid === undefined || name === 'extKeyUsage')
    return bad(
      OTHERS.split(' ').includes(name)
        ? { refused: `the extension ${name}` }
        : stack(name, value, UNKNOWN_NAME),
    );
  const critical = /^critical\s*,\s*/.exec(value);
  const content = value.slice(critical?.[0].length ?? 0).trim();
  const made = contentOf(name, content, keys);
  if (made.ok) return good({ oid, critical: critical !== null, value: writeDer(made.value) });
  return bad(stack(name, value, made.error));
}

/** The extensions that `req -x509` gives without being asked. */
export function standardExtensions(keys: ExtensionKeys): readonly Extension[] {
  return (
    [
      ['subjectKeyIdentifier', 'hash'],
      ['authorityKeyIdentifier', 'keyid:always'],
      ['basicConstraints', 'critical,CA:true'],
    ] as const
  ).flatMap(([name, value]) => {
    const made = makeExtension(name, value, keys);
    return made.ok ? [made.value] : [];
  });
}

function contentOf(name: string, content: string, keys: ExtensionKeys): Result<Der, Fault> {
  if (content === '') return bad(EMPTY_NAME);
  const words = content.split(',').map((word) => word.trim());
  switch (name) {
    case 'subjectKeyIdentifier':
      return good(primitive(TAG.octetString, keyIdentifier(keys.subject)));
    case 'authorityKeyIdentifier':
      return good(sequence([tagged(0, keyIdentifier(keys.issuer))]));
    case 'basicConstraints':
      return constraints(words);
    case 'keyUsage':
      return keyUsage(words);
    case 'extendedKeyUsage':
      return extendedUsage(words);
    default:
      return alternativeNames(words);
  }
}

function constraints(words: readonly string[]): Result<Der, Fault> {
  let authority = false;
  let length: bigint | undefined;
  for (const word of words) {
    const [, name = word, value = ''] = /^([^:]*):(.*)$/.exec(word) ?? [];
    if (name === 'CA') authority = /^(?:true|yes|y)$/i.test(value);
    else if (name === 'pathlen' && /^\d+$/.test(value)) length = BigInt(value);
    else
      return bad(
        v3(
          '1100006A',
          'v2i_BASIC_CONSTRAINTS',
          'invalid name',
          'v3_bcons.c:76',
          `name=${name}, value=${value === '' ? '<NULL>' : value}`,
        ),
      );
  }
  const flag = authority ? [primitive(TAG.boolean, Uint8Array.of(0xff))] : [];
  return good(sequence([...flag, ...(length === undefined ? [] : [integer(length)])]));
}

function keyUsage(words: readonly string[]): Result<Der, Fault> {
  let bits = 0;
  for (const word of words) {
    const at = KEY_USAGES.findIndex(([short, long]) => short === word || long === word);
    if (at < 0)
      return bad(v3('1100006F', 'v2i_ASN1_BIT_STRING', 'unknown bit string argument', 'v3_bitst.c:82', word));
    bits |= 0x8000 >> at;
  }
  const bytes = bits & 0xff ? [bits >> 8, bits & 0xff] : [bits >> 8];
  const last = bytes.at(-1) ?? 0;
  let unused = 0;
  while (unused < 7 && ((last >> unused) & 1) === 0) unused++;
  return good(primitive(TAG.bitString, Uint8Array.from([unused, ...bytes])));
}

function extendedUsage(words: readonly string[]): Result<Der, Fault> {
  const oids: Der[] = [];
  for (const word of words) {
    const found = EXTENDED_USAGES.find(([short]) => short === word);
    if (!found)
      return bad(
        v3('1100006E', 'v2i_EXTENDED_KEY_USAGE', 'invalid object identifier', 'v3_extku.c:92', word),
      );
    oids.push(objectId(found[2]));
  }
  return good(sequence(oids));
}

function alternativeNames(words: readonly string[]): Result<Der, Fault> {
  const names: Der[] = [];
  for (const word of words) {
    const colon = word.indexOf(':');
    if (colon < 0) return bad(v3('1100007C', 'v2i_GENERAL_NAME_ex', 'missing value', 'v3_san.c:607', ''));
    const [type, value] = [word.slice(0, colon).replace(/\.\d+$/, ''), word.slice(colon + 1)];
    const tag = { email: 1, DNS: 2, URI: 6, IP: 7 }[type];
    if (tag === undefined)
      return bad(v3('11000075', 'v2i_GENERAL_NAME_ex', 'unsupported option', 'v3_san.c:626', `name=${type}`));
    const address = type === 'IP' ? parseIp(value) : undefined;
    if (type === 'IP' && !address)
      return bad(v3('11000076', 'a2i_GENERAL_NAME', 'bad ip address', 'v3_san.c:552', `value=${value}`));
    names.push(tagged(tag, address ? addressBytes(address) : encodeUtf8(value)));
  }
  return good(sequence(names));
}

function addressBytes({ words }: IpBits): Uint8Array {
  return Uint8Array.from(
    words.flatMap((word) => [word >>> 24, word >>> 16, word >>> 8, word]),
    (byte) => byte & 255,
  );
}

function v3(code: string, where: string, reason: string, file: string, data: string): Fault {
  return { code, library: 'X509 V3 routines', where, reason, file: `crypto/x509/${file}`, data };
}

const UNKNOWN_NAME = v3('11000082', 'do_ext_nconf', 'unknown extension name', 'v3_conf.c:88', '');
const EMPTY_NAME = v3('1100006C', 'X509V3_parse_list', 'invalid empty name', 'v3_utl.c:388', '');

function stack(name: string, value: string, first: Fault): readonly Fault[] {
  const between =
    first === EMPTY_NAME
      ? [
          v3(
            '11000069',
            'do_ext_nconf',
            'invalid extension string',
            'v3_conf.c:102',
            `name=${name},section=${value}`,
          ),
        ]
      : [];
  return [
    first,
    ...between,
    v3(
      '11000080',
      'X509V3_EXT_nconf_int',
      'error in extension',
      'v3_conf.c:48',
      `section=default, name=${name}, value=${value}`,
    ),
  ];
}
