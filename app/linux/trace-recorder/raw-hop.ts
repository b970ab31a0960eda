import type { VirtualMs } from '../../base/brand.ts';
import type { Hook, HookResult } from '../netfilter/hook.ts';
import type { Netns, Face } from '../network/state.ts';
import type { Packet } from '../packet.ts';
import type { DropReason, Hop } from '../trace.ts';

/** A hop as it is written while packets travel: references only. What a trace shows is made of it when somebody looks. */
export interface RawHop {
  readonly kind: Hop['kind'];
  readonly at: VirtualMs;
  readonly netns: Netns;
  readonly from: Face | undefined;
  readonly to: Face | undefined;
  readonly hook: Hook | undefined;
  readonly result: HookResult | undefined;
  readonly route: string | undefined;
  readonly why: DropReason | undefined;
  /** The packet after this hop. */
  readonly packet: Packet;
}
