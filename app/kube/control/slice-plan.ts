import { deepEqual } from '../../base/equal.ts';
import type { Endpoint, EndpointSlice, SlicePort } from '../kinds/types.data.ts';

/** Endpoints a slice holds at most. */
export const SLICE_SIZE = 100;

/** Endpoints that share their ports, by address. */
export interface PortGroup {
  readonly ports: readonly SlicePort[];
  readonly endpoints: ReadonlyMap<string, Endpoint>;
}

/** What has to be written so that the slices hold just the endpoints wanted. */
export interface SlicePlan {
  readonly create: readonly SliceContent[];
  readonly update: readonly { readonly slice: EndpointSlice; readonly content: SliceContent }[];
  readonly remove: readonly EndpointSlice[];
}

/** What a slice holds. */
export interface SliceContent {
  readonly ports: readonly SlicePort[];
  readonly endpoints: readonly Endpoint[];
}

/** Key of a set of ports. */
export function portsKey(ports: readonly SlicePort[] | undefined): string {
  return JSON.stringify(
    (ports ?? []).map(({ name = '', port, protocol = 'TCP', appProtocol }) => [
      name,
      port,
      protocol,
      appProtocol,
    ]),
  );
}

/**
 * Plans the fewest writes: endpoints stay in their slices, changed slices take new endpoints first, then one slice with
 * room for all that is left, then new slices. Slices to be removed are used again for what is to be made.
 * @upstream k8s.io/endpointslice/reconciler.go reconcileByPortMapping
 */
export function planSlices(
  existing: readonly EndpointSlice[],
  groups: ReadonlyMap<string, PortGroup>,
  size = SLICE_SIZE,
): SlicePlan {
  const byPorts = new Map<string, EndpointSlice[]>();
  for (const slice of existing) {
    const key = portsKey(slice.ports);
    byPorts.set(key, [...(byPorts.get(key) ?? []), slice]);
  }
  const create: SliceContent[] = [];
  const update: { slice: EndpointSlice; content: SliceContent }[] = [];
  const remove: EndpointSlice[] = [];
  for (const [key, group] of groups) {
    const plan = planGroup(byPorts.get(key) ?? [], group, size);
    create.push(...plan.create);
    update.push(...plan.update);
    remove.push(...plan.remove);
  }
  for (const [key, slices] of byPorts) if (!groups.has(key)) remove.push(...slices);
  const kept = existing.length - remove.length;
  if (kept === 0 && create.length === 0) {
    // A Service without endpoints keeps one empty slice.
    const empty = remove.findIndex(({ endpoints, ports }) => isNothing(endpoints) && isNothing(ports));
    if (empty >= 0) remove.splice(empty, 1);
    else create.push({ ports: [], endpoints: [] });
  }
  while (create.length > 0 && remove.length > 0) {
    const [content, slice] = [create.shift(), remove.shift()];
    if (content && slice) update.push({ slice, content });
  }
  return { create, update, remove };
}

function isNothing(list: readonly unknown[] | null | undefined): boolean {
  return (list ?? []).length === 0;
}

function planGroup(
  existing: readonly EndpointSlice[],
  { ports, endpoints }: PortGroup,
  size: number,
): SlicePlan {
  const left = new Map(endpoints);
  const held = existing.map((slice) => {
    let changed = false;
    const kept: Endpoint[] = [];
    for (const endpoint of slice.endpoints ?? []) {
      const key = addressOf(endpoint);
      const wanted = left.get(key);
      left.delete(key);
      // What is as it was stays the stored object, so that nobody needs to read or compare it again.
      if (wanted && deepEqual(wanted, endpoint)) kept.push(endpoint);
      else {
        changed = true;
        if (wanted) kept.push(wanted);
      }
    }
    return { slice, kept, changed };
  });
  const remove = held.filter(({ kept, changed }) => changed && kept.length === 0 && left.size === 0);
  const changed = held.filter((one) => one.changed && !remove.includes(one));
  for (const one of changed.toSorted((a, b) => b.kept.length - a.kept.length)) fill(one.kept, left, size);
  const roomy = held
    .filter((one) => !one.changed && left.size > 0 && one.kept.length + left.size <= size)
    .toSorted((a, b) => b.kept.length - a.kept.length)[0];
  if (roomy) fill(roomy.kept, left, size);
  const create: SliceContent[] = [];
  while (left.size > 0) {
    const fresh: Endpoint[] = [];
    fill(fresh, left, size);
    create.push({ ports, endpoints: fresh });
  }
  const update = [...changed, ...(roomy ? [roomy] : [])].map(({ slice, kept }) => ({
    slice,
    content: { ports, endpoints: kept },
  }));
  return { create, update, remove: remove.map(({ slice }) => slice) };
}

function fill(list: Endpoint[], left: Map<string, Endpoint>, size: number): void {
  for (const [address, endpoint] of left) {
    if (list.length >= size) return;
    list.push(endpoint);
    left.delete(address);
  }
}

function addressOf({ addresses, targetRef }: Endpoint): string {
  return endpointKey(addresses, targetRef?.uid);
}

/** Key of an endpoint: its addresses and whose they are. */
export function endpointKey(addresses: readonly string[], uid: string | undefined): string {
  return `${addresses.join(',')}/${uid ?? ''}`;
}
