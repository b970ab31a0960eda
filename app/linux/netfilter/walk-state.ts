import type { Core } from '../../base/core.ts';
import type { IpBits } from '../../base/ip.ts';
import { ip, type Ip } from '../names.ts';
import type { Packet } from '../packet.ts';
import type { RuleStep } from '../trace.ts';
import type { Chain } from './chain.ts';
import type { HookContext } from './hook.ts';
import type { CtState, NatRequest, RecentLists, Walk } from './walk.ts';

/** What the walks of one namespace share. */
export interface WalkGround {
  readonly core: Core;
  readonly recent: RecentLists;
  draw(): number;
  /** An address as numbers. */
  bitsOf(address: Ip): IpBits | undefined;
}

const NO_STEPS: readonly RuleStep[] = Object.freeze([]);
const NO_PACKET: Packet = Object.freeze({
  protocol: 'tcp',
  src: ip('0.0.0.0'),
  dst: ip('0.0.0.0'),
  sport: 0,
  dport: 0,
  id: 0,
  ttl: 0,
  mark: 0,
  payload: new Uint8Array(),
});
const NO_CONTEXT: HookContext = Object.freeze({ isLocal: () => false, record: false });
const UNTRANSLATED = Object.freeze({ src: false, dst: false });

/** A packet on its way through the tables of one hook; one object serves all packets of a namespace in turn. */
export class WalkState implements Walk {
  packet: Packet = NO_PACKET;
  context: HookContext = NO_CONTEXT;
  bytes = 0;
  ctState: CtState = 'UNTRACKED';
  translated: { readonly src: boolean; readonly dst: boolean } = UNTRANSLATED;
  lastDraw: number | undefined;
  nat: NatRequest | undefined;
  /** The chain whose rule asked for `nat`. */
  natChain: string | undefined;
  /** Whether steps are recorded, and those so far. */
  recorded = false;
  steps: readonly RuleStep[] = NO_STEPS;
  readonly #ground: WalkGround;
  #chain: Chain | undefined;
  #at = 0;

  constructor(ground: WalkGround) {
    this.#ground = ground;
  }

  /** A packet has come to a hook. */
  start(packet: Packet, context: HookContext, bytes: number): this {
    this.packet = packet;
    this.context = context;
    this.bytes = bytes;
    this.ctState = 'UNTRACKED';
    this.translated = UNTRANSLATED;
    this.lastDraw = undefined;
    this.nat = undefined;
    this.natChain = undefined;
    this.recorded = context.record;
    this.steps = NO_STEPS;
    return this;
  }

  get now(): number {
    return this.#ground.core.now();
  }

  get recent(): RecentLists {
    return this.#ground.recent;
  }

  get sourceBits(): IpBits | undefined {
    return this.#ground.bitsOf(this.packet.src);
  }

  get destinationBits(): IpBits | undefined {
    return this.#ground.bitsOf(this.packet.dst);
  }

  /** Notes the steps of one table; most hooks have rules in one table only. */
  record(steps: readonly RuleStep[]): void {
    if (this.steps.length === 0) this.steps = steps;
    else if (steps.length > 0) this.steps = Object.freeze([...this.steps, ...steps]);
  }

  /** The next rule is at work. */
  begin(chain: Chain, at: number): void {
    this.#chain = chain;
    this.#at = at;
    this.lastDraw = undefined;
  }

  draw(): number {
    this.lastDraw = this.#ground.draw();
    return this.lastDraw;
  }

  memory(initial: number): { value: number; at: number } {
    return this.#chain?.memory(this.#at, initial, this.now) ?? { value: initial, at: this.now };
  }
}
