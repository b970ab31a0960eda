import type { VirtualMs } from '../../base/brand.ts';
import { freezeDeep } from '../../base/json.ts';
import type { NetnsId } from '../names.ts';
import type { Hook, HookResult } from '../netfilter/hook.ts';
import type { ConntrackView, DropReason, Header, Hop, Rewrite, RuleStep } from '../trace.ts';

/** Names of the interfaces that a hop passes. */
interface Named {
  readonly name: string;
}

/** What some hops tell besides. */
export interface HopDetails {
  /** Route hops: the route, as `ip route` prints it. */
  readonly route?: string;
  readonly hook?: Hook;
  readonly result?: HookResult;
  readonly why?: DropReason | undefined;
}

const NO_DETAILS: HopDetails = {};
const NO_REWRITES: readonly Rewrite[] = Object.freeze([]);

/**
 * A hop as the trace shows it, frozen when it is written. Its fields are only declared and then set one by one in the
 * constructor: so they all lie inside the object, and those that a hop lacks are not there at all.
 */
export class RecordedHop implements Hop {
  declare readonly kind: Hop['kind'];
  declare readonly at: VirtualMs;
  declare readonly place: NetnsId;
  declare readonly before: Header;
  declare readonly after: Header;
  declare readonly verdict: Hop['verdict'];
  declare readonly rewrites: readonly Rewrite[];
  declare readonly hook?: Hook;
  declare readonly interfaceIn?: string;
  declare readonly interfaceOut?: string;
  declare readonly route?: string;
  declare readonly rules?: readonly RuleStep[];
  declare readonly conntrack?: ConntrackView;
  declare readonly why?: DropReason;

  constructor(
    kind: Hop['kind'],
    at: VirtualMs,
    place: NetnsId,
    before: Header,
    after: Header,
    from: Named | undefined,
    to: Named | undefined,
    details: HopDetails = NO_DETAILS,
  ) {
    const { hook, result, route, why } = details;
    this.kind = kind;
    this.at = at;
    this.place = place;
    this.before = before;
    this.after = after;
    this.verdict = result?.verdict ?? (kind === 'deliver' || kind === 'drop' ? kind : 'accept');
    this.rewrites = result ? rewritesOf(kind, result.rewrites) : NO_REWRITES;
    if (hook !== undefined) this.hook = hook;
    if (from) this.interfaceIn = from.name;
    if (to) this.interfaceOut = to.name;
    if (route !== undefined) this.route = route;
    if (result) this.rules = result.rules;
    if (result?.conntrack) this.conntrack = result.conntrack;
    if (why !== undefined) this.why = why;
    Object.freeze(this);
  }
}

function rewritesOf(kind: Hop['kind'], rewrites: readonly Rewrite[]): readonly Rewrite[] {
  if (kind !== 'edge' || rewrites.length === 0) return rewrites;
  // The edge maps addresses as such; that it does so by rules of its own is no kind of badge.
  return freezeDeep(rewrites.map(({ from, to }): Rewrite => ({ kind: 'edge', from, to })));
}
