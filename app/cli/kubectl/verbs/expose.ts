import { bad, good, type Result } from '../../../base/result.ts';
import { WireSchema } from '../../../kube/kinds/wire.ts';
import type { Sys } from '../../../linux/process/program.ts';
import { withLastApplied } from '../apply/last-applied.ts';
import type { Command } from '../command.ts';
import { equalities } from '../create/policies.ts';
import { dryRunAndPrinter, dryRunQuery, type DryRun, type ResultPrinter } from '../dry-run.ts';
import { failed, together, type Failure, type Outcome } from '../failure.ts';
import { DRY_RUN_FLAG, fieldManagerFlag, fileFlags, printFlags, SAVE_CONFIG_FLAG } from '../flag-sets.ts';
import type { Invocation } from '../invocation.ts';
import { overridden } from '../object/overrides.ts';
import { podLabelsOf, portsOf, type OfferedPort } from '../object/selectors.ts';
import { typedForm } from '../object/typed-form.ts';
import { fetchTargets, resolveTargets, type Found } from '../resource/builder.ts';
import { fieldsAt, type Fields } from '../unstructured.ts';

const EXPOSABLE = ['ReplicationController', 'Service', 'Pod', 'Deployment', 'ReplicaSet'];
const LONGEST_NAME = 63;

/** `kubectl expose`: a Service for what a workload runs. */
export const expose: Command = {
  name: 'expose',
  short:
    'Take a replication controller, service, deployment or pod and expose it as a new Kubernetes service',
  long: 'Make a Service for the Pods of a deployment, service, replica set, replication controller or pod.\n\n Its selector and, unless --port says otherwise, its ports are taken from there. Labels are copied unless --labels are given.',
  examples: [
    '# A Service on the ports that the containers name',
    'kubectl expose deployment/my-nginx',
    '',
    '# Port 80 of the Service leads to port 8000 of the containers',
    'kubectl expose deployment nginx --port=80 --target-port=8000',
  ],
  use: '(-f FILENAME | TYPE NAME) [--port=port] [--protocol=TCP|UDP|SCTP] [--target-port=number-or-name] [--name=name] [--external-ip=external-ip-of-service] [--type=type] [options]',
  takes: 'resources',
  flags: [
    ...fileFlags('what to expose'),
    ...printFlags(),
    DRY_RUN_FLAG,
    fieldManagerFlag('kubectl-expose'),
    SAVE_CONFIG_FLAG,
    { name: 'selector', kind: 'string', usage: 'Selector of the Service; without it that of the workload.' },
    { name: 'cluster-ip', kind: 'string', usage: 'Address to ask for, or None for a headless Service.' },
    { name: 'external-ip', kind: 'string', usage: 'A further address at which nodes accept traffic.' },
    { name: 'labels', short: 'l', kind: 'string', usage: 'Labels of the Service.' },
    { name: 'load-balancer-ip', kind: 'string', usage: 'Address to ask the load balancer for.' },
    { name: 'name', kind: 'string', usage: 'Name of the Service.' },
    {
      name: 'override-type',
      kind: 'string',
      default: 'merge',
      usage: 'How --overrides are merged: json, merge or strategic.',
      values: ['json', 'merge', 'strategic'],
    },
    { name: 'overrides', kind: 'string', usage: 'JSON that changes the made object.' },
    { name: 'port', kind: 'string', usage: 'Port of the Service.' },
    { name: 'protocol', kind: 'string', usage: 'Protocol of the Service.' },
    { name: 'session-affinity', kind: 'string', usage: 'None or ClientIP.', values: ['None', 'ClientIP'] },
    { name: 'target-port', kind: 'string', usage: 'Number or name of the port of the containers.' },
    {
      name: 'type',
      kind: 'string',
      usage: 'ClusterIP, NodePort, LoadBalancer or ExternalName.',
      values: ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'],
    },
  ],
  *run(k) {
    const setup = yield* dryRunAndPrinter(k);
    if (!setup.ok) return setup;
    const targets = yield* resolveTargets(k, {
      args: k.args,
      files: k.flags.list('filename'),
      recursive: k.flags.bool('recursive'),
    });
    if (!targets.ok) return targets;
    const fetched = yield* fetchTargets(k, targets.value);
    const failures: Failure[] = [...fetched.failures];
    for (const found of fetched.found) {
      const exposed = yield* exposeOne(k, found, setup.value.dryRun, setup.value.printer);
      if (!exposed.ok) failures.push(exposed.error);
    }
    const [only] = failures;
    return failures.length === 1 && only !== undefined ? { ok: false, error: only } : together(failures);
  },
};

function* exposeOne(k: Invocation, found: Found, dryRun: DryRun, printer: ResultPrinter): Sys<Outcome> {
  if (!EXPOSABLE.includes(found.mapping.kind)) return failed(`cannot expose a ${found.mapping.kind}`);
  const service = serviceFor(k, found);
  if (!service.ok) return failed(service.error);
  const changed = overridden(k, service.value);
  if (!changed.ok) return failed(changed.error);
  const object = k.flags.bool('save-config') ? withLastApplied(changed.value) : changed.value;
  if (dryRun === 'client')
    return yield* printer.print(typedForm(new WireSchema(), object), 'exposed', 'as they stand');
  const created = yield* k.call('POST', `/api/v1/namespaces/${found.namespace || k.namespace}/services`, {
    query: { ...dryRunQuery(dryRun), fieldManager: k.flags.text('field-manager') },
    body: object,
  });
  return created.ok ? yield* printer.print(created.value, 'exposed') : created;
}

function serviceFor(k: Invocation, found: Found): Result<Fields> {
  const wanted = k.flags.text('selector');
  const selector = wanted === '' ? podLabelsOf(found.object) : equalities(wanted);
  if (!selector.ok)
    return bad(`couldn't retrieve selectors via --selector flag or introspection: ${selector.error}`);
  const labels =
    k.flags.text('labels') === ''
      ? good(fieldsAt(found.object, 'metadata', 'labels'))
      : equalities(k.flags.text('labels'));
  if (!labels.ok) return bad(labels.error);
  const headless = k.flags.text('cluster-ip') === 'None';
  const ports = servicePorts(k, portsOf(found.object), headless);
  if (!ports.ok) return ports;
  const affinity = k.flags.text('session-affinity');
  if (!['', 'None', 'ClientIP'].includes(affinity)) return bad(`unknown session affinity: ${affinity}`);
  const set = (field: string, flag: string): Fields =>
    k.flags.text(flag) === '' ? {} : { [field]: k.flags.text(flag) };
  const external = k.flags.text('external-ip');
  const name = k.flags.text('name') || found.name.slice(0, LONGEST_NAME);
  return good({
    kind: 'Service',
    apiVersion: 'v1',
    metadata: { name, ...(Object.keys(labels.value).length > 0 ? { labels: labels.value } : {}) },
    spec: {
      ports: ports.value,
      selector: selector.value,
      ...set('clusterIP', 'cluster-ip'),
      ...set('type', 'type'),
      ...(external === '' ? {} : { externalIPs: [external] }),
      ...set('sessionAffinity', 'session-affinity'),
      ...set('loadBalancerIP', 'load-balancer-ip'),
    },
  });
}

/** @upstream kubectl/pkg/cmd/expose/expose.go createService */
function servicePorts(
  k: Invocation,
  offered: readonly OfferedPort[],
  headless: boolean,
): Result<readonly Fields[]> {
  const flag = k.flags.text('port');
  const words = flag === '' ? offered.map((one) => String(one.port)) : flag.split(',');
  if (words.length === 0)
    return headless ? good([]) : bad("couldn't find port via --port flag or introspection");
  const target = k.flags.text('target-port');
  const ports: Fields[] = [];
  for (const [index, word] of words.entries()) {
    if (!/^[-+]?\d+$/.test(word)) return bad(`strconv.Atoi: parsing ${JSON.stringify(word)}: invalid syntax`);
    const port = Number(word);
    const protocol = k.flags.text('protocol') || offered.find((one) => one.port === port)?.protocol || 'TCP';
    ports.push({
      ...(words.length > 1 ? { name: `port-${index + 1}` } : {}),
      protocol,
      port,
      targetPort: target === '' ? port : /^\d+$/.test(target) ? Number(target) : target,
    });
  }
  return good(ports);
}
