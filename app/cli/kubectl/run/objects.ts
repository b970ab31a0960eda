import { bad, good, type Result } from '../../../base/result.ts';
import { WireSchema } from '../../../kube/kinds/wire.ts';
import type { Sys } from '../../../linux/process/program.ts';
import { LAST_APPLIED } from '../apply/last-applied.ts';
import { dryRunQuery, type DryRun } from '../dry-run.ts';
import type { Failure } from '../failure.ts';
import { byCodePoint, goJson } from '../go/json.ts';
import type { Invocation } from '../invocation.ts';
import { typedForm } from '../object/typed-form.ts';
import { withAt, type Fields } from '../unstructured.ts';

/** The Pod that the flags of `kubectl run` describe. */
export function podObject(k: Invocation): Result<Fields> {
  const name = k.args[0] ?? '';
  const labels = labelsOf(k, name);
  if (!labels.ok) return labels;
  const env = envOf(k);
  if (!env.ok) return env;
  const port = k.flags.text('port');
  if (port !== '' && !/^[-+]?\d+$/.test(port))
    return bad(`strconv.Atoi: parsing ${JSON.stringify(port)}: invalid syntax`);
  const words = k.args.slice(1);
  const annotations = Object.fromEntries(k.flags.list('annotations').map((one) => splitPair(one)));
  const policy = k.flags.text('image-pull-policy');
  const stdin = k.flags.bool('stdin');
  const container = {
    name,
    image: k.flags.text('image'),
    ...(words.length > 0 ? { [k.flags.bool('command') ? 'command' : 'args']: words } : {}),
    ...(port === '' ? {} : { ports: [{ containerPort: Number(port) }] }),
    ...(env.value.length > 0 ? { env: env.value } : {}),
    ...(policy === '' ? {} : { imagePullPolicy: policy }),
    ...(k.flags.bool('privileged') ? { securityContext: { privileged: true } } : {}),
    ...(stdin ? { stdin: true } : {}),
    ...(stdin && !k.flags.bool('leave-stdin-open') ? { stdinOnce: true } : {}),
    ...(k.flags.bool('tty') ? { tty: true } : {}),
  };
  return good({
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: {
      name,
      ...(k.namespaceForced ? { namespace: k.namespace } : {}),
      labels: labels.value,
      ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
    },
    spec: {
      containers: [container],
      restartPolicy: k.flags.text('restart') || 'Always',
      dnsPolicy: 'ClusterFirst',
    },
  });
}

function splitPair(pair: string): [string, string] {
  const equals = pair.indexOf('=');
  return equals === -1 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
}

function labelsOf(k: Invocation, name: string): Result<Fields> {
  const text = k.flags.text('labels');
  if (text === '') return good({ run: name });
  const pairs = text.split(',');
  const odd = pairs.find((pair) => pair.split('=').length !== 2 || pair.startsWith('='));
  if (odd !== undefined) return bad(`unexpected label spec: ${odd}`);
  return good(Object.fromEntries(pairs.map(splitPair).toSorted(([a], [b]) => byCodePoint(a, b))));
}

function envOf(k: Invocation): Result<readonly Fields[]> {
  const variables: Fields[] = [];
  for (const pair of k.flags.list('env')) {
    const [name, value] = splitPair(pair);
    if (!pair.includes('=') || !/^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(name)) return bad(`invalid env: ${pair}`);
    variables.push({ name, ...(value === '' ? {} : { value }) });
  }
  return good(variables);
}

/** The Service of --expose. */
export function serviceObject(k: Invocation): Fields {
  const name = k.args[0] ?? '';
  const port = Number(k.flags.text('port'));
  const labels = labelsOf(k, name);
  return {
    kind: 'Service',
    apiVersion: 'v1',
    metadata: { name, ...(k.namespaceForced ? { namespace: k.namespace } : {}) },
    spec: {
      ports: [{ protocol: 'TCP', port, targetPort: port }],
      selector: labels.ok ? labels.value : {},
    },
  };
}

/** Sends an object in the typed form of the real client; under a client dry run it comes back. */
export function* createTyped(
  k: Invocation,
  object: Fields,
  plural: string,
  dryRun: DryRun,
): Sys<Result<unknown, Failure>> {
  const typed = typedForm(new WireSchema(), object);
  const saved = k.flags.bool('save-config') ? saveConfig(typed) : typed;
  if (dryRun === 'client') return good(saved);
  return yield* k.call('POST', `/api/v1/namespaces/${k.namespace}/${plural}`, {
    query: { ...dryRunQuery(dryRun), fieldManager: k.flags.text('field-manager') },
    body: saved,
  });
}

/** The configuration in the annotation keeps the order of the typed form. */
function saveConfig(typed: Fields): Fields {
  return withAt(
    typed,
    ['metadata', 'annotations', LAST_APPLIED],
    `${goJson(typed, { keys: 'as they stand' })}\n`,
  );
}
