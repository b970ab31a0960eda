import { formatQuantity, quantityNanos } from '../../../kube/kinds/quantity.ts';
import type { Container, Node, Pod } from '../../../kube/kinds/types.data.ts';
import { byCodePoint } from '../go/json.ts';
import type { Invocation } from '../invocation.ts';
import { typed } from '../status.decode.ts';
import { fieldsAt, scalarText } from '../unstructured.ts';
import { since } from './time.ts';
import type { DescriptionWriter } from './writer.ts';

/** What is asked for or allowed, in nanos by resource. */
type Amounts = ReadonlyMap<string, bigint>;

/** @upstream kubectl/pkg/describe/describe.go describeNodeResource */
export function describeNodePods(
  k: Invocation,
  w: DescriptionWriter,
  node: Node,
  list: readonly unknown[],
): void {
  const pods = list.map((one) => typed<Pod>(one));
  const room = fieldsAt(
    node.status,
    Object.keys(node.status?.allocatable ?? {}).length > 0 ? 'allocatable' : 'capacity',
  );
  w.write(0, `Non-terminated Pods:\t(${pods.length} in total)\n`);
  w.write(1, 'Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge\n');
  w.write(1, '---------\t----\t\t------------\t----------\t---------------\t-------------\t---\n');
  for (const pod of pods) {
    const cells = ['cpu', 'memory'].flatMap((name) => {
      const [request, limit] = [podAmounts(pod, 'requests'), podAmounts(pod, 'limits')];
      return [share(request, name, room), share(limit, name, room)];
    });
    const age = since(k, pod.metadata.creationTimestamp);
    w.write(1, `${pod.metadata.namespace ?? ''}\t${pod.metadata.name}\t\t${cells.join('\t')}\t${age}\n`);
  }
  w.write(0, 'Allocated resources:\n  (Total limits may be over 100 percent, i.e., overcommitted.)\n');
  w.write(1, 'Resource\tRequests\tLimits\n');
  w.write(1, '--------\t--------\t------\n');
  const [requests, limits] = [total(pods, 'requests'), total(pods, 'limits')];
  const extended = Object.keys(room)
    .filter((name) => !['cpu', 'memory', 'ephemeral-storage', 'pods'].includes(name))
    .toSorted(byCodePoint);
  for (const name of ['cpu', 'memory', 'ephemeral-storage', ...extended]) {
    const plain = !['cpu', 'memory', 'ephemeral-storage'].includes(name) && !name.startsWith('hugepages-');
    if (plain) w.write(1, `${name}\t${amount(requests, name)}\t${amount(limits, name)}\n`);
    else w.write(1, `${name}\t${share(requests, name, room)}\t${share(limits, name, room)}\n`);
  }
}

function share(amounts: Amounts, name: string, room: Readonly<Record<string, unknown>>): string {
  const nanos = amounts.get(name) ?? 0n;
  const whole = quantityNanos(scalarText(room[name] ?? '0'));
  const percent = whole === 0n ? 0n : (nanos * 100n) / whole;
  return `${amount(amounts, name)} (${percent}%)`;
}

function amount(amounts: Amounts, name: string): string {
  return formatQuantity(amounts.get(name) ?? 0n, name === 'cpu' ? '1m' : '1Ki');
}

function total(pods: readonly Pod[], field: 'requests' | 'limits'): Amounts {
  return pods.map((pod) => podAmounts(pod, field)).reduce(added, new Map<string, bigint>());
}

/**
 * What a Pod asks for: the sum of its containers and restartable init containers, or the largest init container.
 * @upstream kubectl/pkg/util/resource PodRequestsAndLimits
 */
function podAmounts(pod: Pod, field: 'requests' | 'limits'): Amounts {
  const init = pod.spec.initContainers ?? [];
  const sidecars = init.filter((one) => one.restartPolicy === 'Always');
  const steady = [...pod.spec.containers, ...sidecars]
    .map((one) => ofContainer(one, field))
    .reduce(added, new Map());
  const once = init.filter((one) => one.restartPolicy !== 'Always').map((one) => ofContainer(one, field));
  return once.reduce(larger, steady);
}

function ofContainer(container: Container, field: 'requests' | 'limits'): Amounts {
  return new Map(
    Object.entries(fieldsAt(container.resources, field)).map(([name, value]) => [
      name,
      quantityNanos(String(value)),
    ]),
  );
}

function added(a: Amounts, b: Amounts): Amounts {
  const sum = new Map(a);
  for (const [name, nanos] of b) sum.set(name, (sum.get(name) ?? 0n) + nanos);
  return sum;
}

function larger(a: Amounts, b: Amounts): Amounts {
  const most = new Map(a);
  for (const [name, nanos] of b) if (nanos > (most.get(name) ?? 0n)) most.set(name, nanos);
  return most;
}
