import { bad, good } from '../../../base/result.ts';
import { limitViolations, withDefaultResources } from '../../kinds/limitrange/enforce.ts';
import { retyped } from '../../kinds/typed.decode.ts';
import type { LimitRange, PersistentVolumeClaim, Pod } from '../../kinds/types.data.ts';
import type { Api, Call } from '../api.ts';
import { forbiddenStatus } from '../status.ts';
import type { Plugin } from './plugin.ts';

/** Gives Pods the resources that a LimitRange has for them, and refuses what is outside its limits. @upstream plugin LimitRanger */
export const limitRanger: Plugin = {
  name: 'LimitRanger',
  mutate: (api, call, object, old) => {
    if (call.kind.resource.kind !== 'Pod' || old !== undefined || call.subresource !== '') return undefined;
    const ranges = rangesOf(api, call);
    if (ranges.length === 0) return undefined;
    return good(retyped(ranges.reduce(withDefaultResources, retyped<Pod>(object))));
  },
  validate: (api, call, object, old) => {
    const { kind } = call.kind.resource;
    if ((kind !== 'Pod' && kind !== 'PersistentVolumeClaim') || old !== undefined) return undefined;
    for (const range of rangesOf(api, call)) {
      const problems = limitViolations(range, retyped<Pod | PersistentVolumeClaim>(object));
      const [first] = problems;
      if (first === undefined) continue;
      const text = problems.length === 1 ? first : `[${problems.join(', ')}]`;
      return bad(forbiddenStatus(call.kind.resource, object.metadata.name, text));
    }
    return undefined;
  },
};

function rangesOf(api: Api, call: Call): readonly LimitRange[] {
  return api.store.list(api.kind('LimitRange'), call.namespace).map((one) => retyped<LimitRange>(one));
}
