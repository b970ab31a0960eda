import { bad, good, type Result } from '../../../base/result.ts';
import { decodeBase64 } from '../../../base/base64.ts';
import { decodeUtf8 } from '../../../base/utf8.ts';
import type { Sys } from '../../../linux/process/program.ts';
import { failed, type Failure } from '../failure.ts';
import type { Invocation } from '../invocation.ts';
import { mappingFor } from '../resource/builder.ts';
import { pathOf } from '../resource/mapping.ts';
import { at, isFields, listAt, nameOf, stringEntries, textAt, type Fields } from '../unstructured.ts';
import { allContainers, fits, withContainers } from './pod-spec.ts';
import { setCommand } from './set-command.ts';

/** `kubectl set env`. */
export const setEnv = setCommand({
  name: 'env',
  short: 'Update environment variables on a pod template',
  examples: [
    '# Set two variables, remove a third',
    'kubectl set env deployment/web A=1 B=2 C-',
    '',
    '# Show what is set',
    'kubectl set env deployment/web --list',
    '',
    '# Take all keys of a ConfigMap',
    'kubectl set env --from=configmap/settings deployment/web',
  ],
  use: 'RESOURCE/NAME KEY_1=VAL_1 ... KEY_N=VAL_N [options]',
  flags: [
    {
      name: 'containers',
      short: 'c',
      kind: 'string',
      default: '*',
      usage: 'Containers to change; * stands for any.',
    },
    { name: 'env', short: 'e', kind: 'array', usage: 'A variable: KEY=VALUE.' },
    { name: 'from', kind: 'string', usage: 'ConfigMap or Secret to take keys from: configmap/NAME.' },
    { name: 'keys', kind: 'list', usage: 'Only these keys of --from.' },
    { name: 'list', kind: 'bool', usage: 'Show the variables.' },
    { name: 'overwrite', kind: 'bool', default: 'true', usage: 'Change variables that are there already.' },
    { name: 'prefix', kind: 'string', usage: 'Put before the names of --from.' },
    { name: 'resolve', kind: 'bool', usage: 'With --list: show what references mean.' },
  ],
  operation: 'env updated',
  refusal: 'failed to patch env update to pod template: ',
  read(k) {
    const resources: string[] = [];
    const rest: string[] = [...k.flags.list('env')];
    for (const arg of k.args) {
      if (/^[^=/]+=/.test(arg) || arg.endsWith('-')) rest.push(arg);
      else resources.push(arg);
    }
    const removed = rest.filter((one) => !one.includes('=')).map((one) => one.slice(0, -1));
    const both = rest.some((one) => one.includes('=') && removed.includes(one.slice(0, one.indexOf('='))));
    if (both) return bad('can not both modify and remove the same environment variable in the same command');
    return good({ resources, rest });
  },
  *change(k, found, pairs) {
    const pattern = k.flags.text('containers');
    const chosen = allContainers(found.object).filter((one) => fits(textAt(one, 'name'), pattern));
    if (chosen.length === 0) {
      yield* k.p.warn(
        `Warning: ${textAt(found.object, 'kind')}/${nameOf(found.object)} does not have any containers matching "${pattern}"\n`,
      );
      return good(undefined);
    }
    if (k.flags.bool('list')) {
      yield* listVariables(k, found.object, chosen);
      return good(undefined);
    }
    const from = yield* variablesFrom(k);
    if (!from.ok) return from;
    const set = [...from.value, ...pairs.filter((one) => one.includes('=')).map(variableOf)];
    const taken = takenVariable(k, chosen, set);
    if (taken !== undefined) return failed(`${found.mapping.plural}/${found.name} ${taken}`);
    const removed = pairs.filter((one) => !one.includes('=')).map((one) => one.slice(0, -1));
    return good(
      withContainers(found.object, (container) =>
        fits(textAt(container, 'name'), pattern) ? withVariables(container, set, removed) : container,
      ),
    );
  },
});

function variableOf(pair: string): Fields {
  const equals = pair.indexOf('=');
  const value = pair.slice(equals + 1);
  return { name: pair.slice(0, equals), ...(value === '' ? {} : { value }) };
}

function takenVariable(
  k: Invocation,
  containers: readonly Fields[],
  set: readonly Fields[],
): string | undefined {
  if (k.flags.bool('overwrite')) return undefined;
  for (const container of containers) {
    for (const variable of set) {
      const old = listAt(container, 'env').find((one) => textAt(one, 'name') === variable['name']);
      if (old !== undefined) {
        return `'${textAt(old, 'name')}' already has a value (${textAt(old, 'value')}), and --overwrite is false`;
      }
    }
  }
  return undefined;
}

function withVariables(container: Fields, set: readonly Fields[], removed: readonly string[]): Fields {
  const kept = listAt(container, 'env').filter(isFields);
  const changed = kept
    .map((old) => set.findLast((one) => one['name'] === old['name']) ?? old)
    .filter((one) => !removed.includes(textAt(one, 'name')));
  const added = set.filter((one) => !kept.some((old) => old['name'] === one['name']));
  const env = [...changed, ...added];
  if (env.length > 0) return { ...container, env };
  const { env: _gone, ...bare } = container;
  return bare;
}

/** Keys of a ConfigMap or Secret as variables, in capitals. */
function* variablesFrom(k: Invocation): Sys<Result<readonly Fields[], Failure>> {
  const from = k.flags.text('from');
  if (from === '') return good([]);
  const mapper = yield* k.mapper();
  if (!mapper.ok) return mapper;
  const [type = '', name = ''] = from.split('/');
  const mapping = mappingFor(mapper.value, type);
  if (!mapping.ok) return mapping;
  const source = yield* k.get(pathOf(mapping.value, k.namespace, name));
  if (!source.ok) return source;
  const reference = mapping.value.kind === 'Secret' ? 'secretKeyRef' : 'configMapKeyRef';
  if (!['Secret', 'ConfigMap'].includes(mapping.value.kind)) {
    return failed(`unsupported resource specified in --from`);
  }
  const keys = k.flags.list('keys');
  const variables: Fields[] = [];
  for (const [key] of stringEntries(source.value, 'data')) {
    if (keys.length > 0 && !keys.includes(key)) continue;
    const plain = key.replace(/[^A-Za-z0-9_]/g, '_').toUpperCase();
    if (plain !== key) yield* k.p.warn(`Warning: key ${key} transferred to ${plain}\n`);
    variables.push({ name: `${k.flags.text('prefix')}${plain}`, valueFrom: { [reference]: { key, name } } });
  }
  return good(variables);
}

function* listVariables(k: Invocation, object: Fields, containers: readonly Fields[]): Sys<void> {
  for (const container of containers) {
    yield* k.p.print(
      `# ${textAt(object, 'kind')} ${nameOf(object)}, container ${textAt(container, 'name')}\n`,
    );
    for (const variable of listAt(container, 'env')) {
      const name = textAt(variable, 'name');
      const reference = at(variable, 'valueFrom');
      if (reference === undefined) yield* k.p.print(`${name}=${textAt(variable, 'value')}\n`);
      else if (k.flags.bool('resolve')) yield* k.p.print(`${name}=${yield* resolved(k, reference)}\n`);
      else yield* k.p.print(`# ${name} from ${referenceText(reference)}\n`);
    }
  }
}

function referenceText(reference: unknown): string {
  const [map, secret, field] = ['configMapKeyRef', 'secretKeyRef', 'fieldRef'].map((name) =>
    at(reference, name),
  );
  if (map !== undefined) return `configmap ${textAt(map, 'name')}, key ${textAt(map, 'key')}`;
  if (secret !== undefined) return `secret ${textAt(secret, 'name')}, key ${textAt(secret, 'key')}`;
  return `field path ${textAt(field, 'fieldPath')}`;
}

function* resolved(k: Invocation, reference: unknown): Sys<string> {
  const isSecret = at(reference, 'secretKeyRef') !== undefined;
  const part = at(reference, isSecret ? 'secretKeyRef' : 'configMapKeyRef');
  const plural = isSecret ? 'secrets' : 'configmaps';
  const found = yield* k.get(`/api/v1/namespaces/${k.namespace}/${plural}/${textAt(part, 'name')}`);
  const value = found.ok ? textAt(found.value, 'data', textAt(part, 'key')) : '';
  const bytes = isSecret ? decodeBase64(value) : undefined;
  return bytes?.ok === true ? decodeUtf8(bytes.value) : value;
}
