import type { ApiDoor } from '../../kube/client.ts';
import { createInformers, type Informer, type Informers } from '../../kube/informer.ts';
import { objectKey, type KubeObject } from '../../kube/kinds/object.ts';
import {
  CONFIG_MAPS,
  DAEMON_SETS,
  DEPLOYMENTS,
  ENDPOINTS,
  ENDPOINT_SLICES,
  NAMESPACES,
  NODES,
  PODS,
  REPLICA_SETS,
  SECRETS,
  SERVICES,
  SERVICE_ACCOUNTS,
  type ResourceType,
} from '../../kube/resource-type.ts';
import { nodeRow, type NodeFacts } from './node-row.ts';
import { podRow, type PodFacts } from './pod-row.ts';
import type { Row, RowChange } from './rows.ts';
import { serviceOfSlice, serviceRow } from './service-row.ts';
import { otherRow, workloadRow } from './workload-row.ts';

/** What the rows show of the world beside its API objects. */
export interface Surroundings extends NodeFacts, PodFacts {
  /** Machines outside the cluster and the edge; they do not change. */
  readonly actors: readonly Row[];
}

/**
 * Turns changes of the world into changes of slim rows. Listeners only note which objects changed; rows are made when a
 * frame asks for them, so a burst of changes costs one row an object.
 */
export class Projection {
  readonly #surroundings: Surroundings;
  readonly #dirty = new Set<string>();
  readonly #makers = new Map<string, (key: string) => Row | undefined>();
  readonly #sent = new Map<string, Row>();
  readonly #informers: Informers;

  constructor(door: ApiDoor, surroundings: Surroundings) {
    this.#surroundings = surroundings;
    this.#informers = createInformers(door, 'view');
    const slices = this.#informers.of(ENDPOINT_SLICES);
    const byService = slices.index('service', (slice) => {
      const service = serviceOfSlice(slice);
      return service === undefined ? [] : [service];
    });
    this.#watch(NODES, (node) => nodeRow(node, surroundings));
    this.#watch(PODS, (pod) => podRow(pod, surroundings));
    this.#watch(SERVICES, (service) =>
      serviceRow(
        service,
        byService.get(objectKey('Service', service.metadata.name, service.metadata.namespace)),
      ),
    );
    this.#watch(DEPLOYMENTS, workloadRow);
    this.#watch(REPLICA_SETS, workloadRow);
    this.#watch(DAEMON_SETS, workloadRow);
    for (const type of [NAMESPACES, CONFIG_MAPS, SECRETS, ENDPOINT_SLICES, ENDPOINTS, SERVICE_ACCOUNTS])
      this.#watch(type, otherRow);
    slices.listen((after, before) => {
      for (const slice of [after, before]) {
        const service = slice && serviceOfSlice(slice);
        if (service !== undefined) this.#dirty.add(service);
      }
    });
  }

  /** Notes that the row of this key shows something else now: a switch, rules written on a node. */
  touch(key: string): void {
    this.#dirty.add(key);
  }

  /** Rows that changed since the last call. */
  take(): RowChange[] {
    const changes: RowChange[] = [];
    for (const key of this.#dirty) {
      const row = this.#makers.get(key.slice(0, key.indexOf('/')))?.(key);
      const before = this.#sent.get(key);
      if (row === undefined && before === undefined) continue;
      if (row === undefined) this.#sent.delete(key);
      else this.#sent.set(key, row);
      changes.push({ key, row: row ?? null });
    }
    this.#dirty.clear();
    return changes;
  }

  /** All rows as they are now, for a page that starts afresh. */
  all(): RowChange[] {
    this.take();
    const rows = [...this.#surroundings.actors, ...this.#sent.values()];
    return rows.map((row) => ({ key: row.key, row }));
  }

  /** Leaves the world: it is replaced by another. */
  stop(): void {
    this.#informers.stop();
  }

  #watch<Obj extends KubeObject>(type: ResourceType<Obj>, make: (object: Obj) => Row): void {
    const informer: Informer<Obj> = this.#informers.of(type);
    informer.listen((after, before) => {
      const metadata = (after ?? before)?.metadata;
      if (metadata) this.#dirty.add(objectKey(type.kind, metadata.name, metadata.namespace));
    });
    this.#makers.set(type.kind, (key) => {
      const object = informer.get(key.slice(type.kind.length + 1));
      return object && make(object);
    });
  }
}
