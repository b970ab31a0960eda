import { canonicalIp } from '../../../base/ip.ts';
import { bad, good, type Result } from '../../../base/result.ts';
import { tcpStateName, type Connection } from '../conntrack/connection.ts';
import { connectionLine } from '../conntrack/print.ts';
import type { Netfilter } from '../netfilter.ts';
import { parseProtocol, protocolNumber } from '../protocols.ts';
import type { ToolResult } from '../restore.ts';

const VERSION = 'conntrack v1.4.7 (conntrack-tools)';

/** What the command line asks for. */
export interface ConntrackRequest {
  readonly verb: 'L' | 'D' | 'F' | 'C' | 'E' | 'S';
  readonly matches: (connection: Connection) => boolean;
  readonly extended: boolean;
  readonly id: boolean;
}

type Filter = (connection: Connection) => boolean;

/** Runs `conntrack ARGS`; `-E`, which goes on, is read by `readConntrackArgs` and followed with `Conntrack.listen`. */
export function runConntrack(netfilter: Netfilter, args: readonly string[]): ToolResult {
  if (args.includes('--version') || args.includes('-V')) return { out: `${VERSION}\n`, err: '', code: 0 };
  const request = readConntrackArgs(args);
  if (!request.ok) return { out: '', err: request.error, code: 2 };
  const { verb, matches, extended, id } = request.value;
  const { conntrack, core } = netfilter;
  const found = conntrack.list().filter(matches);
  if (verb === 'C') return { out: `${conntrack.list().length}\n`, err: '', code: 0 };
  if (verb === 'S') return { out: STATISTICS, err: '', code: 0 };
  if (verb === 'F') {
    for (const connection of conntrack.list()) conntrack.remove(connection);
    return { out: '', err: `${VERSION}: connection tracking table has been emptied.\n`, code: 0 };
  }
  const lines = found.map((connection) => `${connectionLine(connection, core.now(), { extended, id })}\n`);
  if (verb === 'D') for (const connection of found) conntrack.remove(connection);
  const err = `${VERSION}: ${found.length} flow entries have been ${verb === 'D' ? 'deleted' : 'shown'}.\n`;
  return { out: lines.join(''), err, code: verb === 'D' && found.length === 0 ? 1 : 0 };
}

/** Reads the arguments; the error is the whole text for stderr. */
export function readConntrackArgs(args: readonly string[]): Result<ConntrackRequest> {
  let verb: ConntrackRequest['verb'] | undefined;
  let outputs: readonly string[] = [];
  let protocol = '';
  const filters: Filter[] = [];
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? '';
    const asked = COMMANDS[arg];
    if (asked) {
      if (verb) return usage('Invalid commands combination');
      verb = asked;
      if (args[at + 1] === 'conntrack') at++;
      else if (/^[a-z]/.test(args[at + 1] ?? '')) return usage(`unknown type \`${args[at + 1] ?? ''}'`);
      continue;
    }
    const option = OPTIONS[arg] ?? (protocol === '' ? undefined : PORT_OPTIONS[arg]);
    if (!option && arg !== '-o' && arg !== '--output') return usage(`unknown option \`${arg}'`);
    const value = args[++at];
    if (value === undefined) return usage(`option \`${arg}' requires an argument`);
    if (arg === '-p' || arg === '--protonum') protocol = value;
    if (!option) outputs = value.split(',');
    const filter = option?.(value);
    if (typeof filter === 'string') return usage(filter);
    if (filter) filters.push(filter);
  }
  const unknown = outputs.find(
    (output) => !['extended', 'id', 'ktimestamp', 'timestamp', 'xml', 'save'].includes(output),
  );
  if (unknown !== undefined) return usage(`Bad parameter \`${unknown}'`);
  if (!verb) return usage('no command specified');
  const matches = (connection: Connection): boolean => filters.every((filter) => filter(connection));
  return good({ verb, matches, extended: outputs.includes('extended'), id: outputs.includes('id') });
}

const COMMANDS: Readonly<Record<string, ConntrackRequest['verb']>> = {
  '-L': 'L',
  '--dump': 'L',
  '-D': 'D',
  '--delete': 'D',
  '-F': 'F',
  '--flush': 'F',
  '-C': 'C',
  '--count': 'C',
  '-E': 'E',
  '--event': 'E',
  '-S': 'S',
  '--stats': 'S',
};

/** An option makes a filter, or says what is wrong with its value. */
type Option = (value: string) => Filter | string | undefined;

const address =
  (test: (connection: Connection, ip: string) => boolean): Option =>
  (value) => {
    const ip = canonicalIp(value.split('/', 1)[0] ?? '');
    return ip === undefined ? `Invalid IP address \`${value}'` : (connection) => test(connection, ip);
  };
const source = address(({ original }, ip) => original.src === ip);
const destination = address(({ original }, ip) => original.dst === ip);
const replySource = address(({ reply }, ip) => reply.src === ip);
const replyDestination = address(({ reply }, ip) => reply.dst === ip);
const protocolOption: Option = (value) => {
  const number = parseProtocol(value);
  return number === undefined
    ? `\`${value}' unsupported protocol`
    : ({ protocol }) => protocolNumber(protocol) === number;
};
const family: Option =
  (value) =>
  ({ original }) =>
    original.src.includes(':') === (value === 'ipv6');
const status: Option =
  (value) =>
  ({ assured, seenReply }) =>
    value
      .split(',')
      .every((word) =>
        word === 'ASSURED' ? assured : word === 'UNREPLIED' ? !seenReply : word !== 'SEEN_REPLY' || seenReply,
      );
const markOption: Option =
  (value) =>
  ({ mark }) =>
    mark === Number(value.split('/', 1)[0]);

const OPTIONS: Readonly<Record<string, Option>> = {
  '-s': source,
  '--src': source,
  '--orig-src': source,
  '-d': destination,
  '--dst': destination,
  '--orig-dst': destination,
  '-r': replySource,
  '--reply-src': replySource,
  '-q': replyDestination,
  '--reply-dst': replyDestination,
  '-p': protocolOption,
  '--protonum': protocolOption,
  '-f': family,
  '--family': family,
  '-u': status,
  '--status': status,
  '-m': markOption,
  '--mark': markOption,
  '-e': () => undefined,
  '--event-mask': () => undefined,
};

const state: Option = (value) =>
  tcpStateName(value) ? (connection) => connection.state === value : `unknown TCP state \`${value}'`;
const port =
  (read: (connection: Connection) => number): Option =>
  (value) =>
  (connection) =>
    read(connection) === Number(value);
const sport = port(({ original }) => original.sport);
const dport = port(({ original }) => original.dport);

/** Options that are known once the protocol is named. */
const PORT_OPTIONS: Readonly<Record<string, Option>> = {
  '--sport': sport,
  '--orig-port-src': sport,
  '--dport': dport,
  '--orig-port-dst': dport,
  '--reply-port-src': port(({ reply }) => reply.sport),
  '--reply-port-dst': port(({ reply }) => reply.dport),
  '--state': state,
};

const STATISTICS =
  'cpu=0   \tfound=0 invalid=0 insert=0 insert_failed=0 drop=0 early_drop=0 error=0 search_restart=0 clash_resolve=0 chaintoolong=0 \n';

function usage(text: string): Result<never> {
  return bad(`${VERSION}: ${text}\nTry \`conntrack -h' or 'conntrack --help' for more information.\n`);
}
