import { at, invalid, item, notSupported, required, type FieldError } from '../field-error.ts';
import { pushAll } from '../metadata.ts';
import { configKeyProblems, dnsSubdomainProblems, envNameProblems, qualifiedNameProblems } from '../names.ts';
import { quantityNanos } from '../quantity.ts';
import type { EnvFromSource, EnvVar, ObjectFieldSelector, ResourceFieldSelector } from '../types.data.ts';

/** Fields that environment variables may take from their Pod. */
export const ENV_FIELDS: readonly string[] = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];
const RESOURCE_FIELDS: readonly string[] = [
  'limits.cpu',
  'limits.ephemeral-storage',
  'limits.memory',
  'requests.cpu',
  'requests.ephemeral-storage',
  'requests.memory',
];
/** Labels that the downward API can convert; others are no fields of a Pod to it. */
const CONVERTIBLE = [
  ...ENV_FIELDS,
  'metadata.annotations',
  'metadata.labels',
  'spec.restartPolicy',
  'spec.schedulerName',
  'status.phase',
  'spec.host',
];

/** Checks environment variables. @upstream ValidateEnv */
export function validateEnv(env: readonly EnvVar[] | undefined, path: string): readonly FieldError[] {
  return (env ?? []).flatMap((one, index) => validateVariable(one, item(path, index)));
}

function validateVariable(env: EnvVar, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (!env.name) errors.push(required(at(path, 'name')));
  else pushAll(errors, at(path, 'name'), env.name, envNameProblems(env.name));
  return [...errors, ...validateValueFrom(env, at(path, 'valueFrom'))];
}

function validateValueFrom({ value, valueFrom }: EnvVar, path: string): readonly FieldError[] {
  if (!valueFrom) return [];
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef } = valueFrom;
  const errors: FieldError[] = [];
  if (fieldRef) errors.push(...validateFieldRef(fieldRef, ENV_FIELDS, at(path, 'fieldRef')));
  if (resourceFieldRef)
    errors.push(...validateResourceRef(resourceFieldRef, at(path, 'resourceFieldRef'), false));
  if (configMapKeyRef) errors.push(...validateKeyRef(configMapKeyRef, at(path, 'configMapKeyRef')));
  if (secretKeyRef) errors.push(...validateKeyRef(secretKeyRef, at(path, 'secretKeyRef')));
  const sources = [fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef].filter(
    (one) => one !== undefined,
  ).length;
  if (sources === 0)
    errors.push(
      invalid(
        path,
        '',
        'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`',
      ),
    );
  else if (value) errors.push(invalid(path, '', 'may not be specified when `value` is not empty'));
  else if (sources > 1)
    errors.push(invalid(path, '', 'may not have more than one field specified at a time'));
  return errors;
}

function validateKeyRef(
  { name = '', key }: { readonly name?: string; readonly key: string },
  path: string,
): readonly FieldError[] {
  const errors: FieldError[] = [];
  pushAll(errors, at(path, 'name'), name, dnsSubdomainProblems(name));
  if (!key) errors.push(required(at(path, 'key')));
  else pushAll(errors, at(path, 'key'), key, configKeyProblems(key));
  return errors;
}

const SUBSCRIPT = /^(.*)\['(.*)'\]$/s;

/** A field of the Pod itself. @upstream validateObjectFieldSelector */
export function validateFieldRef(
  { apiVersion, fieldPath }: ObjectFieldSelector,
  allowed: readonly string[],
  path: string,
): readonly FieldError[] {
  if (!apiVersion) return [required(at(path, 'apiVersion'))];
  if (!fieldPath) return [required(at(path, 'fieldPath'))];
  const subscripted = SUBSCRIPT.exec(fieldPath);
  const label = subscripted?.[1] ?? fieldPath;
  const refused = conversionProblem(apiVersion, label, subscripted !== null);
  if (refused !== undefined)
    return [invalid(at(path, 'fieldPath'), fieldPath, `error converting fieldPath: ${refused}`)];
  if (!subscripted) {
    const converted = label === 'spec.host' ? 'spec.nodeName' : label;
    return allowed.includes(converted)
      ? []
      : [notSupported(at(path, 'fieldPath'), converted, allowed.toSorted())];
  }
  const key = subscripted[2] ?? '';
  return qualifiedNameProblems(label === 'metadata.annotations' ? key.toLowerCase() : key).map((problem) =>
    invalid(path, key, problem),
  );
}

function conversionProblem(apiVersion: string, label: string, subscripted: boolean): string | undefined {
  if (apiVersion !== 'v1') return `unsupported pod version: ${apiVersion}`;
  if (subscripted && label !== 'metadata.annotations' && label !== 'metadata.labels')
    return `field label does not support subscript: ${label}`;
  return CONVERTIBLE.includes(label) ? undefined : `field label not supported: ${label}`;
}

/** A request or limit of a container. @upstream validateContainerResourceFieldSelector */
export function validateResourceRef(
  { containerName, resource, divisor }: ResourceFieldSelector,
  path: string,
  inVolume: boolean,
): readonly FieldError[] {
  const errors: FieldError[] = [];
  const hugePages = /^(requests|limits)\.hugepages-/.test(resource ?? '');
  if (inVolume && !containerName) errors.push(required(at(path, 'containerName')));
  else if (!resource) errors.push(required(at(path, 'resource')));
  else if (!RESOURCE_FIELDS.includes(resource) && !hugePages)
    errors.push(notSupported(at(path, 'resource'), resource, RESOURCE_FIELDS));
  return [...errors, ...validateDivisor(resource ?? '', divisor, path)];
}

const SIZES = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei'];

function validateDivisor(resource: string, divisor: string | undefined, path: string): readonly FieldError[] {
  if (divisor === undefined || quantityNanos(divisor) === 0n) return [];
  const name = resource.slice(resource.indexOf('.') + 1);
  if (name === 'cpu')
    return ['1m', '1'].includes(divisor)
      ? []
      : [
          invalid(
            at(path, 'divisor'),
            resource,
            "only divisor's values 1m and 1 are supported with the cpu resource",
          ),
        ];
  if (SIZES.includes(divisor)) return [];
  const kinds: Readonly<Record<string, string>> = {
    memory: 'memory',
    'ephemeral-storage': 'local ephemeral storage',
  };
  const kind = kinds[name] ?? (name.startsWith('hugepages-') ? 'hugepages' : undefined);
  if (kind === undefined) return [];
  return [
    invalid(
      at(path, 'divisor'),
      resource,
      `only divisor's values ${SIZES.join(', ')} are supported with the ${kind} resource`,
    ),
  ];
}

/** Checks whole ConfigMaps and Secrets taken as environment. @upstream ValidateEnvFrom */
export function validateEnvFrom(
  sources: readonly EnvFromSource[] | undefined,
  path: string,
): readonly FieldError[] {
  return (sources ?? []).flatMap(({ prefix, configMapRef, secretRef }, index) => {
    const one = item(path, index);
    const errors: FieldError[] = [];
    if (prefix) pushAll(errors, at(one, 'prefix'), prefix, envNameProblems(prefix));
    if (configMapRef) errors.push(...validateSourceName(configMapRef.name, at(one, 'configMapRef')));
    if (secretRef) errors.push(...validateSourceName(secretRef.name, at(one, 'secretRef')));
    if (!configMapRef && !secretRef)
      errors.push(invalid(path, '', 'must specify one of: `configMapRef` or `secretRef`'));
    else if (configMapRef && secretRef)
      errors.push(invalid(path, '', 'may not have more than one field specified at a time'));
    return errors;
  });
}

function validateSourceName(name: string | undefined, path: string): readonly FieldError[] {
  if (!name) return [required(at(path, 'name'))];
  return dnsSubdomainProblems(name).map((problem) => invalid(at(path, 'name'), name, problem));
}
