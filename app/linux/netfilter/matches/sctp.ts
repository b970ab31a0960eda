import { good } from '../../../base/result.ts';
import type { MatchKind } from '../extension.ts';
import {
  checkPorts,
  listPorts,
  parsePorts,
  PORT_OPTIONS,
  savePorts,
  type PortTests,
} from '../transport-match.ts';

/** Data of `-m sctp`. */
export interface SctpMatch extends PortTests {
  readonly name: 'sctp';
}

/** `-m sctp --sport --dport`. */
export const sctp: MatchKind<SctpMatch> = {
  name: 'sctp',
  options: PORT_OPTIONS,
  parse(given) {
    const ports = parsePorts(given);
    return ports.ok ? good({ name: 'sctp', ...ports.value }) : ports;
  },
  save: (match) => savePorts(match),
  list: (match, numeric) => listPorts('sctp', match, numeric),
  check: (match, walk) => checkPorts(match, walk),
};
