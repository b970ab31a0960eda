import {
  attributeType,
  type DistinguishedName,
  type NameAttribute,
} from '../../../base/crypto/distinguished-name.ts';
import { bad, good, type Result } from '../../../base/result.ts';
import { encodeUtf8 } from '../../../base/utf8.ts';

/** A name as -subj gives it, with the warnings about what was left out. */
export interface GivenName {
  readonly name: DistinguishedName;
  readonly warnings: readonly string[];
}

/**
 * Reads `/CN=my-nginx/O=my-nginx`; the error is what openssl says after the name of the command.
 * @upstream apps/lib/apps.c parse_name
 */
export function parseSubject(text: string): Result<GivenName> {
  if (!text.startsWith('/'))
    return bad(
      `subject name is expected to be in the format /type0=value0/type1=value1/type2=... where characters may be escaped by \\. This name is not in that format: '${text}'`,
    );
  const name: NameAttribute[] = [];
  const warnings: string[] = [];
  let joined = false;
  for (const [, type = '', equals, raw = '', end = ''] of text
    .slice(1)
    .matchAll(/([^=/]*)(=?)((?:\\.|[^/+\\])*)(\/|\+|$)/gs)) {
    if (type === '' && equals === '' && raw === '') break;
    if (equals === '') return bad(`Missing '=' after RDN type string '${type}' in subject name string`);
    const value = raw.replace(/\\(.)/gs, '$1');
    const known = attributeType(type);
    if (known === undefined) warnings.push(`Skipping unknown subject name attribute "${type}"`);
    else if (value === '') warnings.push(`No value provided for subject name attribute "${type}", skipped`);
    else name.push({ type: known, value, ...(joined && { joined }) });
    joined = end === '+';
    if (end === '') break;
  }
  return good({ name, warnings });
}

/** A name on one line, the way openssl shows subjects: `CN = my-nginx, O = my-nginx`. */
export function oneLine(name: DistinguishedName): string {
  return name
    .map(({ type, value, joined }, at) => {
      const separator = at === 0 ? '' : joined === true ? ' + ' : ', ';
      return `${separator}${type} = ${quoted(value)}`;
    })
    .join('');
}

/** A name in the order and form of RFC 2253: `O=my-nginx,CN=my-nginx`. */
export function rfc2253(name: DistinguishedName): string {
  return name
    .toReversed()
    .map(({ type, value }) => `${type}=${value.replace(/([,+"\\<>;])/g, '\\$1')}`)
    .join(',');
}

/** Characters with a meaning put the value in quotes; what is not ASCII is shown byte by byte. */
function quoted(value: string): string {
  const shown = value
    .replace(/(["\\])/g, '\\$1')
    .replace(/[^\u0020-\u007e]/gu, (char) =>
      [...encodeUtf8(char)].map((byte) => `\\${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
    );
  return /[,+<>;]|^[# ]| $/.test(value) ? `"${shown}"` : shown;
}
