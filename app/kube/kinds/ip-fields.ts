import { canonicalCidr, canonicalIp, ipv4Number, isAnyIp, isLoopbackIp, parseIp } from '../../base/ip.ts';
import { invalid, type FieldError } from './field-error.ts';

const NOT_AN_IP = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';
const NOT_A_CIDR = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)';

/** An address as the API still takes it: leading zeros are forgiven. */
export function sloppyIp(text: string): string | undefined {
  if (parseIp(text) !== undefined) return text;
  if (!/^[0-9]+(\.[0-9]+){3}$/.test(text)) return undefined;
  const trimmed = text.replace(/(^|\.)0+(?=[0-9])/g, '$1');
  return parseIp(trimmed) === undefined ? undefined : trimmed;
}

/** An IP address. @upstream validation.IsValidIP */
export function validateIp(text: string, path: string): readonly FieldError[] {
  return sloppyIp(text) === undefined ? [invalid(path, text, NOT_AN_IP)] : [];
}

/** A network: an address with the length of its prefix. @upstream validation.IsValidCIDR */
export function validateCidr(text: string, path: string): readonly FieldError[] {
  return parseSloppyCidr(text) === undefined ? [invalid(path, text, NOT_A_CIDR)] : [];
}

/** A network as the API still takes it. */
export function parseSloppyCidr(text: string): { readonly ip: string; readonly length: number } | undefined {
  const match = /^(.+)\/([0-9]+)$/.exec(text);
  const ip = sloppyIp(match?.[1] ?? '');
  const length = Number(match?.[2]);
  if (ip === undefined || length > (ip.includes(':') ? 128 : 32)) return undefined;
  return { ip, length };
}

/** Not the unspecified, a loopback or a link-local address. @upstream ValidateNonSpecialIP */
export function validateOrdinaryIp(text: string, path: string): readonly FieldError[] {
  const ip = sloppyIp(text);
  if (ip === undefined) return [invalid(path, text, 'must be a valid IP address')];
  if (isAnyIp(ip)) return [invalid(path, text, `may not be unspecified (${text})`)];
  if (isLoopbackIp(ip))
    return [invalid(path, text, 'may not be in the loopback range (127.0.0.0/8, ::1/128)')];
  if (isLinkLocal(ip))
    return [invalid(path, text, 'may not be in the link-local range (169.254.0.0/16, fe80::/10)')];
  if (isLinkLocalMulticast(ip))
    return [invalid(path, text, 'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)')];
  return [];
}

function isLinkLocal(ip: string): boolean {
  return ip.includes(':') ? /^fe[89ab]/i.test(ip) : ip.startsWith('169.254.');
}

function isLinkLocalMulticast(ip: string): boolean {
  return ip.includes(':') ? /^ff.2:/i.test(ip) : ip.startsWith('224.0.0.');
}

/** What is said of an address that is not written in the one canonical way. */
export function ipWarnings(text: string, path: string): readonly string[] {
  const ip = sloppyIp(text);
  if (ip === undefined) return [];
  if (ip !== text)
    return [
      `${path}: non-standard IP address ${JSON.stringify(text)} will be considered invalid in a future Kubernetes release: use ${JSON.stringify(canonicalIp(ip) ?? ip)}`,
    ];
  const canonical = canonicalIp(ip);
  if (ip.includes(':') && canonical !== undefined && canonical !== ip)
    return [
      `${path}: IPv6 address ${JSON.stringify(text)} should be in RFC 5952 canonical format (${JSON.stringify(canonical)})`,
    ];
  return [];
}

/** What is said of a network that is not written in the one canonical way. */
export function cidrWarnings(text: string, path: string): readonly string[] {
  const parsed = parseSloppyCidr(text);
  if (!parsed) return [];
  const written = `${parsed.ip}/${parsed.length}`;
  const canonical = canonicalCidr(written) ?? written;
  const network = networkText(parsed);
  if (parsed.ip !== text.split('/')[0] || network !== undefined)
    return [
      `${path}: non-standard CIDR value ${JSON.stringify(text)} will be considered invalid in a future Kubernetes release: use ${JSON.stringify(network ?? canonical)}`,
    ];
  return [];
}

/** The network's own address where the text names a host in it. */
function networkText({ ip, length }: { readonly ip: string; readonly length: number }): string | undefined {
  if (ip.includes(':')) return undefined;
  const number = ipv4Number(ip);
  const size = 2 ** (32 - length);
  const first = number - (number % size);
  if (first === number) return undefined;
  const bytes = [first / 0x1000000, first / 0x10000, first / 0x100, first].map(
    (part) => Math.floor(part) % 256,
  );
  return `${bytes.join('.')}/${length}`;
}
