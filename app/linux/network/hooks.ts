import type { Ip } from '../names.ts';
import type { Hook, HookContext, HookResult } from '../netfilter/hook.ts';
import { addressTowards } from '../route/route-table.ts';
import type { RuleStep } from '../trace.ts';
import { netfilterHop } from './flight.ts';
import type { Face, Flight, Netns, NetworkState } from './state.ts';

/** Which interfaces a packet passes at a hook, and the next hop it is going to: what netfilter is told of the machine. */
class Passage implements HookContext {
  readonly isLocal: HookContext['isLocal'];
  readonly record: boolean;
  readonly from: Face | undefined;
  readonly to: Face | undefined;
  readonly #hop: Ip | undefined;

  constructor(netns: Netns, flight: Flight, from: Face | undefined, to: Face | undefined, hop?: Ip) {
    this.isLocal = netns.isLocal;
    this.record = flight.journey !== undefined;
    this.from = from;
    this.to = to;
    this.#hop = hop;
  }

  get interfaceIn(): string | undefined {
    return this.from?.name;
  }

  get interfaceOut(): string | undefined {
    return this.to?.name;
  }

  get outgoingAddress(): Ip | undefined {
    return this.to && this.#hop !== undefined ? addressTowards(this.to, this.#hop) : undefined;
  }
}

/** What becomes of a packet after a hook; a reject says what to answer. */
export type Verdict = 'accept' | HookResult;

/** Lets netfilter judge a packet and writes the hop. Other verdicts than accept are the caller's to carry out. */
export function runHook(
  state: NetworkState,
  netns: Netns,
  hook: Hook,
  flight: Flight,
  from: Face | undefined,
  to?: Face,
  hop?: Ip,
): Verdict {
  const { netfilter } = netns;
  if (!netfilter) return 'accept';
  const passage = new Passage(netns, flight, from, to, hop);
  const result = netfilter.run(hook, flight.packet, passage);
  flight.packet = result.packet;
  if (flight.journey) writeHop(state, netns, hook, flight, passage, result);
  return result.verdict === 'accept' ? 'accept' : result;
}

/** The rule that ended a packet's walk, as iptables-save prints it. */
export function decidingRule(rules: readonly RuleStep[]): string | undefined {
  return rules.findLast((rule) => rule.matched)?.text;
}

function writeHop(
  state: NetworkState,
  netns: Netns,
  hook: Hook,
  flight: Flight,
  passage: Passage,
  result: HookResult,
): void {
  const { journey } = flight;
  if (!journey) return;
  const why = result.verdict === 'drop' ? dropReason(netns, result) : undefined;
  netfilterHop(state, netns, flight, passage, { hook, result, why });
  if (why) state.recorder.end(journey, { type: 'dropped', why }, netns.id, decidingRule(result.rules));
  else if (result.verdict === 'reject') state.recorder.end(journey, { type: 'rejected' }, netns.id);
}

function dropReason(netns: Netns, result: HookResult): 'edge-filter' | 'invalid' | 'rule' {
  if (netns.edge) return 'edge-filter';
  return result.invalid ? 'invalid' : 'rule';
}
