import { bad, good } from '../../../base/result.ts';
import { retyped } from '../../kinds/typed.decode.ts';
import type { PriorityClass } from '../../kinds/priorityclass/kind.ts';
import type { Pod } from '../../kinds/types.data.ts';
import type { Api } from '../api.ts';
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
    if (call.kind.resource.kind !== 'Pod' || call.subresource !== '') return undefined;
    const pod = retyped<Pod>(object);
    if (!pod.spec) return undefined;
    if (old !== undefined) return good(retyped(withKeptPriority(pod, retyped<Pod>(old))));
    const found = classOf(api, pod.spec.priorityClassName ?? '');
    const { name } = found;
    const priority = found.value;
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
    const policy = pod.spec.preemptionPolicy ?? found.policy;
    const named = name === '' ? {} : { priorityClassName: name };
    return good(retyped({ ...pod, spec: { ...pod.spec, ...named, priority, preemptionPolicy: policy } }));
  },
};

interface FoundClass {
  readonly name: string;
  readonly value: number | undefined;
  readonly policy: string;
}

const LOWER = 'PreemptLowerPriority';

/** The class of that name, or the default one of the cluster. */
function classOf(api: Api, name: string): FoundClass {
  const system = SYSTEM_CLASSES[name];
  if (system !== undefined) return { name, value: system, policy: LOWER };
  const classes = api.store.list(api.kind('PriorityClass'), '').map((one) => retyped<PriorityClass>(one));
  const found =
    name === ''
      ? classes.find(({ globalDefault }) => globalDefault === true)
      : classes.find(({ metadata }) => metadata.name === name);
  if (!found) return { name, value: name === '' ? 0 : undefined, policy: LOWER };
  return { name: found.metadata.name, value: found.value ?? 0, policy: found.preemptionPolicy ?? LOWER };
}

/** An update that says nothing of the priority keeps it. */
function withKeptPriority(pod: Pod, { spec: before }: Pod): Pod {
  const { priority = before.priority, preemptionPolicy = before.preemptionPolicy } = pod.spec;
  return {
    ...pod,
    spec: {
      ...pod.spec,
      ...(priority !== undefined && { priority }),
      ...(preemptionPolicy !== undefined && { preemptionPolicy }),
    },
  };
}
