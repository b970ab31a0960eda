import { canonicalIp } from '../ip.ts';
import { alternativeNames, type Certificate } from './certificate.ts';
import { attributeOf } from './distinguished-name.ts';

/** How a certificate and the name of a host fit together. */
export type HostMatch =
  /** An alternative name fits. */
  | { readonly type: 'alternative'; readonly name: string }
  /** There are no alternative names and the common name fits. */
  | { readonly type: 'common'; readonly name: string }
  /** There are alternative names, and none of them fits. */
  | { readonly type: 'no-alternative' }
  /** There are no alternative names, and the common name is another or missing. */
  | { readonly type: 'no-common'; readonly name: string | undefined };

/**
 * Compares the names of a certificate with the name or address of a host as clients with OpenSSL do: the common name
 * counts only where no alternative names of a host stand.
 * @upstream curl lib/vtls/openssl.c Curl_ossl_verifyhost
 */
export function matchHost(certificate: Certificate, host: string): HostMatch {
  const address = canonicalIp(host);
  const hosts = (alternativeNames(certificate) ?? []).filter(({ type }) => type === 'DNS' || type === 'IP');
  const fitting = hosts.find(({ type, value }) =>
    type === 'IP' ? canonicalIp(value) === address : address === undefined && nameFits(value, host),
  );
  if (fitting) return { type: 'alternative', name: fitting.value };
  if (hosts.length > 0) return { type: 'no-alternative' };
  const common = attributeOf(certificate.subject, 'CN');
  const fits = common !== undefined && (address === undefined ? nameFits(common, host) : common === host);
  return fits ? { type: 'common', name: common } : { type: 'no-common', name: common };
}

/** Whether a match lets the connection go on. */
export function isMatch(match: HostMatch): boolean {
  return match.type === 'alternative' || match.type === 'common';
}

/** Whether a name of a certificate covers a host; a star stands for one whole first label. */
function nameFits(pattern: string, host: string): boolean {
  const [wanted, name] = [pattern, host].map((text) => text.toLowerCase().replace(/\.$/, ''));
  if (wanted === undefined || name === undefined || wanted === name) return wanted === name;
  if (!wanted.startsWith('*.') || wanted.split('.').length < 3) return false;
  const dot = name.indexOf('.');
  return dot > 0 && name.slice(dot) === wanted.slice(1);
}
