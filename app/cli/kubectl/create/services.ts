import { bad, good, type Result } from '../../../base/result.ts';
import type { Command, Flag } from '../command.ts';
import { failed, type Failure } from '../failure.ts';
import type { Invocation } from '../invocation.ts';
import type { Fields } from '../unstructured.ts';
import { generatorCommand } from './generator.ts';

const TCP: Flag = {
  name: 'tcp',
  kind: 'list',
  usage: 'Port pairs as PORT or PORT:TARGETPORT; several are allowed.',
};

/** Usage lines that differ from the others. */
const USES: Readonly<Record<string, string>> = {
  ClusterIP: '[--tcp=<port>:<targetPort>]',
  ExternalName: '--external-name external.name',
};

/** `kubectl create service TYPE NAME`. */
export const createService: Command = {
  name: 'service',
  aliases: ['svc'],
  short: 'Create a service using a specified subcommand',
  use: '[flags] [options]',
  helpWithout: 'stderr',
  commands: [
    serviceCommand('clusterip', 'ClusterIP', [
      TCP,
      { name: 'clusterip', kind: 'string', usage: 'Address to ask for, or None for a headless Service.' },
    ]),
    serviceCommand('externalname', 'ExternalName', [
      TCP,
      {
        name: 'external-name',
        kind: 'string',
        usage: 'Name outside the cluster to answer with.',
        required: true,
      },
    ]),
    serviceCommand('loadbalancer', 'LoadBalancer', [TCP]),
    serviceCommand('nodeport', 'NodePort', [
      TCP,
      { name: 'node-port', kind: 'int', usage: 'Port on every node.' },
    ]),
  ],
};

function serviceCommand(name: string, type: string, flags: readonly Flag[]): Command {
  return generatorCommand({
    name,
    short: `Create ${type === 'ExternalName' ? 'an' : 'a'} ${type} service`,
    examples: [
      `# A ${type} Service`,
      type === 'ExternalName'
        ? 'kubectl create service externalname db --external-name db.example.com'
        : `kubectl create service ${name} web --tcp=5678:8080`,
    ],
    use: `NAME ${USES[type] ?? '[--tcp=port:targetPort]'} [--dry-run=server|client|none] [options]`,
    flags,
    refusal: `failed to create ${type} service: `,
    *build(k, service) {
      const headless = type === 'ClusterIP' && k.flags.text('clusterip') === 'None';
      const pairs = k.flags.list('tcp');
      if (pairs.length === 0 && type !== 'ExternalName' && !headless) {
        return failed('at least one tcp port specifier must be provided');
      }
      const ports = portsOf(k, pairs, type);
      return ports.ok ? good(serviceObject(k, service, type, ports.value)) : ports;
    },
  });
}

function serviceObject(k: Invocation, name: string, type: string, ports: readonly Fields[]): Fields {
  const labels = { app: name };
  const clusterIP = type === 'ClusterIP' ? k.flags.text('clusterip') : '';
  return {
    kind: 'Service',
    apiVersion: 'v1',
    metadata: { name, labels },
    spec: {
      ...(ports.length > 0 ? { ports } : {}),
      selector: labels,
      ...(clusterIP === '' ? {} : { clusterIP }),
      type,
      ...(type === 'ExternalName' ? { externalName: k.flags.text('external-name') } : {}),
    },
  };
}

function portsOf(k: Invocation, pairs: readonly string[], type: string): Result<readonly Fields[], Failure> {
  const ports: Fields[] = [];
  const nodePort = type === 'NodePort' ? k.flags.int('node-port') : 0;
  for (const pair of pairs) {
    const [from = '', to] = pair.split(':');
    const port = parsePort(from);
    if (!port.ok) return failed(port.error);
    const target = to === undefined ? good<number | string>(port.value) : targetPort(to);
    if (!target.ok) return failed(target.error);
    ports.push({
      name: pair.replaceAll(':', '-'),
      protocol: 'TCP',
      port: port.value,
      targetPort: target.value,
      ...(nodePort === 0 ? {} : { nodePort }),
    });
  }
  return good(ports);
}

function parsePort(text: string): Result<number> {
  if (!/^\d+$/.test(text)) return bad(`strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`);
  if (Number(text) > 65535)
    return bad(`strconv.ParseUint: parsing ${JSON.stringify(text)}: value out of range`);
  return good(Number(text));
}

function targetPort(text: string): Result<number | string> {
  if (!/^[-+]?\d+$/.test(text)) {
    if (/^[a-z0-9-]{1,15}$/.test(text) && /[a-z]/.test(text)) return good(text);
    return bad('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
  }
  const port = Number(text);
  return port < 1 || port > 65535 ? bad('must be between 1 and 65535, inclusive') : good(port);
}
