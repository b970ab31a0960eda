import { duplicate, invalid, item, notSupported, required, type FieldError } from '../field-error.ts';
import { validateIp } from '../ip-fields.ts';
import type { ServiceSpec } from '../types.data.ts';

const FAMILIES = ['IPv4', 'IPv6'];
const FAMILY_POLICIES = ['PreferDualStack', 'RequireDualStack', 'SingleStack'];

/** Checks addresses and families of a Service; the allocator asks before it gives anything out. @upstream ValidateServiceClusterIPsRelatedFields */
export function validateAddresses(spec: ServiceSpec): readonly FieldError[] {
  if (spec.type === 'ExternalName') return [];
  const errors = [...validateFirst(spec), ...validateFamilies(spec)];
  const found = validateEach(spec.clusterIPs ?? []);
  errors.push(...found.errors);
  if (found.broken) return errors;
  return [...errors, ...validateTogether(spec)];
}

function validateFirst({ clusterIP = '', clusterIPs = [] }: ServiceSpec): readonly FieldError[] {
  if (clusterIP === '')
    return clusterIPs.length === 0
      ? []
      : [invalid('spec.clusterIPs', clusterIPs, 'must be empty when `clusterIP` is not specified')];
  if (clusterIPs.length === 0) return [required('spec.clusterIPs')];
  return clusterIPs[0] === clusterIP
    ? []
    : [invalid('spec.clusterIPs', clusterIPs, 'first value must match `clusterIP`')];
}

function validateFamilies({ ipFamilies = [], ipFamilyPolicy }: ServiceSpec): readonly FieldError[] {
  const seen = new Set<string>();
  const errors = ipFamilies.flatMap((family, index): readonly FieldError[] => {
    const one = item('spec.ipFamilies', index);
    const found: FieldError[] = FAMILIES.includes(family) ? [] : [notSupported(one, family, FAMILIES)];
    if (seen.has(family)) found.push(duplicate(one, family));
    seen.add(family);
    return found;
  });
  if (ipFamilyPolicy === undefined || FAMILY_POLICIES.includes(ipFamilyPolicy)) return errors;
  return [...errors, notSupported('spec.ipFamilyPolicy', ipFamilyPolicy, FAMILY_POLICIES)];
}

function validateEach(clusterIPs: readonly string[]): {
  readonly errors: readonly FieldError[];
  readonly broken: boolean;
} {
  const errors: FieldError[] = [];
  for (const [index, ip] of clusterIPs.entries()) {
    if (index === 0 && ip === 'None') {
      if (clusterIPs.length > 1)
        errors.push(invalid('spec.clusterIPs', clusterIPs, "'None' must be the first and only value"));
    } else errors.push(...validateIp(ip, item('spec.clusterIPs', index)));
  }
  const broken = errors.length > 0;
  if (clusterIPs.length > 2)
    errors.push(invalid('spec.clusterIPs', clusterIPs, 'may only hold up to 2 values'));
  return { errors, broken };
}

function validateTogether({ clusterIPs = [], ipFamilies = [] }: ServiceSpec): readonly FieldError[] {
  const errors: FieldError[] = [];
  const isSix = (ip: string): boolean => ip.includes(':');
  if (clusterIPs.length > 1 && new Set(clusterIPs.map((ip) => isSix(ip))).size < 2)
    errors.push(invalid('spec.clusterIPs', clusterIPs, 'may specify no more than one IP for each IP family'));
  if (clusterIPs[0] === 'None') return errors;
  for (const [index, ip] of clusterIPs.entries()) {
    const family = ipFamilies[index];
    if (family === undefined) break;
    if ((family === 'IPv4' && isSix(ip)) || (family === 'IPv6' && !isSix(ip)))
      errors.push(
        invalid(
          item('spec.clusterIPs', index),
          ip,
          `expected an ${family} value as indicated by \`ipFamilies[${index}]\``,
        ),
      );
  }
  return errors;
}
