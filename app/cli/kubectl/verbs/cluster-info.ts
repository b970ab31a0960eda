import { good } from '../../../base/result.ts';
import { fd } from '../../../linux/names.ts';
import type { Sys } from '../../../linux/process/program.ts';
import type { Command } from '../command.ts';
import type { Outcome } from '../failure.ts';
import { printFlags } from '../flag-sets.ts';
import { goJson } from '../go/json.ts';
import { objectOf, type Invocation } from '../invocation.ts';
import { contextOf } from '../kubeconfig.ts';
import { listAt, nameOf, namespaceOf, textAt } from '../unstructured.ts';

const DUMPED = [
  ['events', '/api/v1', 'events'],
  ['replication-controllers', '/api/v1', 'replicationcontrollers'],
  ['services', '/api/v1', 'services'],
  ['daemonsets', '/apis/apps/v1', 'daemonsets'],
  ['deployments', '/apis/apps/v1', 'deployments'],
  ['replicasets', '/apis/apps/v1', 'replicasets'],
  ['pods', '/api/v1', 'pods'],
] as const;

/** `kubectl cluster-info dump`. */
const dump: Command = {
  name: 'dump',
  short: 'Dump relevant information for debugging and diagnosis',
  examples: ['# Into a directory', 'kubectl cluster-info dump --output-directory=./state'],
  use: '[flags] [options]',
  flags: [
    ...printFlags().filter((flag) => flag.name !== 'output'),
    {
      name: 'all-namespaces',
      short: 'A',
      kind: 'bool',
      usage: 'All namespaces instead of the system and the current one.',
    },
    { name: 'namespaces', kind: 'list', usage: 'These namespaces.' },
    {
      name: 'output',
      short: 'o',
      kind: 'string',
      default: 'json',
      usage: 'json or yaml.',
      values: ['json', 'yaml'],
    },
    {
      name: 'output-directory',
      kind: 'string',
      usage: 'Where the files go; standard output without it.',
      offers: 'files',
    },
    {
      name: 'pod-running-timeout',
      kind: 'duration',
      default: '20s',
      usage: 'How long to wait for a running Pod.',
    },
  ],
  *run(k) {
    const nodes = yield* k.get('/api/v1/nodes');
    if (!nodes.ok) return nodes;
    yield* write(k, 'nodes.json', goJson(nodes.value, { indent: 4 }));
    const named = k.flags.list('namespaces');
    const namespaces = named.length > 0 ? named : ['kube-system', k.namespace];
    for (const namespace of namespaces) {
      for (const [file, root, plural] of DUMPED) {
        const list = yield* k.get(`${root}/namespaces/${namespace}/${plural}`);
        if (list.ok) yield* write(k, `${namespace}/${file}.json`, goJson(list.value, { indent: 4 }));
        if (list.ok && file === 'pods') yield* dumpLogs(k, listAt(list.value, 'items'));
      }
    }
    const directory = k.flags.text('output-directory');
    if (directory !== '' && directory !== '-') yield* k.p.print(`Cluster info dumped to ${directory}\n`);
    return good(undefined);
  },
};

function* dumpLogs(k: Invocation, pods: readonly unknown[]): Sys<void> {
  for (const pod of pods) {
    let text = '';
    for (const container of listAt(pod, 'spec', 'containers')) {
      const name = textAt(container, 'name');
      const answer = yield* k.request(
        'GET',
        `/api/v1/namespaces/${namespaceOf(pod)}/pods/${nameOf(pod)}/log`,
        {
          query: { container: name },
        },
      );
      const log = objectOf(answer);
      const head = `==== START logs for container ${name} of pod ${namespaceOf(pod)}/${nameOf(pod)} ====\n`;
      text += `${head}${log.ok ? String(log.value) : ''}${head.replace('START', 'END')}`;
    }
    yield* write(k, `${namespaceOf(pod)}/${nameOf(pod)}/logs.txt`, text);
  }
}

function* write(k: Invocation, file: string, text: string): Sys<void> {
  const directory = k.flags.text('output-directory');
  if (directory === '' || directory === '-') {
    yield* k.p.print(`${text}\n`);
    return;
  }
  const path = `${directory}/${file}`;
  k.p.fs.mkdir(path.slice(0, path.lastIndexOf('/')), { parents: true });
  k.p.fs.writeFile(path, `${text}\n`);
}

/** `kubectl cluster-info`. */
export const clusterInfo: Command = {
  name: 'cluster-info',
  short: 'Display cluster information',
  long: 'Tell where the control plane and the services of the cluster itself can be reached.',
  examples: ['# Addresses', 'kubectl cluster-info'],
  use: '[flags] [options]',
  commands: [dump],
  *run(k) {
    const context = contextOf(k.config, k.flags.text('context'));
    const server = context.ok ? context.value.server : '';
    const services = yield* k.get('/api/v1/namespaces/kube-system/services', {
      labelSelector: 'kubernetes.io/cluster-service=true',
    });
    if (!services.ok) return services;
    return yield* show(k, server, listAt(services.value, 'items'));
  },
};

function* show(k: Invocation, server: string, services: readonly unknown[]): Sys<Outcome> {
  const color = k.p.isTty(fd(1));
  yield* k.p.print(line('Kubernetes control plane', server, color));
  for (const service of services) {
    const port = listAt(service, 'spec', 'ports')[0];
    const suffix = textAt(port, 'name') === '' ? '' : `:${textAt(port, 'name')}`;
    const name = textAt(service, 'metadata', 'labels', 'kubernetes.io/name') || nameOf(service);
    yield* k.p.print(
      line(
        name,
        `${server}/api/v1/namespaces/${namespaceOf(service)}/services/${nameOf(service)}${suffix}/proxy`,
        color,
      ),
    );
  }
  yield* k.p.print("\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.\n");
  return good(undefined);
}

function line(name: string, address: string, color: boolean): string {
  if (!color) return `${name} is running at ${address}\n`;
  return `\u001b[0;32m${name}\u001b[0m is running at \u001b[0;33m${address}\u001b[0m\n`;
}
