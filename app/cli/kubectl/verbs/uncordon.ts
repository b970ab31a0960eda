import { cordonVerb } from '../node/cordon.ts';

/** `kubectl uncordon`: a node takes Pods again. */
export const uncordon = cordonVerb('uncordon', 'Mark node as schedulable', 'Open a node for new Pods again.');
