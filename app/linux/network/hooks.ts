import type { Ip } from '../names.ts';
import type { Hook, HookContext, HookResult } from '../netfilter/hook.ts';
import { addressTowards } from '../route/route-table.ts';
import type { Rewrite, RuleStep } from '../trace.ts';
import type { HopDetails } from '../trace-recorder/trace-recorder.ts';
import type { Face, Flight, Netns, NetworkState } from './state.ts';

/** Which interfaces a packet passes at a hook, and the next hop it is going to. */
export interface Passage {
  readonly from?: Face;
  readonly to?: Face;
  readonly hop?: Ip;
}

/** What becomes of a packet after a hook; a reject says what to answer. */
export type Verdict = 'accept' | HookResult;

/** Lets netfilter judge a packet and writes the hop. Other verdicts than accept are the caller's to carry out. */
export function runHook(
  state: NetworkState,
  netns: Netns,
  hook: Hook,
  flight: Flight,
  passage: Passage,
): Verdict {
  const { netfilter } = netns;
  if (!netfilter) return 'accept';
  const context: HookContext = {
    interfaceIn: passage.from?.name,
    interfaceOut: passage.to?.name,
    isLocal: netns.isLocal,
    outgoingAddress: hook === 'POSTROUTING' ? masqueradeAddress(passage) : undefined,
    record: flight.journey !== undefined,
  };
  const result = netfilter.run(hook, flight.packet, context);
  flight.packet = result.packet;
  if (flight.journey) writeHop(state, netns, hook, flight, context, result);
  return result.verdict === 'accept' ? 'accept' : result;
}

/** The rule that ended a packet's walk, as iptables-save prints it. */
export function decidingRule(rules: readonly RuleStep[]): string | undefined {
  return rules.findLast((rule) => rule.matched)?.text;
}

function masqueradeAddress({ to, hop }: Passage): Ip | undefined {
  return to && hop && addressTowards(to, hop);
}

function writeHop(
  state: NetworkState,
  netns: Netns,
  hook: Hook,
  flight: Flight,
  context: HookContext,
  result: HookResult,
): void {
  const { journey } = flight;
  if (!journey) return;
  const dropped = result.verdict === 'drop';
  const details: HopDetails = {
    kind: netns.edge ? 'edge' : 'hook',
    hook,
    verdict: result.verdict,
    rewrites: netns.edge ? result.rewrites.map(edgeRewrite) : result.rewrites,
    rules: result.rules,
    ...(context.interfaceIn === undefined ? {} : { interfaceIn: context.interfaceIn }),
    ...(context.interfaceOut === undefined ? {} : { interfaceOut: context.interfaceOut }),
    ...(result.conntrack ? { conntrack: result.conntrack } : {}),
    ...(dropped ? { why: dropReason(netns, result) } : {}),
  };
  state.recorder.hop(journey, details, netns.id, flight.packet);
  if (dropped) {
    const why = dropReason(netns, result);
    state.recorder.end(journey, { type: 'dropped', why }, netns.id, decidingRule(result.rules));
  } else if (result.verdict === 'reject') state.recorder.end(journey, { type: 'rejected' }, netns.id);
}

function dropReason(netns: Netns, result: HookResult): 'edge-filter' | 'invalid' | 'rule' {
  if (netns.edge) return 'edge-filter';
  return result.invalid ? 'invalid' : 'rule';
}

/** The edge maps addresses as such; that it does so by rules of its own is no kind of badge. */
function edgeRewrite({ from, to }: Rewrite): Rewrite {
  return { kind: 'edge', from, to };
}
