import type { Sys } from '../../../linux/process/program.ts';
import type { Invocation } from '../invocation.ts';
import { at, listAt, namespaceOf, textAt } from '../unstructured.ts';
import { selectorQuery } from './selector.ts';

/** Objects of a type that an object selects and controls. */
export function* ownedBy(
  k: Invocation,
  owner: unknown,
  path: string,
  selector: unknown,
): Sys<readonly unknown[]> {
  const root = path.startsWith('/apis') ? path : `/api/v1/namespaces/${namespaceOf(owner)}/${path}`;
  const listed = yield* k.get(root, { labelSelector: selectorQuery(selector) });
  const uid = textAt(owner, 'metadata', 'uid');
  if (!listed.ok) return [];
  return listAt(listed.value, 'items').filter((one) =>
    listAt(one, 'metadata', 'ownerReferences').some(
      (reference) => at(reference, 'controller') === true && textAt(reference, 'uid') === uid,
    ),
  );
}

/** `1 Running / 0 Waiting / 0 Succeeded / 0 Failed`. */
export function podStatusesText(pods: readonly unknown[]): string {
  const count = (phase: string): number =>
    pods.filter((pod) => textAt(pod, 'status', 'phase') === phase).length;
  return `${count('Running')} Running / ${count('Pending')} Waiting / ${count('Succeeded')} Succeeded / ${count('Failed')} Failed`;
}
