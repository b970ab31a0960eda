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

/** Data of `-m udp`. */
export interface UdpMatch extends PortTests {
  readonly name: 'udp';
}

/** `-m udp --sport --dport`. */
export const udp: MatchKind<UdpMatch> = {
  name: 'udp',
  options: PORT_OPTIONS,
  parse(given) {
    const ports = parsePorts(given);
    return ports.ok ? good({ name: 'udp', ...ports.value }) : ports;
  },
  save: (match) => savePorts(match),
  list: (match, numeric) => listPorts('udp', match, numeric),
  check: (match, walk) => checkPorts(match, walk),
};
