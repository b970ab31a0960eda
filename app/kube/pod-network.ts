import type { Ip, NetnsId } from '../linux/names.ts';

/** Names a Pod for its network. */
export interface PodName {
  readonly namespace: string;
  readonly name: string;
}

/** A Pod's place in the network. */
export interface PodAttachment {
  readonly netns: NetnsId;
  readonly ip: Ip;
}

/** The network plug-in of one node, as its kubelet uses it. */
export interface PodNetwork {
  /** Makes the Pod's network namespace with an address of the node's range; undefined when the range is used up. */
  attach(pod: PodName): PodAttachment | undefined;
  /** Takes the namespace away and gives the address back. */
  detach(pod: PodName): void;
}
