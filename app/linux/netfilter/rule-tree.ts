import type { Packet } from '../packet.ts';
import type { RuleStep } from '../trace.ts';
import type { Chain } from './chain.ts';
import type { Hook } from './hook.ts';
import type { PreparedRule } from './prepared-rule.ts';

/** From this length on a chain is worth an index. */
const LONG = 12;
/** Loops are impossible in real rules (the kernel refuses them); ours are cut off here. */
const DEEPEST = 64;
/** Rules that each go either way by chance make ever new ways: a tree with so many forks begins anew. */
const MOST_FORKS = 20_000;

/**
 * The ways that packets have taken through one table, as a tree: at each fork one rule is tried, and what comes after it
 * was found out by the first packet that came by. The conditions are asked of every packet anew; what is kept is which
 * rule follows which, and the list of steps that a whole way makes. It holds as long as no rule of the table changes.
 */
export class RuleTree {
  readonly #find: (name: string) => Chain | undefined;
  readonly #roots = new Map<Hook, Node>();
  readonly #unrecorded = new Map<Hook, Node>();
  #forks = 0;

  constructor(find: (name: string) => Chain | undefined) {
    this.#find = find;
  }

  /** Where the walk of a hook begins. Recorded, every rule is tried, because each makes a step. */
  root(hook: Hook, recorded: boolean): Node | undefined {
    if (this.#forks > MOST_FORKS) this.#forget();
    const roots = recorded ? this.#roots : this.#unrecorded;
    const known = roots.get(hook);
    if (known) return known;
    const builtIn = this.#find(hook);
    if (!builtIn) return undefined;
    const made = enter({ tree: this, builtIn, recorded }, builtIn, undefined, 0, undefined);
    roots.set(hook, made);
    return made;
  }

  chain(name: string): Chain | undefined {
    return this.#find(name);
  }

  forked(): void {
    this.#forks++;
  }

  #forget(): void {
    this.#roots.clear();
    this.#unrecorded.clear();
    this.#forks = 0;
  }
}

/** A point of a way: a rule to try, a long chain whose hopeless rules are left out, or the end. */
export type Node = Fork | Gate | End;

/** What all nodes below one root have in common. */
interface Trunk {
  readonly tree: RuleTree;
  readonly builtIn: Chain;
  readonly recorded: boolean;
}

/** Which rule of a chain comes next, and where its caller goes on. `among`: the only positions that can match. */
interface Place {
  readonly chain: Chain;
  readonly next: number;
  readonly among: readonly number[] | undefined;
  readonly caller: Place | undefined;
  readonly depth: number;
}

/** The steps before a node, the last one first. */
interface Steps {
  readonly step: RuleStep;
  readonly earlier: Steps | undefined;
  readonly count: number;
}

/** A rule is tried. */
export class Fork {
  readonly kind = 'fork';
  readonly chain: Chain;
  /** Its position in the chain, from 0. */
  readonly at: number;
  readonly rule: PreparedRule;
  readonly counters: { packets: number; bytes: number };
  readonly #trunk: Trunk;
  readonly #place: Place;
  readonly #steps: Steps | undefined;
  #matched: Node | undefined;
  #ended: Node | undefined;
  #code: string | undefined;
  #failed: Node | undefined;
  #failedOtherwise: Map<string, Node> | undefined;

  constructor(trunk: Trunk, place: Place, steps: Steps | undefined, at: number, rule: PreparedRule) {
    this.chain = place.chain;
    this.at = at;
    this.rule = rule;
    this.counters = place.chain.counter(at);
    this.#trunk = trunk;
    this.#place = place;
    this.#steps = steps;
    trunk.tree.forked();
  }

  /** How many steps a walk has made before. */
  get stepsBefore(): number {
    return this.#steps?.count ?? 0;
  }

  /** What comes after the rule failed at a condition. */
  afterFailure(code: string): Node {
    if (this.#failed && (this.#code === code || !this.#trunk.recorded)) return this.#failed;
    const known = this.#failedOtherwise?.get(code);
    if (known) return known;
    const made = follow(this.#trunk, after(this.#place), this.#with(code));
    if (this.#failed) (this.#failedOtherwise ??= new Map()).set(code, made);
    else this.#failed = made;
    this.#code ??= code;
    return made;
  }

  /** What comes after the rule matched and did not end the walk. */
  afterMatch(): Node {
    this.#matched ??= this.#lead(this.#with(undefined));
    return this.#matched;
  }

  /** The end, after the rule matched and gave a verdict. */
  end(): Node {
    this.#ended ??= new End(undefined, this.#with(undefined));
    return this.#ended;
  }

  #lead(steps: Steps | undefined): Node {
    const { target } = this.rule.rule;
    const { caller, depth } = this.#place;
    if (target?.name === 'RETURN') return goOn(this.#trunk, caller, steps);
    if (target?.name !== 'jump' && target?.name !== 'goto')
      return follow(this.#trunk, after(this.#place), steps);
    const back = target.name === 'goto' ? caller : after(this.#place);
    const next = this.#trunk.tree.chain(target.chain);
    return next ? enter(this.#trunk, next, back, depth + 1, steps) : goOn(this.#trunk, back, steps);
  }

  #with(failed: string | undefined): Steps | undefined {
    if (!this.#trunk.recorded) return undefined;
    return add(this.#steps, this.chain.step(this.at, failed));
  }
}

/** A long chain is entered, without a record: an index says which of its rules can match the packet at all. */
export class Gate {
  readonly kind = 'gate';
  readonly #trunk: Trunk;
  readonly #place: Place;
  readonly #ways = new Map<readonly number[], Node>();

  constructor(trunk: Trunk, place: Place) {
    this.#trunk = trunk;
    this.#place = place;
  }

  way({ dst, protocol, dport }: Packet): Node {
    const among = this.#place.chain.candidates(dst, protocol, dport);
    const known = this.#ways.get(among);
    if (known) return known;
    const made = follow(this.#trunk, { ...this.#place, among }, undefined);
    this.#ways.set(among, made);
    return made;
  }
}

/** The walk is over: by the verdict of the last rule, by the policy of a built-in chain, or cut off (neither). */
export class End {
  readonly kind = 'end';
  readonly policyOf: Chain | undefined;
  readonly #steps: Steps | undefined;
  #list: readonly RuleStep[] | undefined;

  constructor(policyOf: Chain | undefined, steps: Steps | undefined) {
    this.policyOf = policyOf;
    this.#steps = steps;
  }

  /** Every step of the way, in order: the same list for all that take it. */
  get list(): readonly RuleStep[] {
    return (this.#list ??= Object.freeze(inOrder(this.#steps)));
  }
}

function enter(
  trunk: Trunk,
  chain: Chain,
  caller: Place | undefined,
  depth: number,
  steps: Steps | undefined,
): Node {
  if (depth > DEEPEST) return new End(undefined, steps);
  const place: Place = { chain, next: 0, among: undefined, caller, depth };
  const long = !trunk.recorded && chain.row.rules.length > LONG;
  return long ? new Gate(trunk, place) : follow(trunk, place, steps);
}

function follow(trunk: Trunk, place: Place, steps: Steps | undefined): Node {
  const { chain, next, among, caller } = place;
  const at = among ? among[next] : next;
  const rule = at === undefined ? undefined : chain.prepared[at];
  return at === undefined || !rule ? goOn(trunk, caller, steps) : new Fork(trunk, place, steps, at, rule);
}

/** A chain has come to its end or returned: its caller goes on, and above a built-in one there is the policy. */
function goOn(trunk: Trunk, caller: Place | undefined, steps: Steps | undefined): Node {
  if (caller) return follow(trunk, caller, steps);
  const { builtIn, recorded } = trunk;
  const shown = recorded && builtIn.row.rules.length > 0;
  return new End(builtIn, shown ? add(steps, builtIn.policyStep(builtIn.row.policy ?? 'ACCEPT')) : steps);
}

function after(place: Place): Place {
  return { ...place, next: place.next + 1 };
}

function add(earlier: Steps | undefined, step: RuleStep): Steps {
  return { step, earlier, count: (earlier?.count ?? 0) + 1 };
}

function inOrder(last: Steps | undefined): RuleStep[] {
  const list: RuleStep[] = [];
  for (let here = last; here; here = here.earlier) list.push(here.step);
  return list.toReversed();
}
