import { bad, good, type Result } from '../../../base/result.ts';
import { WireSchema } from '../../../kube/kinds/wire.ts';
import { parseQuantity } from '../../../kube/kinds/quantity.ts';
import type { Sys } from '../../../linux/process/program.ts';
import { withLastApplied } from '../apply/last-applied.ts';
import type { Command } from '../command.ts';
import { dryRunAndPrinter, dryRunQuery, type DryRun, type ResultPrinter } from '../dry-run.ts';
import { failed, type Outcome } from '../failure.ts';
import { DRY_RUN_FLAG, fieldManagerFlag, fileFlags, printFlags, SAVE_CONFIG_FLAG } from '../flag-sets.ts';
import type { Invocation } from '../invocation.ts';
import { eachObject, findObjects } from '../object/found.ts';
import { typedForm } from '../object/typed-form.ts';
import type { Found } from '../resource/builder.ts';
import { apiVersionOf, resourceText } from '../resource/mapping.ts';
import type { Fields } from '../unstructured.ts';

/** `kubectl autoscale`: a HorizontalPodAutoscaler for a workload. */
export const autoscale: Command = {
  name: 'autoscale',
  short: 'Auto-scale a deployment, replica set, stateful set, or replication controller',
  long: 'Make an autoscaler that chooses the number of replicas between a lower and an upper bound.',
  examples: ['# Between 2 and 10 replicas', 'kubectl autoscale deployment web --min=2 --max=10 --cpu=80%'],
  use: '(-f FILENAME | TYPE NAME | TYPE/NAME) [--min=MINPODS] --max=MAXPODS [--cpu=CPU] [--memory=MEMORY] [options]',
  takes: 'resources',
  flags: [
    ...fileFlags('what to scale'),
    ...printFlags(),
    DRY_RUN_FLAG,
    fieldManagerFlag('kubectl-autoscale'),
    SAVE_CONFIG_FLAG,
    {
      name: 'cpu',
      kind: 'string',
      usage: 'CPU to aim at: a share of the request (70%) or an amount (500m).',
    },
    {
      name: 'cpu-percent',
      kind: 'int',
      default: '-1',
      usage: 'CPU to aim at, as a share.',
      deprecated:
        "Use --cpu with percentage or resource quantity format (e.g., '70%' for utilization or '500m' for milliCPU).",
    },
    { name: 'max', kind: 'int', default: '-1', usage: 'Most replicas.', required: true },
    { name: 'memory', kind: 'string', usage: 'Memory to aim at: a share (60%) or an amount (200Mi).' },
    { name: 'min', kind: 'int', default: '-1', usage: 'Fewest replicas.' },
    { name: 'name', kind: 'string', usage: 'Name of the autoscaler.' },
  ],
  *run(k) {
    const [min, max] = [k.flags.int('min'), k.flags.int('max')];
    if (max < 1) return failed(`--max=MAXPODS is required and must be at least 1, max: ${max}`);
    if (max < min)
      return failed(`--max=MAXPODS must be larger or equal to --min=MINPODS, max: ${max}, min: ${min}`);
    const setup = yield* dryRunAndPrinter(k);
    if (!setup.ok) return setup;
    const objects = yield* findObjects(k, {
      args: k.args,
      files: k.flags.list('filename'),
      recursive: k.flags.bool('recursive'),
    });
    if (!objects.ok) return objects;
    return yield* eachObject(objects.value, (found) =>
      autoscaleOne(k, found, setup.value.dryRun, setup.value.printer),
    );
  },
};

function* autoscaleOne(k: Invocation, found: Found, dryRun: DryRun, printer: ResultPrinter): Sys<Outcome> {
  const { mapping } = found;
  if (!mapping.subresources.includes('scale')) {
    return failed(
      `cannot autoscale a ${mapping.kind}: could not find scale subresource for ${resourceText(mapping)} in discovery information`,
    );
  }
  const metrics = metricsOf(k);
  if (!metrics.ok) return failed(metrics.error);
  const min = k.flags.int('min');
  const object: Fields = {
    kind: 'HorizontalPodAutoscaler',
    apiVersion: 'autoscaling/v2',
    metadata: {
      name: k.flags.text('name') || found.name,
      ...(k.namespaceForced ? { namespace: k.namespace } : {}),
    },
    spec: {
      scaleTargetRef: { kind: mapping.kind, name: found.name, apiVersion: apiVersionOf(mapping) },
      ...(min > 0 ? { minReplicas: min } : {}),
      maxReplicas: k.flags.int('max'),
      ...(metrics.value.length > 0 ? { metrics: metrics.value } : {}),
    },
  };
  const saved = k.flags.bool('save-config') ? withLastApplied(object) : object;
  if (dryRun === 'client')
    return yield* printer.print(typedForm(new WireSchema(), saved), 'autoscaled', 'as they stand');
  const created = yield* k.call(
    'POST',
    `/apis/autoscaling/v2/namespaces/${k.namespace}/horizontalpodautoscalers`,
    {
      query: { ...dryRunQuery(dryRun), fieldManager: k.flags.text('field-manager') },
      body: saved,
    },
  );
  if (created.ok) return yield* printer.print(created.value, 'autoscaled');
  return failed(
    'failed to create autoscaling/v2 HPA and the configuration is incompatible with autoscaling/v1: empty input',
  );
}

function metricsOf(k: Invocation): Result<readonly Fields[]> {
  const metrics: Fields[] = [];
  const percent = k.flags.int('cpu-percent');
  const wishes = [
    ['cpu', percent >= 0 ? `${percent}%` : k.flags.text('cpu')],
    ['memory', k.flags.text('memory')],
  ] as const;
  for (const [name, text] of wishes) {
    if (text === '') continue;
    const target = targetOf(name, text);
    if (!target.ok) return target;
    metrics.push({ type: 'Resource', resource: { name, target: target.value } });
  }
  return good(metrics);
}

function targetOf(name: string, text: string): Result<Fields> {
  const share = /^(\d+)%$/.exec(text);
  if (share !== null) return good({ type: 'Utilization', averageUtilization: Number(share[1]) });
  const amount = parseQuantity(text);
  if (!amount.ok) return bad(`invalid ${name} value: ${text}`);
  return good({ type: 'AverageValue', averageValue: amount.value.text });
}
