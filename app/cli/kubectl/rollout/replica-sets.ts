import { same } from '../apply/three-way.ts';
import { byCodePoint } from '../go/json.ts';
import { at, textAt, withoutAt } from '../unstructured.ts';

const HASH = 'pod-template-hash';

/** The ReplicaSet whose template is that of the Deployment: the oldest such one. */
export function newReplicaSet(deployment: unknown, sets: readonly unknown[]): unknown {
  const template = withoutAt(at(deployment, 'spec', 'template'), 'metadata', 'labels', HASH);
  return sets
    .toSorted((a, b) =>
      byCodePoint(textAt(a, 'metadata', 'creationTimestamp'), textAt(b, 'metadata', 'creationTimestamp')),
    )
    .find((set) =>
      same(bare(withoutAt(at(set, 'spec', 'template'), 'metadata', 'labels', HASH)), bare(template)),
    );
}

function bare(template: unknown): unknown {
  return withoutAt(template, 'metadata', 'creationTimestamp');
}

/** The revision number in the annotation of a ReplicaSet or Deployment. */
export function revisionOf(object: unknown): number {
  return Number(textAt(object, 'metadata', 'annotations', 'deployment.kubernetes.io/revision') || 0);
}
