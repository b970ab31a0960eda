import { freezeDeep } from '../../../base/json.ts';
import { good } from '../../../base/result.ts';
import { retyped } from '../../kinds/typed.decode.ts';
import type { Pod, Toleration } from '../../kinds/types.data.ts';
import type { Plugin } from './plugin.ts';

const SECONDS = 300;

/** Pods tolerate an unready or unreachable node for five minutes unless they say otherwise. @upstream plugin DefaultTolerationSeconds */
export const defaultTolerations: Plugin = {
  name: 'DefaultTolerationSeconds',
  mutate: (_api, call, object) => {
    if (call.kind.resource.kind !== 'Pod' || call.subresource !== '') return undefined;
    const pod = retyped<Pod>(object);
    const given = pod.spec?.tolerations ?? [];
    const added = ADDED.filter(({ key }) => !given.some((one) => covers(one, key)));
    if (added.length === 0) return undefined;
    const tolerations = given.length === 0 ? ADDED : [...given, ...added];
    return good(retyped({ ...pod, spec: { ...pod.spec, tolerations } }));
  },
};

/** What is added, the same for every Pod. */
const ADDED = freezeDeep(
  ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'].map((key) => ({
    key,
    operator: 'Exists' as const,
    effect: 'NoExecute' as const,
    tolerationSeconds: SECONDS,
  })),
);

function covers({ key, effect }: Toleration, wanted: string): boolean {
  return (key === wanted || !key) && (effect === 'NoExecute' || !effect);
}
