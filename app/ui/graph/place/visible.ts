import type { ActorRow, NodeRow, PodRow, Row, ServiceRow } from '../../../engine/view/rows.ts';
import type { Trace } from '../../../linux/trace.ts';
import { shortName } from '../../trace/words.ts';
import { clip, LONGEST } from './measures.ts';
import type { StageItem } from '../../../tutorial/lesson-text.ts';

/** What is drawn of the world: the default, the step's stage, and whatever the watched packet passes. */
export interface Visible {
  readonly nodes: readonly NodeRow[];
  readonly pods: readonly PodRow[];
  readonly services: readonly ServiceRow[];
  readonly actors: readonly ActorRow[];
  /** Keys of objects that the watched packet passes. */
  readonly path: ReadonlySet<string>;
  /** The Service whose address the watched packet was sent to. */
  readonly inUse: string | undefined;
  readonly labels: ReadonlyMap<string, string>;
}

/** Chooses what is drawn. Workers, and of namespace default Pods and Services; the rest by stage or path. */
export function visible(
  rows: ReadonlyMap<string, Row>,
  stage: readonly StageItem[],
  watched: Trace | undefined,
): Visible {
  const all = [...rows.values()];
  const places = placesOf(watched);
  const services = all.filter((row) => row.kind === 'Service');
  const inUse = watched === undefined ? undefined : services.find((service) => isTarget(service, watched));
  const pods = all.filter((row) => row.kind === 'Pod');
  const onPath = pods.filter((pod) => places.has(pod.place) && !pod.hostNetwork);
  const shownPods = pods.filter(
    (pod) =>
      !pod.hostNetwork &&
      (pod.namespace === 'default' || onPath.includes(pod) || (stage.includes('dns') && isDnsPod(pod))),
  );
  const nodes = all.filter(
    (row) =>
      row.kind === 'Node' &&
      (!row.controlPlane ||
        stage.includes('control-plane') ||
        places.has(row.name) ||
        shownPods.some(({ node }) => node === row.name)),
  );
  const shownServices = services.filter(
    (service) =>
      service === inUse ||
      (service.namespace === 'default' && service.name !== 'kubernetes') ||
      (stage.includes('dns') && service.name === 'kube-dns'),
  );
  const actors = all.filter((row) => row.kind === 'Actor' && isActorShown(row, stage, places));
  const path = new Set([
    ...onPath.map(({ key }) => key),
    ...nodes.filter((node) => node.kind === 'Node' && places.has(node.name)).map(({ key }) => key),
    ...shownPods.flatMap((pod) =>
      onPath.includes(pod) && pod.node !== undefined ? [`Node/${pod.node}`] : [],
    ),
  ]);
  return {
    nodes: inOrder(nodes.filter((row) => row.kind === 'Node')),
    pods: shownPods.toSorted(
      (one, other) => one.createdAt - other.createdAt || (one.name < other.name ? -1 : 1),
    ),
    services: shownServices.toSorted(
      (one, other) => rank(one, inUse) - rank(other, inUse) || (one.name < other.name ? -1 : 1),
    ),
    actors: actors.filter((row) => row.kind === 'Actor'),
    path,
    inUse: inUse?.key,
    labels: podLabels(shownPods),
  };
}

/** The places that any packet of a trace passes. */
export function placesOf(trace: Trace | undefined): ReadonlySet<string> {
  return new Set(trace?.packets.flatMap(({ hops }) => hops.map(({ place }): string => place)));
}

/** Whether a trace was sent to an address of this Service. */
export function isTarget(service: ServiceRow, trace: Trace): boolean {
  const { dst, dport } = trace.original;
  if (service.clusterIp === dst || service.externalIps.includes(dst)) return true;
  return service.ports.some(({ nodePort }) => nodePort === dport && !dst.startsWith('10.244.'));
}

const isDnsPod = (pod: PodRow): boolean => pod.labels['k8s-app'] === 'kube-dns';

function isActorShown(row: ActorRow, stage: readonly StageItem[], places: ReadonlySet<string>): boolean {
  if (row.role === 'edge') return false;
  if (places.has(row.place)) return true;
  if (row.role === 'load-balancer') return stage.includes('lb');
  return row.role === 'laptop' && (stage.includes('laptop') || stage.includes('lb'));
}

/** Nodes by their address: the same order in every picture. */
function inOrder(nodes: readonly NodeRow[]): NodeRow[] {
  return nodes.toSorted((one, other) => lastNumber(one.internalIp) - lastNumber(other.internalIp));
}

const lastNumber = (address: string): number => Number(/(\d+)$/.exec(address)?.[1] ?? 0);

const rank = (service: ServiceRow, inUse: ServiceRow | undefined): number =>
  service === inUse ? 0 : service.namespace === 'default' ? 1 : 2;

/** Pods of the first workload are called by their suffix alone; those of others keep their first word. */
function podLabels(pods: readonly PodRow[]): ReadonlyMap<string, string> {
  const base = (pod: PodRow) => pod.name.replace(/-[a-z0-9]{7,10}-[a-z0-9]{5}$/, '');
  const generated = pods.filter((pod) => shortName(pod.name) !== pod.name);
  const main = generated.toSorted((one, other) => one.createdAt - other.createdAt)[0];
  return new Map(
    pods.map((pod) => {
      const short = shortName(pod.name);
      const own = short === pod.name || main === undefined || base(pod) === base(main);
      return [pod.key, clip(own ? short : `${pod.name.split('-')[0]}-${short}`, LONGEST.pod)];
    }),
  );
}
