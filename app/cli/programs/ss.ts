import { netnsId } from '../../linux/names.ts';
import type { Process, Sys } from '../../linux/process/program.ts';
import type { SocketView } from '../../linux/socket/socket-layer.ts';
import { readOptions, tool } from '../tool/tool.ts';
import { commandName } from './ps.ts';

/** Shows sockets. */
export const ss = tool('ss', 'ss [-tulnpas] [-4] [sport = :PORT]', run, '/usr/bin');

/** The older tool for the same. */
export const netstat = tool('netstat', 'netstat [-tulnpa]', run, '/usr/bin');

const OPTIONS = {
  flags: 'tulnpaseimoxwH460rONSZ',
  long: {
    tcp: 't',
    udp: 'u',
    listening: 'l',
    numeric: 'n',
    processes: 'p',
    all: 'a',
    summary: 's',
    'no-header': 'H',
    extended: 'e',
    program: 'p',
  },
};

function* run(p: Process): Sys<number> {
  const options = yield* readOptions(p, OPTIONS);
  if (!options) return 255;
  const all = p.sockets.list(netnsId(p.netns)).filter(({ protocol }) => protocol !== 'icmp');
  if (options.has('s')) {
    yield* p.print(summary(all));
    return 0;
  }
  const both = options.has('t') === options.has('u');
  const shown = all
    .filter(({ protocol }) => both || (protocol === 'tcp') === options.has('t'))
    .filter((socket) => isShown(socket, options.has('l'), options.has('a')))
    .filter((socket) => passes(socket, options.operands))
    .toSorted((a, b) => (a.protocol === b.protocol ? a.id - b.id : a.protocol === 'udp' ? -1 : 1));
  yield* p.print(table(p, shown, { both, processes: options.has('p'), header: !options.has('H') }));
  return 0;
}

function isShown({ state, protocol }: SocketView, listening: boolean, all: boolean): boolean {
  if (state === 'CLOSED') return false;
  const waits = state === 'LISTEN' || (protocol === 'udp' && state === 'UNCONN');
  return all || (listening ? waits : !waits);
}

/** `sport = :80`, `dport = :443`, `dst ADDRESS`, `state established`. */
function passes(socket: SocketView, words: readonly string[]): boolean {
  const text = words.join(' ');
  const port = /\b([sd])port\s*(?:=|==|eq)?\s*:?(\d+)/.exec(text);
  if (port && (port[1] === 's' ? socket.local.port : socket.peer?.port) !== Number(port[2])) return false;
  const address = /\b(src|dst)\s+([\d.]+)/.exec(text);
  if (address && (address[1] === 'src' ? socket.local.ip : socket.peer?.ip) !== address[2]) return false;
  const state = /\bstate\s+([a-z0-9-]+)/.exec(text)?.[1];
  return state === undefined || stateName(state) === socket.state;
}

function stateName(word: string): string {
  const names: Readonly<Record<string, string>> = {
    established: 'ESTAB',
    listening: 'LISTEN',
    'time-wait': 'TIME-WAIT',
    'syn-sent': 'SYN-SENT',
    'close-wait': 'CLOSE-WAIT',
  };
  return names[word] ?? word.toUpperCase();
}

interface Layout {
  readonly both: boolean;
  readonly processes: boolean;
  readonly header: boolean;
}

function table(p: Process, sockets: readonly SocketView[], { both, processes, header }: Layout): string {
  const rows = sockets.map((socket) => rowOf(p, socket, processes));
  const widest = (texts: readonly string[], least: number): number =>
    Math.max(least, ...texts.map((text) => text.length));
  const state = widest(
    rows.map((row) => row.state),
    6,
  );
  const local = widest(
    rows.map((row) => row.local),
    13,
  );
  const localPort = widest(
    rows.map((row) => row.localPort),
    4,
  );
  const peer = widest(
    rows.map((row) => row.peer),
    12,
  );
  const peerPort = widest(
    rows.map((row) => row.peerPort),
    4,
  );
  const line = (netid: string, row: readonly string[]): string => {
    const [one = '', recv = '', send = '', l = '', lp = '', r = '', rp = '', u = ''] = row;
    const first = both ? `${netid.padEnd(5)} ` : '';
    return `${first}${one.padEnd(state)} ${recv.padEnd(6)} ${send.padEnd(6)} ${l.padStart(local)}:${lp.padEnd(localPort)} ${r.padStart(peer)}:${rp.padEnd(peerPort)} ${u}\n`;
  };
  const title = header
    ? line('Netid', [
        'State',
        'Recv-Q',
        'Send-Q',
        'Local Address',
        'Port',
        'Peer Address',
        'Port',
        'Process',
      ]).replace('Port Process', 'PortProcess')
    : '';
  return (
    title +
    rows
      .map((row) =>
        line(row.netid, [
          row.state,
          '0',
          row.backlog,
          row.local,
          row.localPort,
          row.peer,
          row.peerPort,
          row.users,
        ]),
      )
      .join('')
  );
}

interface Row {
  readonly netid: string;
  readonly state: string;
  readonly backlog: string;
  readonly local: string;
  readonly localPort: string;
  readonly peer: string;
  readonly peerPort: string;
  readonly users: string;
}

function rowOf(p: Process, socket: SocketView, processes: boolean): Row {
  return {
    netid: socket.protocol,
    state: socket.state,
    backlog: socket.state === 'LISTEN' ? '511' : '0',
    local: socket.local.ip === '::' ? '*' : String(socket.local.ip),
    localPort: socket.local.port === 0 ? '*' : String(socket.local.port),
    peer: socket.peer ? String(socket.peer.ip) : '0.0.0.0',
    peerPort: socket.peer ? String(socket.peer.port) : '*',
    users: processes ? users(p, socket) : '',
  };
}

function users(p: Process, socket: SocketView): string {
  if (socket.pid === undefined || p.user.uid !== 0) return '';
  const view = p.processes().find(({ pid }) => pid === socket.pid);
  return `users:(("${view ? commandName(view) : 'process'}",pid=${socket.pid},fd=3))`;
}

function summary(sockets: readonly SocketView[]): string {
  const tcp = sockets.filter(({ protocol }) => protocol === 'tcp');
  const udp = sockets.filter(({ protocol }) => protocol === 'udp');
  const inState = (state: SocketView['state']): number =>
    tcp.filter((socket) => socket.state === state).length;
  const open = tcp.length - inState('TIME-WAIT');
  const row = (name: string, count: number): string =>
    `${name}\t  ${String(count).padEnd(9)} ${String(count).padEnd(9)} ${String(0).padEnd(9)}\n`;
  return [
    `Total: ${sockets.length}\n`,
    `TCP:   ${tcp.length} (estab ${inState('ESTAB')}, closed ${inState('TIME-WAIT')}, orphaned 0, timewait ${inState('TIME-WAIT')})\n\n`,
    'Transport Total     IP        IPv6\n',
    row('RAW', 0),
    row('UDP', udp.length),
    row('TCP', open),
    row('INET', udp.length + open),
    row('FRAG', 0),
    '\n',
  ].join('');
}
