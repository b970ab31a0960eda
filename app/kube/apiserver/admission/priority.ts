import { bad, good } from '../../../base/result.ts';
import { retyped } from '../../kinds/typed.decode.ts';
import type { Pod } from '../../kinds/types.data.ts';
import { forbiddenStatus } from '../status.ts';
import type { Plugin } from './plugin.ts';

/** The classes that every cluster has. */
const SYSTEM_CLASSES: Readonly<Record<string, number>> = {
  'system-node-critical': 2_000_001_000,
  'system-cluster-critical': 2_000_000_000,
};

/** Turns the name of a priority class into a number. @upstream plugin Priority */
export const podPriority: Plugin = {
  name: 'Priority',
  mutate: (api, call, object, old) => {
    if (call.kind.resource.kind !== 'Pod' || old !== undefined || call.subresource !== '') return undefined;
    const pod = retyped<Pod>(object);
    if (!pod.spec) return undefined;
    const name = pod.spec.priorityClassName ?? '';
    const priority = SYSTEM_CLASSES[name] ?? (name === '' ? 0 : undefined);
    if (priority === undefined)
      return bad(
        forbiddenStatus(
          call.kind.resource,
          pod.metadata.name,
          `no PriorityClass with name ${name} was found`,
        ),
      );
    if (pod.spec.priority !== undefined && pod.spec.priority !== priority)
      return bad(
        forbiddenStatus(
          call.kind.resource,
          pod.metadata.name,
          `the integer value of priority (${pod.spec.priority}) must not be provided in pod spec; priority admission controller computed ${priority} from the given PriorityClass name`,
        ),
      );
    const policy = pod.spec.preemptionPolicy ?? 'PreemptLowerPriority';
    return good(retyped({ ...pod, spec: { ...pod.spec, priority, preemptionPolicy: policy } }));
  },
};
