import { takesNode } from '../../control/node-terms.ts';
import { untolerated } from '../../control/tolerations.ts';
import type { DaemonSet, Node, Pod, Toleration } from '../../kinds/types.data.ts';

/** What every Pod of a DaemonSet tolerates. @upstream pkg/controller/daemon/util/daemonset_util.go AddOrUpdateDaemonPodTolerations */
function daemonTolerations(hostNetwork: boolean): readonly Toleration[] {
  const names = ['disk-pressure', 'memory-pressure', 'pid-pressure', 'unschedulable'];
  return [
    { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' },
    { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute' },
    ...[...names, ...(hostNetwork ? ['network-unavailable'] : [])].map((name): Toleration => ({
      key: `node.kubernetes.io/${name}`,
      operator: 'Exists',
      effect: 'NoSchedule',
    })),
  ];
}

/** The spec of the DaemonSet's Pod for one node: bound to it by affinity, with the daemon's tolerations. */
export function daemonPodSpec({ spec }: DaemonSet, node: string): Pod['spec'] {
  const template = spec.template.spec;
  const affinity = template.affinity ?? {};
  const term = { matchFields: [{ key: 'metadata.name', operator: 'In' as const, values: [node] }] };
  const terms =
    affinity.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const own = template.tolerations ?? [];
  const added = daemonTolerations(template.hostNetwork === true).filter(
    ({ key, effect }) =>
      !own.some((one) => one.key === key && one.effect === effect && one.operator === 'Exists'),
  );
  return {
    ...template,
    tolerations: [...own, ...added],
    affinity: {
      ...affinity,
      nodeAffinity: {
        ...affinity.nodeAffinity,
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: terms.length > 0 ? terms.map((one) => ({ ...one, ...term })) : [term],
        },
      },
    },
  };
}

/**
 * Whether a node should have a Pod of the DaemonSet, and whether one that is there may stay.
 * @upstream pkg/controller/daemon/daemon_controller.go NodeShouldRunDaemonPod
 */
export function placeOn(set: DaemonSet, node: Node): { readonly run: boolean; readonly stay: boolean } {
  const template = set.spec.template.spec;
  const spec = { ...template, tolerations: [...(template.tolerations ?? []), ...daemonTolerations(true)] };
  const pod = { spec };
  if (!takesNode(pod, node)) return { run: false, stay: false };
  if (untolerated(node.spec.taints, pod, ['NoSchedule', 'NoExecute']))
    return { run: false, stay: !untolerated(node.spec.taints, pod, ['NoExecute']) };
  return { run: true, stay: true };
}
