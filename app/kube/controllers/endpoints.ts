import { deepEqual } from '../../base/equal.ts';
import { freezeDeep } from '../../base/json.ts';
import { createApiClient, type ApiClient } from '../api-client.ts';
import { partOf, type ControllerDeps, type ControllerSpec } from '../control/controller.ts';
import { canBeEndpoint, endpointHostname, endpointPorts } from '../control/endpoint-ports.ts';
import { isPodReady } from '../control/pod-state.ts';
import { indexServicePods, watchServicePods, type ServicePods } from '../control/service-pods.ts';
import { portsKey } from '../control/slice-plan.ts';
import { TRIGGER_TIME, TriggerTimes } from '../control/trigger-time.ts';
import type { Informer } from '../informer.ts';
import type {
  EndpointAddress,
  EndpointPort,
  Endpoints,
  EndpointSubset,
  Pod,
  Service,
} from '../kinds/types.data.ts';
import { ENDPOINTS, PODS, SERVICES, splitKey, storeKey } from '../resource-type.ts';
import { createWorkQueue, type WorkOutcome } from '../work-queue.ts';

const NAME = 'endpoint-controller';
const MANAGED_BY = 'endpoints.kubernetes.io/managed-by';
const OVER_CAPACITY = 'endpoints.kubernetes.io/over-capacity';
const HEADLESS = 'service.kubernetes.io/headless';
/** Addresses an Endpoints object holds at most. */
const CAPACITY = 1000;

/** Keeps the older form of a Service's endpoints, one object for each Service. */
export const endpointsController: ControllerSpec = { name: NAME, make };

interface Desk {
  readonly client: ApiClient;
  readonly services: Informer<Service>;
  readonly endpoints: Informer<Endpoints>;
  readonly map: ServicePods;
  readonly times: TriggerTimes;
  /** What was made of Pods, by key of their Service. */
  readonly made: Map<string, MadeAddresses>;
}

interface MadeAddresses {
  readonly service: Service;
  readonly addresses: WeakMap<Pod, PodAddress>;
}

/** A Pod as an address, frozen and in the server's form, so that the same object is stored and found again. */
interface PodAddress {
  readonly address: EndpointAddress;
  readonly ports: readonly EndpointPort[];
  readonly portsKey: string;
  readonly ready: boolean;
}

function make({ core, door, informers }: ControllerDeps) {
  const client = createApiClient(door, NAME);
  return partOf(NAME, () => {
    const services = informers.of(SERVICES);
    const pods = informers.of(PODS);
    const desk: Desk = {
      client,
      services,
      endpoints: informers.of(ENDPOINTS),
      map: indexServicePods(services, pods),
      times: new TriggerTimes(),
      made: new Map(),
    };
    const queue = createWorkQueue(core, NAME, (key) => sync(desk, key));
    return [
      ...watchServicePods(services, pods, desk.map, queue),
      desk.endpoints.listen((after, before) => {
        if (!after && before && services.get(storeKey(before))) queue.add(storeKey(before));
      }),
      () => queue.clear(),
    ];
  });
}

/** @upstream pkg/controller/endpoint/endpoints_controller.go syncService */
function sync(desk: Desk, key: string): WorkOutcome {
  const service = desk.services.get(key);
  const existing = desk.endpoints.get(key);
  if (!service) {
    desk.times.forget(key);
    desk.made.delete(key);
    if (existing) desk.client.delete(ENDPOINTS, splitKey(key));
    return 'done';
  }
  const { selector, type } = service.spec;
  if (service.metadata.deletionTimestamp !== undefined || !selector || type === 'ExternalName') return 'done';
  const all = desk.map.podsOf(service);
  const pods = all.filter((pod) => canBeEndpoint(pod, service.spec.publishNotReadyAddresses === true));
  const time = desk.times.compute(service, all);
  const subsets = subsetsOf(madeFor(desk, service), pods);
  const total = subsets.reduce((sum, one) => sum + sizeOf(one), 0);
  const wanted = total > CAPACITY ? truncated(subsets, total) : subsets;
  return write(desk, service, existing, { wanted, over: total > CAPACITY, time });
}

interface Content {
  readonly wanted: readonly EndpointSubset[];
  readonly over: boolean;
  readonly time: string | undefined;
}

function write(desk: Desk, service: Service, existing: Endpoints | undefined, content: Content): WorkOutcome {
  const { wanted, over, time } = content;
  const { name, namespace = '' } = service.metadata;
  const labels = labelsOf(service);
  const same =
    existing &&
    deepEqual(existing.subsets ?? [], wanted) &&
    deepEqual(existing.metadata.labels ?? {}, labels);
  if (same) return 'done';
  const { [TRIGGER_TIME]: _time, [OVER_CAPACITY]: _over, ...others } = existing?.metadata.annotations ?? {};
  const annotations = {
    ...others,
    ...(time !== undefined && { [TRIGGER_TIME]: time }),
    ...(over && { [OVER_CAPACITY]: 'truncated' }),
  };
  const answer = existing
    ? desk.client.update(ENDPOINTS, {
        ...existing,
        metadata: { ...existing.metadata, labels, annotations },
        subsets: wanted,
      })
    : desk.client.create(ENDPOINTS, {
        apiVersion: 'v1',
        kind: 'Endpoints',
        metadata: { name, namespace, labels, annotations },
        ...(wanted.length > 0 && { subsets: wanted }),
      });
  return answer.ok || answer.error.code === 404 ? 'done' : 'retry';
}

function labelsOf({ metadata, spec }: Service): Readonly<Record<string, string>> {
  const { [HEADLESS]: _headless, ...own } = metadata.labels ?? {};
  return {
    ...own,
    [MANAGED_BY]: 'endpoint-controller',
    ...(spec.clusterIP === 'None' && { [HEADLESS]: '' }),
  };
}

interface Group {
  readonly ports: readonly EndpointPort[];
  readonly ready: EndpointAddress[];
  readonly notReady: EndpointAddress[];
}

/** Addresses grouped by their ports. @upstream k8s.io/endpointslice/util RepackSubsets */
function subsetsOf(made: MadeAddresses, pods: readonly Pod[]): readonly EndpointSubset[] {
  const groups = new Map<string, Group>();
  for (const pod of pods) {
    const { address, ports, portsKey: key, ready } = podAddress(made, pod);
    if (ports.length === 0 && (made.service.spec.ports ?? []).length > 0) continue;
    const known = groups.get(key);
    const group = known ?? { ports, ready: [], notReady: [] };
    if (!known) groups.set(key, group);
    (ready ? group.ready : group.notReady).push(address);
  }
  return [...groups.values()].map(({ ports, ready, notReady }) => ({
    ...(ready.length > 0 && { addresses: ready.toSorted(byAddress) }),
    ...(notReady.length > 0 && { notReadyAddresses: notReady.toSorted(byAddress) }),
    ...(ports.length > 0 && { ports }),
  }));
}

/** What has been made for a Service as it is now. */
function madeFor({ made }: Desk, service: Service): MadeAddresses {
  const key = storeKey(service);
  const known = made.get(key);
  if (known?.service === service) return known;
  const fresh = { service, addresses: new WeakMap<Pod, PodAddress>() };
  made.set(key, fresh);
  return fresh;
}

/** A Pod's address, made once for each version of the Pod. */
function podAddress({ service, addresses }: MadeAddresses, pod: Pod): PodAddress {
  const known = addresses.get(pod);
  if (known) return known;
  const ports = endpointPorts(service, pod).map(({ name, ...port }) => ({
    ...(name !== '' && { name }),
    ...port,
  }));
  const ready = service.spec.publishNotReadyAddresses === true || isPodReady(pod);
  const made = { address: freezeDeep(addressOf(service, pod)), ports, portsKey: portsKey(ports), ready };
  addresses.set(pod, made);
  return made;
}

function addressOf(service: Service, pod: Pod): EndpointAddress {
  const { namespace = '', name, uid } = pod.metadata;
  const hostname = endpointHostname(service, pod);
  const { nodeName } = pod.spec;
  return {
    ip: pod.status.podIP ?? '',
    ...(hostname !== undefined && { hostname }),
    ...(nodeName !== undefined && { nodeName }),
    targetRef: { kind: 'Pod', namespace, name, uid },
  };
}

function byAddress(one: EndpointAddress, other: EndpointAddress): number {
  if (one.ip !== other.ip) return one.ip < other.ip ? -1 : 1;
  return (one.targetRef?.uid ?? '') < (other.targetRef?.uid ?? '') ? -1 : 1;
}

function sizeOf({ addresses = [], notReadyAddresses = [] }: EndpointSubset): number {
  return addresses.length + notReadyAddresses.length;
}

/** Each subset gives up the same share; ready addresses stay before those that are not. */
function truncated(subsets: readonly EndpointSubset[], total: number): readonly EndpointSubset[] {
  return subsets.map((subset) => {
    const { addresses = [], notReadyAddresses = [] } = subset;
    const room = Math.floor((CAPACITY * sizeOf(subset)) / total);
    const ready = addresses.slice(0, room);
    const notReady = notReadyAddresses.slice(0, room - ready.length);
    return {
      ...(ready.length > 0 && { addresses: ready }),
      ...(notReady.length > 0 && { notReadyAddresses: notReady }),
      ...(subset.ports && { ports: subset.ports }),
    };
  });
}
