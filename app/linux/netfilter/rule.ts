import type { Match } from './matches/index.ts';
import type { Target } from './targets/index.ts';

/** A condition on an address: `-s`, `-d`. The network is canonical text with its prefix: `10.0.162.149/32`. */
export interface AddressTest {
  readonly network: string;
  readonly negated?: true;
}

/** A condition on an interface: `-i`, `-o`. A trailing `+` stands for any ending. */
export interface InterfaceTest {
  readonly name: string;
  readonly negated?: true;
}

/** A condition on the transport protocol: `-p`. */
export interface ProtocolTest {
  readonly number: number;
  readonly negated?: true;
}

/** One rule of a chain, as plain data: conditions on the header, matches in the order they were given, and a target. */
export interface Rule {
  readonly source?: AddressTest;
  readonly destination?: AddressTest;
  readonly interfaceIn?: InterfaceTest;
  readonly interfaceOut?: InterfaceTest;
  readonly protocol?: ProtocolTest;
  readonly fragment?: true;
  readonly matches: readonly Match[];
  readonly target?: Target;
}

/** How often a rule or a policy was met. */
export interface Counters {
  readonly packets: number;
  readonly bytes: number;
}
