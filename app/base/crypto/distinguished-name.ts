import { objectId, objectIdOf, primitive, sequence, TAG, textOf, utf8String, type Der } from './der.ts';
import { encodeUtf8 } from '../utf8.ts';

/** One attribute of a name: `CN` with its value. `joined`: it shares its part with the one before (`+`). */
export interface NameAttribute {
  readonly type: string;
  readonly value: string;
  readonly joined?: boolean;
}

/** Subject or issuer of a certificate. */
export type DistinguishedName = readonly NameAttribute[];

const ATTRIBUTES: readonly (readonly [short: string, long: string, oid: string])[] = [
  ['CN', 'commonName', '2.5.4.3'],
  ['SN', 'surname', '2.5.4.4'],
  ['serialNumber', 'serialNumber', '2.5.4.5'],
  ['C', 'countryName', '2.5.4.6'],
  ['L', 'localityName', '2.5.4.7'],
  ['ST', 'stateOrProvinceName', '2.5.4.8'],
  ['street', 'streetAddress', '2.5.4.9'],
  ['O', 'organizationName', '2.5.4.10'],
  ['OU', 'organizationalUnitName', '2.5.4.11'],
  ['title', 'title', '2.5.4.12'],
  ['postalCode', 'postalCode', '2.5.4.17'],
  ['GN', 'givenName', '2.5.4.42'],
  ['initials', 'initials', '2.5.4.43'],
  ['UID', 'userId', '0.9.2342.19200300.100.1.1'],
  ['DC', 'domainComponent', '0.9.2342.19200300.100.1.25'],
  ['emailAddress', 'emailAddress', '1.2.840.113549.1.9.1'],
];

/** The short form of an attribute's name, if there is such an attribute. */
export function attributeType(name: string): string | undefined {
  return ATTRIBUTES.find(([short, long]) => short === name || long === name)?.[0];
}

/** A name as it is encoded. */
export function writeName(name: DistinguishedName): Der {
  const sets: Der[][] = [];
  for (const { type, value, joined } of name) {
    const oid = ATTRIBUTES.find(([short]) => short === type)?.[2] ?? type;
    const pair = sequence([objectId(oid), textIn(type, value)]);
    if (joined === true) sets.at(-1)?.push(pair);
    else sets.push([pair]);
  }
  return sequence(sets.map((pairs) => sequence(pairs, TAG.set)));
}

function textIn(type: string, value: string): Der {
  if (type === 'C' || type === 'serialNumber') return primitive(TAG.printableString, encodeUtf8(value));
  if (type === 'emailAddress' || type === 'DC') return primitive(TAG.ia5String, encodeUtf8(value));
  return utf8String(value);
}

/** A name as it was encoded. */
export function readName(der: Der | undefined): DistinguishedName {
  return (der?.parts ?? []).flatMap(({ parts }) =>
    parts.map((pair, at) => {
      const oid = objectIdOf(pair.parts[0]);
      const type = ATTRIBUTES.find((row) => row[2] === oid)?.[0] ?? oid;
      return { type, value: textOf(pair.parts[1]), ...(at > 0 && { joined: true }) };
    }),
  );
}

/** The last value of an attribute, as OpenSSL takes the common name. */
export function attributeOf(name: DistinguishedName, type: string): string | undefined {
  return name.findLast((attribute) => attribute.type === type)?.value;
}
