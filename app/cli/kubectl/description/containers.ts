import type { Container, ContainerStatus, EnvVar, Probe } from '../../../kube/kinds/types.data.ts';
import { byCodePoint } from '../go/json.ts';
import { typed } from '../status.decode.ts';
import { at, fieldsAt, isFields, listAt, textAt } from '../unstructured.ts';
import { rfc1123 } from './time.ts';
import type { DescriptionWriter } from './writer.ts';

/** The Pod behind the containers: environment variables may show its fields. */
export interface ContainerContext {
  readonly statuses: readonly unknown[];
  readonly pod?: unknown;
}

/** @upstream kubectl/pkg/describe/describe.go describeContainers */
export function describeContainers(
  w: DescriptionWriter,
  label: string,
  containers: readonly unknown[],
  context: ContainerContext,
  space: string,
): void {
  w.write(0, `${space}${label}:${containers.length === 0 ? ' <none>' : ''}\n`);
  for (const one of containers) {
    const container = typed<Container>(one);
    const found = context.statuses.find((status) => textAt(status, 'name') === container.name);
    const status = found === undefined ? undefined : typed<ContainerStatus>(found);
    describeBasics(w, container, status, space);
    describeWords(w, 'Command', container.command ?? []);
    describeWords(w, 'Args', container.args ?? []);
    if (status !== undefined) describeState(w, status);
    describeResources(w, container.resources);
    describeProbes(w, container);
    describeEnvFrom(w, listAt(container, 'envFrom'));
    describeEnv(w, container.env ?? [], context.pod);
    describeMounts(w, container);
  }
}

function describeBasics(
  w: DescriptionWriter,
  container: Container,
  status: ContainerStatus | undefined,
  space: string,
): void {
  w.write(1, `${space === '' ? '' : ' '}${container.name}:\n`);
  if (status !== undefined) w.write(2, `Container ID:\t${status.containerID ?? ''}\n`);
  w.write(2, `Image:\t${container.image ?? ''}\n`);
  if (status !== undefined) w.write(2, `Image ID:\t${status.imageID}\n`);
  const ports = container.ports ?? [];
  const inside = ports.map((port) => `${port.containerPort}/${port.protocol ?? 'TCP'}`).join(', ');
  const outside = ports.map((port) => `${port.hostPort ?? 0}/${port.protocol ?? 'TCP'}`).join(', ');
  w.write(2, inside.includes(',') ? `Ports:\t${inside}\n` : `Port:\t${inside || '<none>'}\n`);
  w.write(2, outside.includes(',') ? `Host Ports:\t${outside}\n` : `Host Port:\t${outside || '<none>'}\n`);
  const profile = textAt(container, 'securityContext', 'seccompProfile', 'type');
  if (profile !== '') w.write(2, `SeccompProfile:\t${profile}\n`);
}

function describeWords(w: DescriptionWriter, title: string, words: readonly string[]): void {
  if (words.length === 0) return;
  w.write(2, `${title}:\n`);
  for (const word of words) for (const line of word.split('\n')) w.write(3, `${line}\n`);
}

function describeState(w: DescriptionWriter, status: ContainerStatus): void {
  describeOneState(w, 'State', status.state);
  if (at(status, 'lastState', 'terminated') !== undefined)
    describeOneState(w, 'Last State', status.lastState);
  w.write(2, `Ready:\t${status.ready ? 'True' : 'False'}\n`);
  w.write(2, `Restart Count:\t${status.restartCount}\n`);
}

function describeOneState(w: DescriptionWriter, title: string, state: unknown): void {
  const [running, terminated] = [at(state, 'running'), at(state, 'terminated')];
  if (isFields(running)) {
    w.write(2, `${title}:\tRunning\n`);
    w.write(3, `Started:\t${rfc1123(textAt(running, 'startedAt'))}\n`);
  } else if (isFields(terminated)) {
    w.write(2, `${title}:\tTerminated\n`);
    if (textAt(terminated, 'reason') !== '') w.write(3, `Reason:\t${textAt(terminated, 'reason')}\n`);
    if (textAt(terminated, 'message') !== '') w.write(3, `Message:\t${textAt(terminated, 'message')}\n`);
    w.write(3, `Exit Code:\t${String(terminated['exitCode'])}\n`);
    if (Number(terminated['signal'] ?? 0) > 0) w.write(3, `Signal:\t${String(terminated['signal'])}\n`);
    w.write(3, `Started:\t${rfc1123(textAt(terminated, 'startedAt'))}\n`);
    w.write(3, `Finished:\t${rfc1123(textAt(terminated, 'finishedAt'))}\n`);
  } else {
    w.write(2, `${title}:\tWaiting\n`);
    const reason = textAt(state, 'waiting', 'reason');
    if (reason !== '') w.write(3, `Reason:\t${reason}\n`);
  }
}

/** Limits and requests, each in the order of names. */
export function describeResources(w: DescriptionWriter, resources: unknown): void {
  for (const [title, field] of [
    ['Limits', 'limits'],
    ['Requests', 'requests'],
  ] as const) {
    const amounts = Object.entries(fieldsAt(resources, field)).toSorted(([a], [b]) => byCodePoint(a, b));
    if (amounts.length === 0) continue;
    w.write(2, `${title}:\n`);
    for (const [name, amount] of amounts) w.write(3, `${name}:\t${String(amount)}\n`);
  }
}

function describeProbes(w: DescriptionWriter, container: Container): void {
  if (container.livenessProbe) w.write(2, `Liveness:\t${probeText(container.livenessProbe)}\n`);
  if (container.readinessProbe) w.write(2, `Readiness:\t${probeText(container.readinessProbe)}\n`);
  if (container.startupProbe) w.write(2, `Startup:\t${probeText(container.startupProbe)}\n`);
}

/** @upstream kubectl/pkg/describe/describe.go DescribeProbe */
function probeText(probe: Probe): string {
  const times =
    `delay=${probe.initialDelaySeconds ?? 0}s timeout=${probe.timeoutSeconds ?? 0}s period=${probe.periodSeconds ?? 0}s ` +
    `#success=${probe.successThreshold ?? 0} #failure=${probe.failureThreshold ?? 0}`;
  if (probe.exec) return `exec [${(probe.exec.command ?? []).join(' ')}] ${times}`;
  if (probe.httpGet) {
    const { scheme, host, port, path } = probe.httpGet;
    const slashed =
      (path ?? '').startsWith('/') || path === undefined || path === '' ? (path ?? '') : `/${path}`;
    return `http-get ${(scheme ?? 'HTTP').toLowerCase()}://${host ?? ''}:${port}${slashed} ${times}`;
  }
  if (probe.tcpSocket) return `tcp-socket ${probe.tcpSocket.host ?? ''}:${probe.tcpSocket.port} ${times}`;
  if (probe.grpc) return `grpc <pod>:${probe.grpc.port} ${probe.grpc.service ?? ''} ${times}`;
  return `unknown ${times}`;
}

function describeEnvFrom(w: DescriptionWriter, sources: readonly unknown[]): void {
  if (sources.length === 0) return;
  w.write(2, 'Environment Variables from:\n');
  for (const source of sources) {
    const field = at(source, 'configMapRef') === undefined ? 'secretRef' : 'configMapRef';
    const from = field === 'configMapRef' ? 'ConfigMap' : 'Secret';
    const optional = at(source, field, 'optional') === true;
    const prefix = textAt(source, 'prefix');
    const name = textAt(source, field, 'name');
    const withPrefix = prefix === '' ? '' : ` with prefix '${prefix}'`;
    w.write(3, `${name}\t${from}${withPrefix}\tOptional: ${optional}\n`);
  }
}

function describeEnv(w: DescriptionWriter, variables: readonly EnvVar[], pod: unknown): void {
  w.write(2, `Environment:${variables.length === 0 ? '\t<none>' : ''}\n`);
  for (const variable of variables) {
    const from = variable.valueFrom;
    if (from?.fieldRef) {
      const { apiVersion, fieldPath } = from.fieldRef;
      w.write(3, `${variable.name}:\t${fieldValue(pod, fieldPath)} (${apiVersion ?? 'v1'}:${fieldPath})\n`);
    } else if (from?.resourceFieldRef) {
      w.write(3, `${variable.name}:\t (${from.resourceFieldRef.resource})\n`);
    } else if (from?.secretKeyRef) {
      const { key, name, optional } = from.secretKeyRef;
      w.write(
        3,
        `${variable.name}:\t<set to the key '${key}' in secret '${name ?? ''}'>\tOptional: ${optional === true}\n`,
      );
    } else if (from?.configMapKeyRef) {
      const { key, name, optional } = from.configMapKeyRef;
      w.write(
        3,
        `${variable.name}:\t<set to the key '${key}' of config map '${name ?? ''}'>\tOptional: ${optional === true}\n`,
      );
    } else {
      const [first = '', ...rest] = (variable.value ?? '').split('\n');
      w.write(3, `${variable.name}:\t${first}\n`);
      for (const line of rest) w.write(3, `\t${line}\n`);
    }
  }
}

/** The field of a Pod that a variable shows; templates have none. */
function fieldValue(pod: unknown, path: string): string {
  const keyed = /^(.*)\['(.*)'\]$/.exec(path);
  const steps = (keyed?.[1] ?? path).split('.');
  const found = at(pod, ...steps, ...(keyed?.[2] === undefined ? [] : [keyed[2]]));
  return typeof found === 'string' ? found : '';
}

function describeMounts(w: DescriptionWriter, container: Container): void {
  const mounts = (container.volumeMounts ?? []).toSorted((a, b) => byCodePoint(a.mountPath, b.mountPath));
  w.write(2, `Mounts:${mounts.length === 0 ? '\t<none>' : ''}\n`);
  for (const mount of mounts) {
    const flags = [mount.readOnly === true ? 'ro' : 'rw'];
    if ((mount.subPath ?? '') !== '') flags.push(`path="${mount.subPath ?? ''}"`);
    w.write(3, `${mount.mountPath} from ${mount.name} (${flags.join(',')})\n`);
  }
}
