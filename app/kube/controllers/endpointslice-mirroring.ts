import { deepEqual } from '../../base/equal.ts';
import { createApiClient, type ApiClient } from '../api-client.ts';
import { partOf, type ControllerDeps, type ControllerSpec } from '../control/controller.ts';
import {
  endpointKey,
  planSlices,
  portsKey,
  type PortGroup,
  type SliceContent,
} from '../control/slice-plan.ts';
import type { Index, Informer } from '../informer.ts';
import type { Endpoint, EndpointAddress, Endpoints, EndpointSlice, Service } from '../kinds/types.data.ts';
import { ENDPOINT_SLICES, ENDPOINTS, nameKey, SERVICES, storeKey } from '../resource-type.ts';
import { createWorkQueue, type WorkOutcome } from '../work-queue.ts';

const NAME = 'endpointslicemirroring-controller';
const SERVICE_NAME = 'kubernetes.io/service-name';
const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by';
const MANAGER = 'endpointslicemirroring-controller.k8s.io';
const SKIP = 'endpointslice.kubernetes.io/skip-mirror';
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
const LEADER = 'control-plane.alpha.kubernetes.io/leader';
/** Addresses of one subset that are mirrored at most. */
const PER_SUBSET = 1000;

/** Copies hand-made Endpoints of Services without selector into slices, for those who read only slices. */
export const mirroringController: ControllerSpec = { name: NAME, make };

interface Desk {
  readonly client: ApiClient;
  readonly services: Informer<Service>;
  readonly endpoints: Informer<Endpoints>;
  readonly slices: Index<EndpointSlice>;
}

function make({ core, door, informers }: ControllerDeps) {
  const client = createApiClient(door, NAME);
  return partOf(NAME, () => {
    const services = informers.of(SERVICES);
    const endpoints = informers.of(ENDPOINTS);
    const slices = informers.of(ENDPOINT_SLICES).index('mirrored-service', mirroredService);
    const queue = createWorkQueue(core, NAME, (key) => sync({ client, services, endpoints, slices }, key), {
      delay: 20,
    });
    return [
      services.listen((after, before) => {
        if (after?.spec.selector && before?.spec.selector) return;
        const service = after ?? before;
        if (service) queue.add(storeKey(service));
      }),
      endpoints.listen((after, before) => {
        const object = after ?? before;
        if (object && object.metadata.labels?.['endpoints.kubernetes.io/managed-by'] === undefined)
          queue.add(storeKey(object));
      }),
      () => queue.clear(),
    ];
  });
}

function mirroredService({ metadata }: EndpointSlice): readonly string[] {
  const { namespace, labels = {} } = metadata;
  const name = labels[SERVICE_NAME];
  return name !== undefined && labels[MANAGED_BY] === MANAGER ? [nameKey({ namespace, name })] : [];
}

function isMirrored(endpoints: Endpoints | undefined, service: Service | undefined): boolean {
  if (!endpoints || !service || service.spec.selector) return false;
  const { labels = {}, annotations = {} } = endpoints.metadata;
  return (
    labels[SKIP] !== 'true' && annotations[LEADER] === undefined && service.metadata.name !== 'kubernetes'
  );
}

/** @upstream pkg/controller/endpointslicemirroring/endpointslicemirroring_controller.go syncEndpoints */
function sync(desk: Desk, key: string): WorkOutcome {
  const endpoints = desk.endpoints.get(key);
  const existing = desk.slices.get(key);
  if (!endpoints || !isMirrored(endpoints, desk.services.get(key))) {
    for (const { metadata } of existing) desk.client.delete(ENDPOINT_SLICES, metadata);
    return 'done';
  }
  const groups = groupsOf(endpoints);
  if (groups.size === 0) {
    for (const { metadata } of existing) desk.client.delete(ENDPOINT_SLICES, metadata);
    return 'done';
  }
  const plan = planSlices(existing, groups, PER_SUBSET);
  const answers = [
    ...plan.create.map((content) => desk.client.create(ENDPOINT_SLICES, draft(endpoints, content))),
    ...plan.update.map(({ slice, content }) =>
      desk.client.update(ENDPOINT_SLICES, {
        ...slice,
        ...content,
        metadata: { ...slice.metadata, labels: labelsOf(endpoints) },
      }),
    ),
    ...plan.remove.map(({ metadata }) => desk.client.delete(ENDPOINT_SLICES, metadata)),
  ];
  const kept = existing.filter(
    (slice) => !plan.update.some((one) => one.slice === slice) && !plan.remove.includes(slice),
  );
  for (const slice of kept)
    if (!deepEqual(slice.metadata.labels ?? {}, labelsOf(endpoints)))
      desk.client.update(ENDPOINT_SLICES, {
        ...slice,
        metadata: { ...slice.metadata, labels: labelsOf(endpoints) },
      });
  return answers.every((answer) => answer.ok || answer.error.code === 404) ? 'done' : 'retry';
}

function groupsOf({ subsets = [] }: Endpoints): ReadonlyMap<string, PortGroup> {
  const groups = new Map<string, PortGroup>();
  for (const { ports: given = [], addresses = [], notReadyAddresses = [] } of subsets) {
    const ports = given.map(({ name = '', port, protocol = 'TCP', appProtocol }) => ({
      name,
      port,
      protocol,
      ...(appProtocol !== undefined && { appProtocol }),
    }));
    const endpoints = new Map<string, Endpoint>(groups.get(portsKey(ports))?.endpoints);
    const all = [
      ...addresses.map((address) => [address, true] as const),
      ...notReadyAddresses.map((address) => [address, false] as const),
    ];
    for (const [address, ready] of all.slice(0, PER_SUBSET))
      endpoints.set(endpointKey([address.ip], address.targetRef?.uid), endpointOf(address, ready));
    groups.set(portsKey(ports), { ports, endpoints });
  }
  return groups;
}

function endpointOf({ ip, hostname, nodeName, targetRef }: EndpointAddress, ready: boolean): Endpoint {
  return {
    addresses: [ip],
    conditions: { ready },
    ...(hostname !== undefined && { hostname }),
    ...(targetRef && { targetRef }),
    ...(nodeName !== undefined && { nodeName }),
  };
}

function labelsOf({ metadata }: Endpoints): Readonly<Record<string, string>> {
  return { ...metadata.labels, [SERVICE_NAME]: metadata.name, [MANAGED_BY]: MANAGER };
}

function draft(endpoints: Endpoints, { ports, endpoints: list }: SliceContent) {
  const { name, namespace = '', uid } = endpoints.metadata;
  // What kubectl applied was the Endpoints, not the slice.
  const { [LAST_APPLIED]: _applied, ...annotations } = endpoints.metadata.annotations ?? {};
  return {
    apiVersion: 'discovery.k8s.io/v1' as const,
    kind: 'EndpointSlice' as const,
    metadata: {
      generateName: `${name}-`,
      namespace,
      labels: labelsOf(endpoints),
      ...(Object.keys(annotations).length > 0 && { annotations }),
      ownerReferences: [
        { apiVersion: 'v1', kind: 'Endpoints', name, uid, controller: true, blockOwnerDeletion: true },
      ],
    },
    addressType: 'IPv4' as const,
    endpoints: list,
    ports,
  };
}
