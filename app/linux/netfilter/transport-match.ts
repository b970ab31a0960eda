import { good, type Result } from '../../base/result.ts';
import { lastGiven, not, type GivenOption, type MatchKind } from './extension.ts';
import { formatPortRange, listPortRange, parsePortRange, portMatches, type PortRange } from './ports.ts';
import type { Walk } from './walk.ts';

/** The port conditions that tcp, udp and sctp share. */
export interface PortTests {
  readonly sport?: PortRange;
  readonly dport?: PortRange;
}

/** Options of the port conditions. */
export const PORT_OPTIONS = {
  '--sport': 1,
  '--source-port': 1,
  '--dport': 1,
  '--destination-port': 1,
} as const;

/** A match of ports and nothing else. */
export interface PortMatch<Name extends string> extends PortTests {
  readonly name: Name;
}

/** `-m NAME --sport --dport`, for a protocol whose header is asked for nothing but its ports. */
export function portMatch<Name extends string>(name: Name): MatchKind<PortMatch<Name>> {
  return {
    name,
    options: PORT_OPTIONS,
    parse(given) {
      const ports = parsePorts(given);
      return ports.ok ? good({ name, ...ports.value }) : ports;
    },
    save: (match) => savePorts(match),
    list: (match, numeric) => listPorts(name, match, numeric),
    check: (match, walk) => checkPorts(match, walk),
  };
}

/** Reads `--sport` and `--dport`. */
export function parsePorts(given: readonly GivenOption[]): Result<PortTests> {
  let ports: PortTests = {};
  const sport = lastGiven(given, '--sport', '--source-port');
  if (sport) {
    const range = parsePortRange(sport.values[0] ?? '', sport.negated);
    if (!range.ok) return range;
    ports = { ...ports, sport: range.value };
  }
  const dport = lastGiven(given, '--dport', '--destination-port');
  if (dport) {
    const range = parsePortRange(dport.values[0] ?? '', dport.negated);
    if (!range.ok) return range;
    ports = { ...ports, dport: range.value };
  }
  return good(ports);
}

/** ` --sport 53 ! --dport 1:99`. */
export function savePorts({ sport, dport }: PortTests): string {
  const source = sport ? `${not(sport.negated)} --sport ${formatPortRange(sport)}` : '';
  return dport ? `${source}${not(dport.negated)} --dport ${formatPortRange(dport)}` : source;
}

/** `tcp spt:53 dpts:!1:99`. */
export function listPorts(name: string, { sport, dport }: PortTests, numeric: boolean): string {
  const source = sport ? ` ${listPortRange('spt', sport, numeric)}` : '';
  return `${name}${source}${dport ? ` ${listPortRange('dpt', dport, numeric)}` : ''}`;
}

/** The code of the first port condition that fails. */
export function checkPorts({ sport, dport }: PortTests, { packet }: Walk): string | undefined {
  if (sport && !portMatches(sport, packet.sport)) return 'sport';
  return dport && !portMatches(dport, packet.dport) ? 'dport' : undefined;
}
