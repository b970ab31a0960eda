import { objectKey } from '../../kube/kinds/object.ts';
import type { ContainerState, Pod } from '../../kube/kinds/types.data.ts';
import type { PodRow } from './rows.ts';

/** What a Pod's row shows beside its object. */
export interface PodFacts {
  /** The STATUS cell of `kubectl get pods`. */
  readonly podStatus: (pod: Pod) => string;
  /** Virtual time of a timestamp. */
  readonly since: (timestamp: string) => number;
  /** Whether an image is a client's: it brings a shell, and no server of its own. */
  readonly isClientImage: (image: string) => boolean;
}

/** A Pod as the graph draws it. */
export function podRow(pod: Pod, facts: PodFacts): PodRow {
  const { name, namespace = '', labels = {} } = pod.metadata;
  const { nodeName, hostNetwork = false, containers } = pod.spec;
  const owner = pod.metadata.ownerReferences?.find(({ controller }) => controller === true);
  const reason = waitingReason(pod);
  return {
    kind: 'Pod',
    key: objectKey('Pod', name, namespace),
    name,
    namespace,
    place: hostNetwork && nodeName !== undefined ? nodeName : `pod/${namespace}/${name}`,
    ...(nodeName !== undefined && { node: nodeName }),
    ...(pod.status.podIP !== undefined && { ip: pod.status.podIP }),
    status: facts.podStatus(pod),
    ready: pod.status.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false,
    terminating: pod.metadata.deletionTimestamp !== undefined,
    labels,
    ...(owner && { owner: objectKey(owner.kind, owner.name, namespace) }),
    hostNetwork,
    containers: containers.map((container) => ({
      name: container.name,
      image: container.image ?? '',
      state: stateWord(pod.status.containerStatuses?.find((status) => status.name === container.name)?.state),
      ports: (container.ports ?? []).map(({ containerPort }) => containerPort),
    })),
    ...(reason !== undefined && { reason }),
    createdAt: facts.since(pod.metadata.creationTimestamp),
    client: containers.every(({ image }) => facts.isClientImage(image ?? '')),
  };
}

function stateWord(state: ContainerState | undefined): string {
  if (state?.running) return 'Running';
  return state?.waiting?.reason ?? state?.terminated?.reason ?? 'Waiting';
}

function waitingReason(pod: Pod): string | undefined {
  const scheduled = pod.status.conditions?.find(({ type }) => type === 'PodScheduled');
  if (scheduled?.status === 'False') return scheduled.message;
  const waiting = pod.status.containerStatuses?.find(({ state }) => state?.waiting?.message !== undefined);
  return waiting?.state?.waiting?.message;
}
