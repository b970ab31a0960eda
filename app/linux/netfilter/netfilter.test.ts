import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { virtualMs } from '../../base/brand.ts';
import { createCore } from '../../base/core.ts';
import { ip, netnsId } from '../names.ts';
import type { Packet, TcpFlags } from '../packet.ts';
import { runConntrack } from './command/conntrack.ts';
import type { Hook, HookContext, HookResult } from './hook.ts';
import { createNetfilter, type Netfilter } from './netfilter.ts';
import { openNetfilterTables } from './netfilter-tables.ts';
import { restoreText } from './restore.ts';

const CLIENT = ip('10.244.3.5');
const SERVICE = ip('10.0.162.149');
const SERVER = ip('10.244.2.5');
const NODE = ip('10.240.0.5');

const SERVICE_RULES = `*nat
:KUBE-SVC - [0:0]
:KUBE-SEP-A - [0:0]
:KUBE-SEP-B - [0:0]
-A PREROUTING -d 10.0.162.149 -p tcp --dport 8080 -j KUBE-SVC
-A PREROUTING -d 10.0.162.149 -p udp --dport 53 -j DNAT --to-destination 10.244.2.5:53
-A OUTPUT -d 10.0.162.149 -p tcp --dport 8080 -j DNAT --to-destination 10.240.0.5:80
-A KUBE-SVC -m statistic --mode random --probability 0.5 -j KUBE-SEP-A
-A KUBE-SVC -j KUBE-SEP-B
-A KUBE-SEP-A -p tcp -j DNAT --to-destination 10.244.2.5:80
-A KUBE-SEP-B -p tcp -j DNAT --to-destination 10.244.2.5:80
-A POSTROUTING -d 10.244.2.5 -p tcp --dport 80 -s 10.244.3.9 -j MASQUERADE --random-fully
COMMIT
*filter
-A FORWARD -m conntrack --ctstate INVALID -j DROP
-A FORWARD -d 10.9.9.9 -j REJECT
COMMIT
`;

class Machine {
  readonly core = createCore(7, 0);
  readonly netfilter: Netfilter;
  #packets = 1;

  constructor(rules = SERVICE_RULES) {
    this.netfilter = createNetfilter(this.core, netnsId('node'), {
      tables: openNetfilterTables(this.core),
      sysctls: () => ({ tcpEstablishedTimeout: 86_400, tcpCloseWaitTimeout: 3600 }),
    });
    const loaded = restoreText(this.netfilter, rules);
    if (loaded.code !== 0) throw new Error(loaded.err);
  }

  wait(seconds: number): void {
    const until = virtualMs(this.core.now() + seconds * 1000);
    for (let due = this.core.agenda.peek(); due && due.at <= until; due = this.core.agenda.peek())
      this.core.agenda.runNext();
    this.core.agenda.advanceTo(until);
  }

  packet(change: Partial<Packet>): Packet {
    const header = { src: CLIENT, dst: SERVICE, sport: 40_000, dport: 8080, ttl: 64, mark: 0 };
    return { id: this.#packets++, protocol: 'tcp', payload: new Uint8Array(), ...header, ...change };
  }

  run(hook: Hook, packet: Packet, context: Partial<HookContext> = {}): HookResult {
    const isLocal = (address: string): boolean => address === NODE || address === '127.0.0.1';
    return this.netfilter.run(hook, packet, { isLocal, record: false, outgoingAddress: NODE, ...context });
  }

  /** A packet that is forwarded. */
  forward(packet: Packet): HookResult {
    const into = this.run('PREROUTING', packet, { interfaceIn: 'cni0', record: true });
    if (into.verdict !== 'accept') return into;
    const through = this.run('FORWARD', into.packet, {
      interfaceIn: 'cni0',
      interfaceOut: 'eth0',
      record: true,
    });
    if (through.verdict !== 'accept') return through;
    return this.run('POSTROUTING', through.packet, { interfaceOut: 'eth0', record: true });
  }

  lines(): readonly string[] {
    return runConntrack(this.netfilter, ['-L']).out.trimEnd().split('\n').filter(Boolean);
  }
}

const flags = (names: string, seq = 0, ackSeq = 0): Pick<Packet, 'tcp'> => {
  const all: TcpFlags = { syn: false, ack: false, fin: false, rst: false, psh: false };
  const set = Object.fromEntries(names.split('+').map((name) => [name, true]));
  return { tcp: { ...all, ...set, seq, ackSeq } };
};

/** The same connection as the server sees it, in the other direction. */
const answer = (packet: Packet, change: Partial<Packet>): Partial<Packet> => ({
  protocol: packet.protocol,
  src: packet.dst,
  dst: packet.src,
  sport: packet.dport,
  dport: packet.sport,
  ...change,
});

describe('netfilter', () => {
  it('translates the first packet by rules and all others by conntrack, in both directions', () => {
    const node = new Machine();
    const syn = node.forward(node.packet(flags('syn', 100)));
    expect(syn.packet).toMatchObject({ src: CLIENT, dst: SERVER, sport: 40_000, dport: 80 });
    const back = node.forward(node.packet(answer(syn.packet, flags('syn+ack', 500, 101))));
    expect(back.packet).toMatchObject({ src: SERVICE, sport: 8080, dst: CLIENT, dport: 40_000 });
    expect(back.rewrites).toEqual([{ kind: 'un-DNAT', from: '10.244.2.5:80', to: '10.0.162.149:8080' }]);
    restoreText(node.netfilter, '*nat\nCOMMIT\n');
    const ack = node.forward(node.packet(flags('ack', 101, 501)));
    expect(ack.packet.dst).toBe(SERVER);
    expect(node.lines()).toEqual([
      'tcp      6 86399 ESTABLISHED src=10.244.3.5 dst=10.0.162.149 sport=40000 dport=8080 src=10.244.2.5 dst=10.244.3.5 sport=80 dport=40000 [ASSURED] mark=0 use=1',
    ]);
  });

  it('follows a connection from SYN to TIME_WAIT and forgets it after 120 seconds', () => {
    const node = new Machine();
    const states: string[] = [];
    const see = (): void => void states.push(node.lines()[0]?.split(/\s+/).slice(2, 4).join(' ') ?? 'none');
    const { packet } = node.forward(node.packet(flags('syn', 100)));
    see();
    const reply = (names: string, seq: number, ackSeq: number): unknown =>
      node.forward(node.packet(answer(packet, flags(names, seq, ackSeq))));
    reply('syn+ack', 500, 101);
    see();
    node.forward(node.packet(flags('ack', 101, 501)));
    see();
    node.forward(node.packet({ ...flags('ack+psh', 101, 501), payload: new Uint8Array(10) }));
    see();
    reply('ack', 501, 111);
    see();
    node.forward(node.packet(flags('fin+ack', 111, 501)));
    see();
    reply('ack', 501, 112);
    see();
    reply('fin+ack', 501, 112);
    see();
    node.forward(node.packet(flags('ack', 112, 502)));
    see();
    node.wait(119);
    see();
    node.wait(1);
    see();
    expect(states).toEqual([
      '119 SYN_SENT',
      '59 SYN_RECV',
      '86399 ESTABLISHED',
      '299 ESTABLISHED',
      '86399 ESTABLISHED',
      '119 FIN_WAIT',
      '3599 CLOSE_WAIT',
      '29 LAST_ACK',
      '119 TIME_WAIT',
      '0 TIME_WAIT',
      'none',
    ]);
  });

  it('keeps nothing of a refused SYN, and ten seconds of a connection that was reset', () => {
    const node = new Machine();
    const { packet } = node.forward(node.packet(flags('syn', 100)));
    const rst = node.forward(node.packet(answer(packet, flags('rst+ack', 0, 101))));
    expect(rst.packet).toMatchObject({ src: SERVICE, sport: 8080 });
    expect(node.lines()).toEqual([]);
    node.forward(node.packet(flags('syn', 100)));
    node.forward(node.packet(answer(packet, flags('syn+ack', 500, 101))));
    node.forward(node.packet(flags('ack', 101, 501)));
    node.forward(node.packet(flags('rst', 101)));
    expect(node.lines()[0]).toMatch(/^tcp {6}6 9 CLOSE /);
  });

  it('cannot place an answer to a question it never saw', () => {
    const node = new Machine();
    const stray = node.forward(
      node.packet({ src: SERVER, sport: 80, dst: CLIENT, dport: 1234, ...flags('syn+ack') }),
    );
    expect(stray).toMatchObject({ verdict: 'drop', invalid: true });
    expect(node.lines()).toEqual([]);
  });

  it('lets a rejected first packet leave nothing behind', () => {
    const node = new Machine();
    const rejected = node.forward(node.packet({ dst: ip('10.9.9.9'), ...flags('syn') }));
    expect(rejected).toMatchObject({ verdict: 'reject', rejectWith: 'icmp-port-unreachable' });
    expect(node.lines()).toEqual([]);
  });

  it('masquerades with a source port of its own and finds the way back', () => {
    const node = new Machine();
    const { packet, rewrites } = node.forward(node.packet({ src: ip('10.244.3.9'), ...flags('syn', 1) }));
    expect(packet.src).toBe(NODE);
    expect(packet.sport).not.toBe(40_000);
    expect(packet.sport).toBeGreaterThanOrEqual(1024);
    expect(rewrites[0]).toMatchObject({ kind: 'MASQ', from: '10.244.3.9:40000', rule: 'POSTROUTING' });
    const back = node.forward(node.packet(answer(packet, flags('syn+ack', 5, 2))));
    expect(back.packet).toMatchObject({ src: SERVICE, sport: 8080, dst: '10.244.3.9', dport: 40_000 });
  });

  it('finds another source port when two connections would look the same', () => {
    const node = new Machine();
    node.forward(node.packet({ dst: SERVER, dport: 80, ...flags('syn') }));
    const { packet, rewrites } = node.forward(node.packet(flags('syn')));
    expect(packet.sport).not.toBe(40_000);
    expect(rewrites[0]).toMatchObject({ kind: 'SNAT' });
  });

  it('gives UDP a stream only after two seconds and an answer', () => {
    const node = new Machine();
    const question = { protocol: 'udp' as const, dport: 53 };
    const { packet } = node.forward(node.packet(question));
    expect(node.lines()[0]).toMatch(/^udp {6}17 29 .* \[UNREPLIED\] /);
    node.forward(node.packet(answer(packet, {})));
    node.wait(1);
    node.forward(node.packet(question));
    expect(node.lines()[0]).toMatch(/^udp {6}17 29 /);
    expect(node.lines()[0]).not.toMatch(/UNREPLIED|ASSURED/);
    node.wait(2);
    node.forward(node.packet(question));
    expect(node.lines()[0]).toMatch(/^udp {6}17 119 .* \[ASSURED\]/);
  });

  it('translates an ICMP error and the packet that it quotes back to what the client sent', () => {
    const node = new Machine();
    const { packet } = node.forward(node.packet(flags('syn', 1)));
    const { protocol, src, dst, sport, dport } = packet;
    const error = node.forward(
      node.packet({
        protocol: 'icmp',
        src: ip('10.240.0.4'),
        dst: CLIENT,
        sport: 0,
        dport: 0,
        icmp: { type: 3, code: 1, about: { protocol, src, dst, sport, dport } },
      }),
    );
    expect(error.packet.src).toBe(SERVICE);
    expect(error.packet.icmp?.about).toMatchObject({ src: CLIENT, dst: SERVICE, dport: 8080 });
    expect(error.invalid).toBe(false);
  });

  it('knows a packet again that comes back in by the loopback', () => {
    const node = new Machine();
    const out = node.run('OUTPUT', node.packet({ src: NODE, ...flags('syn') }), { interfaceOut: 'lo' });
    expect(out.packet).toMatchObject({ dst: NODE, dport: 80 });
    const post = node.run('POSTROUTING', out.packet, { interfaceOut: 'lo' });
    const pre = node.run('PREROUTING', post.packet, { interfaceIn: 'lo' });
    const into = node.run('INPUT', pre.packet, { interfaceIn: 'lo' });
    expect(into.verdict).toBe('accept');
    expect(node.lines()).toHaveLength(1);
  });

  it('chooses between two endpoints evenly and records each draw', () => {
    const node = new Machine();
    let first = 0;
    for (let at = 0; at < 2000; at++) {
      const packet = node.packet({ sport: 1024 + at, ...flags('syn') });
      const { rules } = node.run('PREROUTING', packet, { record: true, interfaceIn: 'cni0' });
      const drawn = rules.find(({ draw }) => draw);
      expect(drawn?.draw?.threshold).toBe(0.5);
      expect(drawn?.matched).toBe((drawn?.draw?.value ?? 1) < 0.5);
      if (drawn?.matched) first++;
    }
    expect(Math.abs(first - 1000)).toBeLessThan(3 * Math.sqrt(500));
  });

  it('names the condition that failed of each rule that was tried', () => {
    const node = new Machine();
    const { rules } = node.run('PREROUTING', node.packet({ dport: 81, ...flags('syn') }), { record: true });
    expect(rules.map(({ number, failed, target }) => [number, failed ?? target])).toEqual([
      [1, 'dport'],
      [2, 'p'],
      [3, 'policy ACCEPT'],
    ]);
    expect(rules[0]?.text).toBe('-A PREROUTING -d 10.0.162.149/32 -p tcp -m tcp --dport 8080 -j KUBE-SVC');
  });

  it('walks long chains by an index with the same result as rule by rule', () => {
    const address = fc.integer({ min: 1, max: 5 }).map((n) => `10.0.0.${n}`);
    const port = fc.integer({ min: 80, max: 84 });
    const rule = fc.oneof(
      fc.tuple(address, port).map(([d, p]) => `-d ${d} -p tcp --dport ${p}`),
      fc.tuple(address, port).map(([d, p]) => `! -d ${d} -p udp --dport ${p}`),
      port.map((p) => `-p tcp --dport ${p}`),
      port.map((p) => `-p udp ! --dport ${p}`),
      port.map((p) => `-p tcp -m recent --name L --set -m tcp --dport ${p}`),
      address.map((s) => `-s ${s}`),
      fc.constant('-m addrtype --dst-type LOCAL'),
    );
    const target = fc.constantFrom(
      '-j ACCEPT',
      '-j DROP',
      '-j RETURN',
      '-j MARK --or-mark 1',
      '-j MARK --xor-mark 2',
      '',
    );
    const chain = fc.array(fc.tuple(rule, target), { minLength: 13, maxLength: 40 });
    const packet = fc.record({
      src: address,
      dst: address,
      dport: port,
      protocol: fc.constantFrom('tcp' as const, 'udp' as const),
    });
    fc.assert(
      fc.property(chain, fc.array(packet, { minLength: 1, maxLength: 8 }), (rules, packets) => {
        const text = `*filter\n${rules.map((parts) => `-A FORWARD ${parts.join(' ')}\n`).join('')}COMMIT\n`;
        const [fast, plain] = [new Machine(text), new Machine(text)];
        for (const { src, dst, ...rest } of packets) {
          const [a, b] = [fast, plain].map((node, index) => {
            const made = node.packet({
              ...rest,
              src: ip(src),
              dst: ip(dst),
              ...(rest.protocol === 'tcp' ? flags('syn') : {}),
            });
            return node.run('FORWARD', made, { record: index === 1 });
          });
          expect([a?.verdict, a?.packet]).toEqual([b?.verdict, b?.packet]);
        }
        const counters = ({ netfilter }: Machine): unknown =>
          netfilter.chains.list('filter').map((one) => one.row.rules.map((_, at) => one.counters(at)));
        expect(counters(fast)).toEqual(counters(plain));
      }),
      { numRuns: 200 },
    );
  });
});
