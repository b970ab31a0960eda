import { at, forbidden, invalid, item, required, type FieldError } from './field-error.ts';
import { qualifiedNameProblems } from './names.ts';
import { parseQuantity, quantityNanos } from './quantity.ts';
import type { ResourceRequirements } from './types.data.ts';

const STANDARD_CONTAINER = ['cpu', 'memory', 'ephemeral-storage'];
const STANDARD_QUOTA = [
  'cpu',
  'memory',
  'ephemeral-storage',
  'requests.cpu',
  'requests.memory',
  'requests.storage',
  'requests.ephemeral-storage',
  'limits.cpu',
  'limits.memory',
  'limits.ephemeral-storage',
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'persistentvolumeclaims',
  'configmaps',
  'services.nodeports',
  'services.loadbalancers',
];
const STANDARD = [...STANDARD_QUOTA, 'storage'];
const INTEGERS = [
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'services.nodeports',
  'services.loadbalancers',
];
const POD_LEVEL = ['cpu', 'memory'];

/** Huge pages of some size. */
export function isHugePage(name: string): boolean {
  return name.startsWith('hugepages-');
}

/** A name of Kubernetes itself: without a domain, or under kubernetes.io. */
export function isNativeResource(name: string): boolean {
  return !name.includes('/') || name.includes('kubernetes.io/');
}

/** A resource of a device plug-in: `example.com/gpu`. */
export function isExtendedResource(name: string): boolean {
  if (isNativeResource(name) || name.startsWith('requests.')) return false;
  return qualifiedNameProblems(`requests.${name}`).length === 0;
}

/** Whether requests may stay below limits. */
export function mayOvercommit(name: string): boolean {
  return isNativeResource(name) && !isHugePage(name);
}

/** The name of any resource. @upstream validateResourceName */
export function validateResourceName(name: string, path: string): readonly FieldError[] {
  const problems = qualifiedNameProblems(name);
  if (problems.length > 0) return problems.map((problem) => invalid(path, name, problem));
  const standard = STANDARD.includes(name) || isHugePage(name) || isQuotaHugePage(name);
  return name.includes('/') || standard
    ? []
    : [invalid(path, name, 'must be a standard resource type or fully qualified')];
}

function isQuotaHugePage(name: string): boolean {
  return isHugePage(name) || name.startsWith('requests.hugepages-');
}

/** The name of something a container may ask for. @upstream validateContainerResourceName */
export function validateContainerResourceName(name: string, path: string): readonly FieldError[] {
  const errors = validateResourceName(name, path);
  if (!name.includes('/')) {
    if (STANDARD_CONTAINER.includes(name) || isHugePage(name)) return errors;
    return [...errors, invalid(path, name, 'must be a standard resource for containers')];
  }
  if (isNativeResource(name) || isExtendedResource(name)) return errors;
  return [...errors, invalid(path, name, "doesn't follow extended resource name standard")];
}

/** The name of something a quota may count. @upstream ValidateResourceQuotaResourceName */
export function validateQuotaResourceName(name: string, path: string): readonly FieldError[] {
  const errors = validateResourceName(name, path);
  if (name.includes('/') || STANDARD_QUOTA.includes(name) || isQuotaHugePage(name)) return errors;
  return [...errors, invalid(path, name, 'must be a standard resource for quota')];
}

function validatePodResourceName(name: string, path: string): readonly FieldError[] {
  const errors = validateResourceName(name, path);
  if (errors.length > 0 || POD_LEVEL.includes(name) || isHugePage(name)) return errors;
  return [
    {
      reason: 'FieldValueNotSupported',
      field: path,
      message: `Unsupported value: ${JSON.stringify(name)}: supported values: "cpu", "hugepages-", "memory"`,
    },
  ];
}

/** An amount of a resource: not negative, whole where only whole ones make sense. @upstream ValidateResourceQuantityValue */
export function validateAmount(name: string, amount: string, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const nanos = quantityNanos(amount);
  if (nanos < 0n) errors.push(invalid(path, amount, 'must be greater than or equal to 0'));
  const whole = INTEGERS.includes(name) || isExtendedResource(name);
  if (whole && nanos % 1_000_000_000n !== 0n) errors.push(invalid(path, amount, 'must be an integer'));
  return errors;
}

type Level = 'container' | 'pod';

/** What a container or Pod asks for and is limited to. @upstream validateResourceRequirements */
export function validateRequirements(
  requirements: ResourceRequirements | undefined,
  path: string,
  level: Level = 'container',
): readonly FieldError[] {
  const { limits = {}, requests = {} } = requirements ?? {};
  const nameRule = level === 'container' ? validateContainerResourceName : validatePodResourceName;
  const errors: FieldError[] = [];
  for (const [name, amount] of Object.entries(limits)) {
    const one = item(at(path, 'limits'), name);
    errors.push(
      ...nameRule(name, one),
      ...validateAmount(name, amount, one),
      ...validateHugePage(name, amount, one),
    );
  }
  for (const [name, amount] of Object.entries(requests)) {
    const one = item(at(path, 'requests'), name);
    errors.push(...nameRule(name, one), ...validateAmount(name, amount, one));
    errors.push(
      ...validateAgainstLimit(name, amount, limits[name], path),
      ...validateHugePage(name, amount, one),
    );
  }
  const names = [...Object.keys(limits), ...Object.keys(requests)];
  if (names.some((name) => isHugePage(name)) && !names.some((name) => name === 'cpu' || name === 'memory'))
    errors.push(forbidden(path, 'HugePages require cpu or memory'));
  return errors;
}

function validateAgainstLimit(
  name: string,
  amount: string,
  limit: string | undefined,
  path: string,
): readonly FieldError[] {
  const requests = at(path, 'requests');
  if (limit === undefined)
    return mayOvercommit(name)
      ? []
      : [required(at(path, 'limits'), 'Limit must be set for non overcommitable resources')];
  const [wanted, most] = [quantityNanos(amount), quantityNanos(limit)];
  if (wanted !== most && !mayOvercommit(name))
    return [invalid(requests, amount, `must be equal to ${name} limit of ${limit}`)];
  return wanted > most
    ? [invalid(requests, amount, `must be less than or equal to ${name} limit of ${limit}`)]
    : [];
}

function validateHugePage(name: string, amount: string, path: string): readonly FieldError[] {
  if (!isHugePage(name)) return [];
  const size = parseQuantity(name.slice('hugepages-'.length));
  const nanos = quantityNanos(amount);
  const divisible = size.ok && size.value.nanos > 0n && nanos % size.value.nanos === 0n;
  return divisible ? [] : [invalid(path, amount, `${amount} is not positive integer multiple of ${name}`)];
}
