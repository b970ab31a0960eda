import { good } from '../../../base/result.ts';
import { retyped } from '../../kinds/typed.decode.ts';
import type { Node, Taint } from '../../kinds/types.data.ts';
import type { Plugin } from './plugin.ts';

const NOT_READY: Taint = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };

/** A node that registers is not ready yet, so nothing is placed on it. @upstream plugin TaintNodesByCondition */
export const taintNodes: Plugin = {
  name: 'TaintNodesByCondition',
  mutate: (_api, call, object, old) => {
    if (call.kind.resource.kind !== 'Node' || old !== undefined || call.subresource !== '') return undefined;
    const node = retyped<Node>(object);
    const taints = node.spec?.taints ?? [];
    if (taints.some(({ key, effect }) => key === NOT_READY.key && effect === NOT_READY.effect))
      return undefined;
    return good(retyped({ ...node, spec: { ...node.spec, taints: [...taints, NOT_READY] } }));
  },
};
