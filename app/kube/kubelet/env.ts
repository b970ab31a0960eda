import { decodeBase64 } from '../../base/base64.ts';
import { bad, good, type Result } from '../../base/result.ts';
import { decodeUtf8 } from '../../base/utf8.ts';
import type { ConfigMap, Container, EnvVar, EnvVarSource, Pod, Secret } from '../kinds/types.data.ts';
import { fieldValue, resourceValue, type FieldFacts } from './field-value.ts';
import type { EnvPair } from './service-env.ts';

/** Where values of variables and files come from. */
export interface ObjectSource {
  configMap(namespace: string, name: string): ConfigMap | undefined;
  secret(namespace: string, name: string): Secret | undefined;
}

/** What a container's variables are worked out from. */
export interface EnvContext extends FieldFacts {
  readonly pod: Pod;
  readonly container: Container;
  readonly services: readonly EnvPair[];
  readonly objects: ObjectSource;
}

/**
 * The variables of a container: those of `env` and `envFrom` with `$(NAME)` filled in, then Services' where no variable
 * of that name was given. The error is what the Event says.
 * @upstream pkg/kubelet/kubelet_pods.go makeEnvironmentVariables
 */
export function containerEnv(context: EnvContext): Result<ReadonlyMap<string, string>> {
  const result = new Map<string, string>();
  const from = importedEnv(context);
  if (!from.ok) return from;
  for (const [name, value] of from.value) result.set(name, value);
  const services = new Map(context.services);
  const lookUp = (name: string) => result.get(name) ?? services.get(name);
  for (const variable of context.container.env ?? []) {
    const value = valueOf(variable, context, lookUp);
    if (!value.ok) return value;
    if (value.value !== undefined) result.set(variable.name, value.value);
  }
  for (const [name, value] of services) if (!result.has(name)) result.set(name, value);
  return good(result);
}

function importedEnv({ container, pod, objects }: EnvContext): Result<readonly EnvPair[]> {
  const namespace = pod.metadata.namespace ?? '';
  const pairs: EnvPair[] = [];
  for (const { configMapRef, secretRef, prefix = '' } of container.envFrom ?? []) {
    const reference = configMapRef ?? secretRef;
    if (!reference) continue;
    const name = reference.name ?? '';
    const data = configMapRef
      ? objects.configMap(namespace, name)?.data
      : secretData(objects.secret(namespace, name));
    const exists = configMapRef ? objects.configMap(namespace, name) : objects.secret(namespace, name);
    if (!exists && reference.optional !== true)
      return bad(`${configMapRef ? 'configmap' : 'secret'} "${name}" not found`);
    for (const [key, value] of Object.entries(data ?? {})) pairs.push([`${prefix}${key}`, value]);
  }
  return good(pairs);
}

/** The values of a Secret as text. */
function secretData(secret: Secret | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(secret?.data ?? {}).map(([key, value]) => [key, secretText(value)] as const),
  );
}

function secretText(value: string): string {
  const bytes = decodeBase64(value);
  return bytes.ok ? decodeUtf8(bytes.value) : '';
}

function valueOf(
  { value = '', valueFrom }: EnvVar,
  context: EnvContext,
  lookUp: (name: string) => string | undefined,
): Result<string | undefined> {
  return valueFrom ? sourcedValue(valueFrom, context) : good(expand(value, lookUp));
}

function sourcedValue(source: EnvVarSource, context: EnvContext): Result<string | undefined> {
  const { pod, container, objects } = context;
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef } = source;
  const namespace = pod.metadata.namespace ?? '';
  if (fieldRef) return good(fieldValue(fieldRef.fieldPath, pod, context));
  if (resourceFieldRef) return good(resourceValue(resourceFieldRef, container, context));
  const reference = configMapKeyRef ?? secretKeyRef;
  if (!reference) return good(undefined);
  const { key, name = '', optional = false } = reference;
  const kind = configMapKeyRef ? 'ConfigMap' : 'Secret';
  const object = configMapKeyRef ? objects.configMap(namespace, name) : objects.secret(namespace, name);
  if (!object) return optional ? good(undefined) : bad(`${kind.toLowerCase()} "${name}" not found`);
  const value = configMapKeyRef
    ? objects.configMap(namespace, name)?.data?.[key]
    : secretData(objects.secret(namespace, name))[key];
  if (value !== undefined || optional) return good(value);
  return bad(`couldn't find key ${key} in ${kind} ${namespace}/${name}`);
}

/**
 * Fills in `$(NAME)`; `$$` is one dollar, an unknown name stays as written.
 * @upstream third_party/forked/golang/expansion/expand.go Expand
 */
export function expand(text: string, lookUp: (name: string) => string | undefined): string {
  return text.replaceAll(/\$(\$|\(([^)]*)\))/g, (whole: string, escaped: string, name: string | undefined) =>
    escaped === '$' ? '$' : (lookUp(name ?? '') ?? whole),
  );
}
