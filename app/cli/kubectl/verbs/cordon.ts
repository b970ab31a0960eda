import { cordonVerb } from '../node/cordon.ts';

/** `kubectl cordon`: no new Pods on a node. */
export const cordon = cordonVerb(
  'cordon',
  'Mark node as unschedulable',
  'Close a node for new Pods. What runs there goes on.',
);
