import type { Kind } from '../kinds/kind.ts';
import type { KubeObject } from '../kinds/object.ts';
import { textAt, valueAt } from '../kinds/plain.ts';
import type { DeleteOptions } from './delete.ts';

/** How long an object is given, and whether it stays in the store while that lasts. */
export interface Grace {
  readonly seconds: number;
  readonly waits: boolean;
}

/**
 * Pods are given time: as asked, else as their spec says; none when no kubelet will ever end them. A later delete may
 * only shorten it. @upstream pkg/registry/core/pod/strategy.go CheckGracefulDelete, rest.BeforeDelete
 */
export function gracefulDeletion(kind: Kind, object: KubeObject, options: DeleteOptions): Grace {
  if (kind.resource.kind !== 'Pod') return { seconds: 0, waits: false };
  const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = object.metadata;
  const wanted = options.gracePeriodSeconds ?? podGrace(object);
  if (deletionTimestamp !== undefined) {
    const shorter = options.gracePeriodSeconds !== undefined && wanted < deletionGracePeriodSeconds;
    const seconds = shorter ? wanted : deletionGracePeriodSeconds;
    return { seconds, waits: seconds > 0 };
  }
  const seconds = hasNoKubelet(object) ? 0 : wanted;
  return { seconds, waits: seconds > 0 };
}

function podGrace(pod: KubeObject): number {
  const seconds = valueAt(pod, 'spec', 'terminationGracePeriodSeconds');
  return typeof seconds === 'number' ? seconds : 30;
}

function hasNoKubelet(pod: KubeObject): boolean {
  const phase = textAt(pod, 'status', 'phase');
  return textAt(pod, 'spec', 'nodeName') === '' || phase === 'Failed' || phase === 'Succeeded';
}
