import type { Endpoint } from './endpoint.ts';
import { usesClusterEndpoints, usesLocalEndpoints, type ServicePort } from './service-port.ts';

/** The endpoints of a port by what kind of traffic may go to them. */
export interface CategorizedEndpoints {
  /** For policy Cluster. */
  readonly cluster: readonly Endpoint[];
  /** For policy Local. */
  readonly local: readonly Endpoint[];
  /** Either of both: these get chains. */
  readonly reachable: readonly Endpoint[];
  /** Somewhere in the cluster there is a usable endpoint: without one traffic is rejected, else dropped. */
  readonly any: boolean;
}

const NONE: readonly Endpoint[] = [];

/**
 * Sorts a port's endpoints into those for policy Cluster (ready ones near enough, or else those still serving while
 * they terminate) and those for policy Local (this node's ready ones, or else its serving-terminating ones).
 * @upstream pkg/proxy/topology.go CategorizeEndpoints
 */
export function categorizeEndpoints(
  endpoints: readonly Endpoint[],
  port: ServicePort,
  node: { readonly name: string; readonly zone: string },
): CategorizedEndpoints {
  const usesCluster = usesClusterEndpoints(port);
  const leaving = endpoints.filter((endpoint) => !endpoint.ready && endpoint.serving && endpoint.terminating);
  const near = usesCluster ? nearEnough(endpoints, node) : NONE;
  const cluster = !usesCluster || near.length > 0 ? near : leaving;
  if (!usesLocalEndpoints(port)) return { cluster, local: NONE, reachable: cluster, any: cluster.length > 0 };
  const any = leaving.length > 0 || endpoints.some(({ ready }) => ready);
  const localReady = endpoints.filter(({ ready, isLocal }) => ready && isLocal);
  const local = localReady.length > 0 ? localReady : leaving.filter(({ isLocal }) => isLocal);
  if (!usesCluster) return { cluster: NONE, local, reachable: local, any };
  return {
    cluster,
    local,
    reachable: endpoints.filter((one) => cluster.includes(one) || local.includes(one)),
    any,
  };
}

/**
 * The ready endpoints that the hints allow this node: those for the node itself, else those for its zone; all of them
 * when one lacks hints or none is meant for here.
 * @upstream pkg/proxy/topology.go topologyModeFromHints
 */
function nearEnough(
  endpoints: readonly Endpoint[],
  node: { readonly name: string; readonly zone: string },
): readonly Endpoint[] {
  const ready = endpoints.filter((endpoint) => endpoint.ready);
  const forNode = ready.filter(({ nodeHints }) => nodeHints.includes(node.name));
  if (forNode.length > 0 && ready.every(({ nodeHints }) => nodeHints.length > 0)) return forNode;
  const forZone = node.zone === '' ? NONE : ready.filter(({ zoneHints }) => zoneHints.includes(node.zone));
  if (forZone.length > 0 && ready.every(({ zoneHints }) => zoneHints.length > 0)) return forZone;
  return ready;
}
