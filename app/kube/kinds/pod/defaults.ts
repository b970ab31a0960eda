import { filled, mapped, withPart } from '../plain.ts';
import { quantityNanos } from '../quantity.ts';
import { retyped } from '../typed.decode.ts';
import type {
  Container,
  ContainerPort,
  EnvVar,
  HTTPGetAction,
  Lifecycle,
  LifecycleHandler,
  Pod,
  PodSpec,
  PodTemplateSpec,
  Probe,
  ResourceRequirements,
  Volume,
} from '../types.data.ts';

/** Fills in what a Pod leaves open. @upstream pkg/apis/core/v1/defaults.go SetDefaults_Pod, SetDefaults_PodSpec */
export function defaultPod(pod: Pod): Pod {
  const spec = pod.spec;
  if (!spec) return pod;
  const withRequests: PodSpec = withPart(
    withPart(spec, 'containers', mapped(spec.containers ?? [], requestsFromLimits)),
    'initContainers',
    mapped(spec.initContainers, requestsFromLimits),
  );
  const done = filled(defaultPodSpec(dropUndefined(withRequests)), { enableServiceLinks: true });
  return withPart(pod, 'spec', defaultPodResources(done));
}

/** Fills in what the template of a controller leaves open. */
export function defaultTemplate(template: PodTemplateSpec): PodTemplateSpec {
  return template.spec ? withPart(template, 'spec', defaultPodSpec(template.spec)) : template;
}

function dropUndefined(spec: PodSpec): PodSpec {
  if (spec.initContainers !== undefined || !('initContainers' in spec)) return spec;
  const { initContainers: _none, ...rest } = spec;
  return rest;
}

/** Fills in what a Pod's spec leaves open, wherever it stands. */
export function defaultPodSpec(spec: PodSpec): PodSpec {
  const filledIn = filled(spec, {
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    securityContext: {},
    schedulerName: 'default-scheduler',
  });
  const hostNetwork = filledIn.hostNetwork === true;
  const container = (one: Container): Container => defaultContainer(one, hostNetwork);
  const changes: Partial<PodSpec> = {
    containers: mapped(filledIn.containers, container),
    ...(filledIn.initContainers && { initContainers: mapped(filledIn.initContainers, container) }),
    ...(filledIn.ephemeralContainers && {
      ephemeralContainers: mapped(filledIn.ephemeralContainers, (one) => retyped(container(retyped(one)))),
    }),
    ...(filledIn.volumes && { volumes: mapped(filledIn.volumes, defaultVolume) }),
    ...(filledIn.topologySpreadConstraints && {
      topologySpreadConstraints: mapped(filledIn.topologySpreadConstraints, (one) =>
        filled(one, { nodeAffinityPolicy: 'Honor', nodeTaintsPolicy: 'Ignore' }),
      ),
    }),
    ...(filledIn.serviceAccountName &&
      !filledIn.serviceAccount && { serviceAccount: filledIn.serviceAccountName }),
    ...(filledIn.serviceAccount &&
      !filledIn.serviceAccountName && { serviceAccountName: filledIn.serviceAccount }),
  };
  return withChanges(filledIn, changes);
}

function withChanges<Value extends object>(value: Value, changes: Partial<Value>): Value {
  const different = Object.entries(changes).some(([key, part]) => Reflect.get(value, key) !== part);
  return different ? { ...value, ...changes } : value;
}

/** The tag after the last colon, `latest` where there is none. */
function imageTag(image: string): string {
  const name = image.slice(image.lastIndexOf('/') + 1).split('@')[0] ?? '';
  const colon = name.indexOf(':');
  if (image.includes('@') && colon < 0) return '';
  return colon < 0 ? 'latest' : name.slice(colon + 1);
}

function defaultContainer(container: Container, hostNetwork: boolean): Container {
  const pullPolicy = imageTag(container.image ?? '') === 'latest' ? 'Always' : 'IfNotPresent';
  const filledIn = filled(container, {
    resources: {},
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: pullPolicy,
  });
  return withChanges(filledIn, {
    ...(filledIn.ports && { ports: mapped(filledIn.ports, (port) => defaultPort(port, hostNetwork)) }),
    ...(filledIn.env && { env: mapped(filledIn.env, defaultEnv) }),
    ...(filledIn.livenessProbe && { livenessProbe: defaultProbe(filledIn.livenessProbe) }),
    ...(filledIn.readinessProbe && { readinessProbe: defaultProbe(filledIn.readinessProbe) }),
    ...(filledIn.startupProbe && { startupProbe: defaultProbe(filledIn.startupProbe) }),
    ...(filledIn.lifecycle && { lifecycle: defaultLifecycle(filledIn.lifecycle) }),
  });
}

function defaultPort(port: ContainerPort, hostNetwork: boolean): ContainerPort {
  const named = filled(port, { protocol: 'TCP' });
  return hostNetwork ? filled(named, { hostPort: port.containerPort }) : named;
}

function defaultEnv(env: EnvVar): EnvVar {
  const { valueFrom } = env;
  if (valueFrom?.fieldRef) {
    const fieldRef = filled(valueFrom.fieldRef, { apiVersion: 'v1' });
    return fieldRef === valueFrom.fieldRef ? env : { ...env, valueFrom: { ...valueFrom, fieldRef } };
  }
  if (valueFrom?.resourceFieldRef) {
    const resourceFieldRef = filled(valueFrom.resourceFieldRef, { divisor: '0' });
    return resourceFieldRef === valueFrom.resourceFieldRef
      ? env
      : { ...env, valueFrom: { ...valueFrom, resourceFieldRef } };
  }
  return env;
}

function defaultProbe(probe: Probe): Probe {
  const handler = defaultHandler(probe);
  const grpc = probe.grpc && filled(probe.grpc, { service: '' });
  const withGrpc = grpc && grpc !== handler.grpc ? { ...handler, grpc } : handler;
  return filled(withGrpc, { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 });
}

function defaultHandler<Handler extends { readonly httpGet?: HTTPGetAction }>(handler: Handler): Handler {
  if (!handler.httpGet) return handler;
  const httpGet = filled(handler.httpGet, { path: '/', scheme: 'HTTP' });
  return httpGet === handler.httpGet ? handler : { ...handler, httpGet };
}

function defaultLifecycle(lifecycle: Lifecycle): Lifecycle {
  const both: { postStart?: LifecycleHandler; preStop?: LifecycleHandler } = {};
  if (lifecycle.postStart) both.postStart = defaultHandler(lifecycle.postStart);
  if (lifecycle.preStop) both.preStop = defaultHandler(lifecycle.preStop);
  return withChanges(lifecycle, both);
}

const FILE_MODE = 420;

function defaultVolume(volume: Volume): Volume {
  const sources = Object.keys(volume).filter((key) => key !== 'name');
  if (sources.length === 0) return { ...volume, emptyDir: {} };
  return withChanges(volume, {
    ...(volume.secret && { secret: filled(volume.secret, { defaultMode: FILE_MODE }) }),
    ...(volume.configMap && { configMap: filled(volume.configMap, { defaultMode: FILE_MODE }) }),
    ...(volume.downwardAPI && { downwardAPI: defaultDownward(volume.downwardAPI) }),
    ...(volume.projected && { projected: defaultProjected(volume.projected) }),
    ...(volume.hostPath && { hostPath: filled(volume.hostPath, { type: '' }) }),
  });
}

type Downward = NonNullable<Volume['downwardAPI']>;

function defaultDownward(source: Downward): Downward {
  return filled(withItems(source), { defaultMode: FILE_MODE });
}

function withItems<Source extends { readonly items?: Downward['items'] }>(source: Source): Source {
  const items = mapped(source.items, (file) =>
    file.fieldRef ? withChanges(file, { fieldRef: filled(file.fieldRef, { apiVersion: 'v1' }) }) : file,
  );
  return items === source.items ? source : { ...source, items };
}

type Projected = NonNullable<Volume['projected']>;

function defaultProjected(source: Projected): Projected {
  const sources = mapped(source.sources, (one) => {
    const token = one.serviceAccountToken && filled(one.serviceAccountToken, { expirationSeconds: 3600 });
    const downwardAPI = one.downwardAPI && withItems(one.downwardAPI);
    return withChanges(one, {
      ...(token && { serviceAccountToken: token }),
      ...(downwardAPI && { downwardAPI }),
    });
  });
  return filled(withChanges(source, { ...(sources && { sources }) }), { defaultMode: FILE_MODE });
}

/** What has a limit and no request requests the limit; only Pods get this, not templates. */
function requestsFromLimits(container: Container): Container {
  const { limits, requests } = container.resources ?? {};
  if (!limits) return container;
  const missing = Object.entries(limits).filter(([name]) => requests?.[name] === undefined);
  if (missing.length === 0) return container;
  return {
    ...container,
    resources: { ...container.resources, requests: sorted({ ...requests, ...Object.fromEntries(missing) }) },
  };
}

/** Pod-level resources: limits become requests, bounded below by what the containers request together. */
function defaultPodResources(spec: PodSpec): PodSpec {
  const { resources } = spec;
  if (!resources?.limits) return spec;
  const requests: Record<string, string> = { ...resources.requests };
  for (const [name, limit] of Object.entries(resources.limits))
    requests[name] ??= containerSum(spec, name) ?? limit;
  const changed: ResourceRequirements = { ...resources, requests: sorted(requests) };
  return Object.keys(requests).length === Object.keys(resources.requests ?? {}).length
    ? spec
    : { ...spec, resources: changed };
}

function containerSum(spec: PodSpec, name: string): string | undefined {
  const values = spec.containers.map((one) => one.resources?.requests?.[name]);
  const first = values.find((value) => value !== undefined);
  if (first === undefined) return undefined;
  const sum = values.reduce((total, value) => total + quantityNanos(value), 0n);
  return sum === quantityNanos(first) ? first : undefined;
}

function sorted(map: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(map).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
