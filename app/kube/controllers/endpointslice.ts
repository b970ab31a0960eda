import { deepEqual } from '../../base/equal.ts';
import { freezeDeep } from '../../base/json.ts';
import { createApiClient, type ApiClient, type Changed } from '../api-client.ts';
import { partOf, type ControllerDeps, type ControllerSpec } from '../control/controller.ts';
import { canBeEndpoint, endpointHostname, endpointPorts } from '../control/endpoint-ports.ts';
import { controllerReference } from '../control/owner.ts';
import { isPodReady } from '../control/pod-state.ts';
import { indexServicePods, watchServicePods, type ServicePods } from '../control/service-pods.ts';
import {
  endpointKey,
  planSlices,
  portsKey,
  type PortGroup,
  type SliceContent,
} from '../control/slice-plan.ts';
import { TRIGGER_TIME, TriggerTimes } from '../control/trigger-time.ts';
import type { Index, Informer } from '../informer.ts';
import type { Endpoint, EndpointSlice, Node, Pod, Service } from '../kinds/types.data.ts';
import { ENDPOINT_SLICES, nameKey, NODES, PODS, SERVICES, storeKey } from '../resource-type.ts';
import { createWorkQueue, type WorkOutcome } from '../work-queue.ts';

const NAME = 'endpointslice-controller';
/** Label that names the Service of a slice. */
const SERVICE_NAME = 'kubernetes.io/service-name';
const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by';
const MANAGER = 'endpointslice-controller.k8s.io';
const HEADLESS = 'service.kubernetes.io/headless';
const ZONE = 'topology.kubernetes.io/zone';

/** Keeps the addresses of a Service's Pods in slices of at most a hundred. */
export const endpointSliceController: ControllerSpec = { name: NAME, make };

interface Desk {
  readonly client: ApiClient;
  readonly services: Informer<Service>;
  readonly nodes: Informer<Node>;
  readonly slices: Index<EndpointSlice>;
  readonly map: ServicePods;
  readonly times: TriggerTimes;
  /** What was made of Pods, by key of their Service. */
  readonly made: Map<string, MadeEndpoints>;
}

interface MadeEndpoints {
  readonly service: Service;
  readonly endpoints: WeakMap<Pod, PodEndpoint>;
}

interface PodEndpoint {
  /** Frozen and in the server's form, so that the same object is stored and found again. */
  readonly endpoint: Endpoint;
  readonly key: string;
  readonly ports: PortGroup['ports'];
  readonly portsKey: string;
}

function make({ core, door, informers }: ControllerDeps) {
  const client = createApiClient(door, NAME);
  return partOf(NAME, () => {
    const services = informers.of(SERVICES);
    const pods = informers.of(PODS);
    const slices = informers.of(ENDPOINT_SLICES);
    const desk: Desk = {
      client,
      services,
      nodes: informers.of(NODES),
      slices: slices.index('managed-service', managedService),
      map: indexServicePods(services, pods),
      times: new TriggerTimes(),
      made: new Map(),
    };
    const queue = createWorkQueue(core, NAME, (key) => sync(desk, key));
    return [
      ...watchServicePods(services, pods, desk.map, queue),
      slices.listen((after, before) => {
        // Somebody else has deleted or changed a slice of ours. What we write ourselves needs no second look.
        if (after) return;
        for (const key of before ? managedService(before) : []) if (services.get(key)) queue.add(key);
      }),
      () => queue.clear(),
    ];
  });
}

function managedService({ metadata }: EndpointSlice): readonly string[] {
  const { namespace, labels = {} } = metadata;
  const name = labels[SERVICE_NAME];
  return name !== undefined && labels[MANAGED_BY] === MANAGER ? [nameKey({ namespace, name })] : [];
}

/** @upstream pkg/controller/endpointslice/endpointslice_controller.go syncService */
function sync(desk: Desk, key: string): WorkOutcome {
  const service = desk.services.get(key);
  if (!service) {
    desk.times.forget(key);
    desk.made.delete(key);
    return 'done';
  }
  if (service.metadata.deletionTimestamp !== undefined) return 'done';
  if (!service.spec.selector || service.spec.type === 'ExternalName') return 'done';
  const all = desk.map.podsOf(service);
  const pods = all.filter((pod) => canBeEndpoint(pod, true));
  const time = desk.times.compute(service, all);
  const plan = planSlices(desk.slices.get(key), groupsOf(desk, service, pods));
  const answers = [
    ...plan.create.map((content) => desk.client.create(ENDPOINT_SLICES, draft(service, content, time))),
    ...plan.update.map(({ slice, content }) =>
      desk.client.update(ENDPOINT_SLICES, changed(service, slice, content, time)),
    ),
    ...plan.remove.map(({ metadata }) => desk.client.delete(ENDPOINT_SLICES, metadata)),
    ...relabelled(
      desk,
      service,
      plan.update.map(({ slice }) => slice),
    ),
  ];
  return answers.every((answer) => answer.ok || answer.error.code === 404) ? 'done' : 'retry';
}

function groupsOf(desk: Desk, service: Service, pods: readonly Pod[]): ReadonlyMap<string, PortGroup> {
  const groups = new Map<
    string,
    { readonly ports: PortGroup['ports']; readonly endpoints: Map<string, Endpoint> }
  >();
  const made = madeFor(desk, service);
  for (const pod of pods) {
    const { ports, portsKey: portsAre, key, endpoint } = podEndpoint(desk, made, pod);
    const known = groups.get(portsAre);
    const group = known ?? { ports, endpoints: new Map<string, Endpoint>() };
    if (!known) groups.set(portsAre, group);
    group.endpoints.set(key, endpoint);
  }
  return groups;
}

/** What has been made for a Service as it is now. */
function madeFor({ made }: Desk, service: Service): MadeEndpoints {
  const key = storeKey(service);
  const known = made.get(key);
  if (known?.service === service) return known;
  const fresh = { service, endpoints: new WeakMap<Pod, PodEndpoint>() };
  made.set(key, fresh);
  return fresh;
}

/** A Pod's endpoint, made once for each version of the Pod. */
function podEndpoint(desk: Desk, { service, endpoints }: MadeEndpoints, pod: Pod): PodEndpoint {
  const known = endpoints.get(pod);
  if (known && known.endpoint.zone === zoneOf(desk, pod)) return known;
  const ports = endpointPorts(service, pod);
  const endpoint = freezeDeep(endpointOf(desk, service, pod));
  const key = endpointKey(endpoint.addresses, pod.metadata.uid);
  const made = { endpoint, key, ports, portsKey: portsKey(ports) };
  endpoints.set(pod, made);
  return made;
}

function zoneOf({ nodes }: Desk, { spec }: Pod): string | undefined {
  return nodes.get(spec.nodeName ?? '')?.metadata.labels?.[ZONE];
}

/** @upstream k8s.io/endpointslice/utils.go podToEndpoint */
function endpointOf(desk: Desk, service: Service, pod: Pod): Endpoint {
  const { namespace = '', name, uid, deletionTimestamp } = pod.metadata;
  const serving = isPodReady(pod);
  const terminating = deletionTimestamp !== undefined;
  const hostname = endpointHostname(service, pod);
  const nodeName = pod.spec.nodeName ?? '';
  const zone = zoneOf(desk, pod);
  return {
    addresses: (pod.status.podIPs ?? []).map(({ ip }) => ip),
    conditions: {
      ready: service.spec.publishNotReadyAddresses === true || (serving && !terminating),
      serving,
      terminating,
    },
    ...(hostname !== undefined && { hostname }),
    targetRef: { kind: 'Pod', namespace, name, uid },
    ...(nodeName !== '' && { nodeName }),
    ...(zone !== undefined && { zone }),
  };
}

function labelsOf({ metadata, spec }: Service): Readonly<Record<string, string>> {
  const { [HEADLESS]: _headless, ...own } = metadata.labels ?? {};
  return {
    ...own,
    [MANAGED_BY]: MANAGER,
    [SERVICE_NAME]: metadata.name,
    ...(spec.clusterIP === 'None' && { [HEADLESS]: '' }),
  };
}

function draft(service: Service, { endpoints, ports }: SliceContent, time: string | undefined) {
  const { name, namespace = '' } = service.metadata;
  return {
    apiVersion: 'discovery.k8s.io/v1' as const,
    kind: 'EndpointSlice' as const,
    metadata: {
      generateName: `${name}-`,
      namespace,
      labels: labelsOf(service),
      ...(time !== undefined && { annotations: { [TRIGGER_TIME]: time } }),
      ownerReferences: [controllerReference(service)],
    },
    addressType: 'IPv4' as const,
    ...filled({ endpoints, ports }),
  };
}

function changed(
  service: Service,
  slice: EndpointSlice,
  { endpoints, ports }: SliceContent,
  time: string | undefined,
): Changed<EndpointSlice> {
  const { [TRIGGER_TIME]: _before, ...annotations } = slice.metadata.annotations ?? {};
  const { endpoints: _endpoints, ports: _ports, ...kept } = slice;
  return {
    ...kept,
    metadata: {
      ...slice.metadata,
      labels: labelsOf(service),
      annotations: { ...annotations, ...(time !== undefined && { [TRIGGER_TIME]: time }) },
    },
    ...filled({ endpoints, ports }),
  };
}

/** Empty lists are left out: the stored object shows them as null. */
function filled({ endpoints, ports }: SliceContent): Partial<SliceContent> {
  return { ...(endpoints.length > 0 && { endpoints }), ...(ports.length > 0 && { ports }) };
}

/** Slices that hold the right endpoints but not the Service's labels. */
function relabelled({ client, slices }: Desk, service: Service, done: readonly EndpointSlice[]) {
  const { namespace, name } = service.metadata;
  const labels = labelsOf(service);
  const names = new Set(done.map(({ metadata }) => metadata.name));
  return slices
    .get(nameKey({ namespace, name }))
    .filter(({ metadata }) => !names.has(metadata.name) && !deepEqual(metadata.labels ?? {}, labels))
    .map((slice) => client.update(ENDPOINT_SLICES, { ...slice, metadata: { ...slice.metadata, labels } }));
}
