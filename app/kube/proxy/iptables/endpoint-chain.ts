import { ip } from '../../../linux/names.ts';
import type { NatRange } from '../../../linux/netfilter/nat-range.ts';
import type { Rule } from '../../../linux/netfilter/rule.ts';
import type { Endpoint } from '../endpoint.ts';
import type { ServicePort } from '../service-port.ts';
import { chainName } from './chain-names.ts';
import { CHAINS, jump, makeRule } from './rule-parts.ts';

/** The chain of one endpoint of a Service port: all nodes write the same rules into it. */
class EndpointChain {
  readonly name: string;
  readonly #port: string;
  readonly #protocol: 'tcp' | 'udp' | 'sctp';
  readonly #endpoint: Endpoint;
  readonly #rules = new Map<number, readonly Rule[]>();

  constructor(port: ServicePort, endpoint: Endpoint) {
    this.name = chainName('SEP', port.name, port.protocol, endpoint.address);
    this.#port = port.name;
    this.#protocol = PROTOCOLS[port.protocol];
    this.#endpoint = endpoint;
  }

  /** Its rules, with comments or without, remembering clients or not. */
  rules(comments: boolean, affine: boolean): readonly Rule[] {
    const variant = (comments ? 1 : 0) + (affine ? 2 : 0);
    const known = this.#rules.get(variant);
    if (known) return known;
    const comment = comments ? this.#port : undefined;
    const made = [
      makeRule({ comment, source: this.#endpoint.ip, target: jump(CHAINS.markMasq) }),
      makeRule({
        comment,
        before: affine ? [{ name: 'recent', list: this.name, action: 'set' }] : [],
        protocol: this.#protocol,
        target: { name: 'DNAT', to: natRangeOf(this.#endpoint) },
      }),
    ];
    this.#rules.set(variant, made);
    return made;
  }
}

/** Protocols of Services as iptables writes them. */
export const PROTOCOLS = { TCP: 'tcp', UDP: 'udp', SCTP: 'sctp' } as const;

/** Chains that are remembered: those of the endpoints that a large cluster has. */
const REMEMBERED = 10_000;

/** The chains of endpoints. A name is a hash that takes long, and every node asks for it at every sync. */
export class EndpointChains {
  readonly #chains = new Map<string, EndpointChain>();

  of(port: ServicePort, endpoint: Endpoint): EndpointChain {
    const key = `${port.name} ${port.protocol} ${endpoint.address}`;
    const known = this.#chains.get(key);
    if (known) return known;
    if (this.#chains.size >= REMEMBERED) this.#chains.clear();
    const made = new EndpointChain(port, endpoint);
    this.#chains.set(key, made);
    return made;
  }
}

function natRangeOf({ address, ip: text, port }: Endpoint): NatRange {
  return { text: address, address: ip(text), ports: { from: port, to: port } };
}
