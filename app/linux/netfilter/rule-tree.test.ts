import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCore } from '../../base/core.ts';
import { ip, netnsId } from '../names.ts';
import type { Packet } from '../packet.ts';
import type { RuleStep } from '../trace.ts';
import type { Chain } from './chain.ts';
import { runConntrack } from './command/conntrack.ts';
import { runIptables } from './command/iptables.ts';
import type { Verdict } from './extension.ts';
import { createNetfilter, packetBytes, type Netfilter } from './netfilter.ts';
import { openNetfilterTables } from './netfilter-tables.ts';
import { firstFailing } from './prepared-rule.ts';
import { restoreText } from './restore.ts';
import { saveText } from './save.ts';
import { walkTable } from './traverse.ts';
import { WalkState } from './walk-state.ts';

const CONTEXT = { isLocal: (address: string) => address === '10.0.0.1', record: true };

function netfilterWith(rules: string): Netfilter {
  const core = createCore(3, 0);
  const netfilter = createNetfilter(core, netnsId('node'), {
    tables: openNetfilterTables(core),
    sysctls: () => ({ tcpEstablishedTimeout: 86_400, tcpCloseWaitTimeout: 3600 }),
  });
  const loaded = restoreText(netfilter, rules);
  if (loaded.code !== 0) throw new Error(loaded.err);
  return netfilter;
}

/** The rules one after the other as the kernel tries them, without anything remembered: what the tree must equal. */
function walkPlainly(netfilter: Netfilter, walk: WalkState): { verdict: string; steps: RuleStep[] } {
  const steps: RuleStep[] = [];
  const builtIn = netfilter.chains.get('filter', 'FORWARD');
  const verdict = builtIn && walkChain(netfilter, builtIn, walk, steps);
  if (verdict && verdict !== 'return') return { verdict: verdict.type, steps };
  if (!builtIn) return { verdict: 'accept', steps };
  builtIn.policyPackets++;
  builtIn.policyBytes += walk.bytes;
  const policy = builtIn.row.policy ?? 'ACCEPT';
  if (builtIn.row.rules.length > 0) steps.push(builtIn.policyStep(policy));
  return { verdict: policy.toLowerCase(), steps };
}

function walkChain(
  netfilter: Netfilter,
  chain: Chain,
  walk: WalkState,
  steps: RuleStep[],
): Verdict | 'return' | undefined {
  for (const [at, prepared] of chain.prepared.entries()) {
    walk.begin(chain, at);
    const failed = firstFailing(prepared.conditions, walk);
    steps.push(chain.step(at, failed));
    if (failed !== undefined) continue;
    const counters = chain.counter(at);
    counters.packets++;
    counters.bytes += walk.bytes;
    const { target } = prepared.rule;
    if (target?.name === 'RETURN') return 'return';
    if (target?.name === 'jump' || target?.name === 'goto') {
      const next = netfilter.chains.get('filter', target.chain);
      const outcome = next && walkChain(netfilter, next, walk, steps);
      if (outcome && outcome !== 'return') return outcome;
      if (target.name === 'goto') return 'return';
      continue;
    }
    const verdict = prepared.active?.kind.act(prepared.active.target, walk);
    if (verdict) return verdict;
  }
  return undefined;
}

const address = fc.integer({ min: 1, max: 4 }).map((n) => `10.0.0.${n}`);
const port = fc.integer({ min: 80, max: 82 });
const condition = fc.oneof(
  address.map((d) => `-d ${d}`),
  address.map((s) => `! -s ${s}`),
  fc.constantFrom('-s 10.0.0.0/30', '! -d 10.0.0.2/31', '-i eth+', '! -o cni0', '-p udp', '! -p tcp'),
  port.map((p) => `-p tcp -m tcp --dport ${p}`),
  fc.constantFrom('-m addrtype --dst-type LOCAL', '-m mark --mark 0x1/0x1', '-m mark ! --mark 0x2/0x2'),
  fc.constantFrom(
    '-m statistic --mode nth --every 2 --packet 0',
    '-m limit --limit 1/min --limit-burst 2',
    '',
  ),
);
const verdict = fc.constantFrom('ACCEPT', 'DROP', 'REJECT', 'RETURN');
const goingOn = fc.constantFrom('MARK --or-mark 1', 'MARK --xor-mark 2', 'LOG');
/** Chains call only those after them, as the kernel demands. */
const rulesOf = (name: string, callees: readonly string[]) =>
  fc.array(
    fc
      .tuple(
        condition,
        condition,
        fc.oneof(
          verdict.map((target) => `-j ${target}`),
          goingOn.map((target) => `-j ${target}`),
          fc.constantFrom('', ...callees.flatMap((callee) => [`-j ${callee}`, `-g ${callee}`])),
        ),
      )
      .filter(([a, b]) =>
        a.split(' ').every((word) => !word.startsWith('-') || word === '-m' || !b.includes(word)),
      )
      .map((parts) => `-A ${name} ${parts.filter(Boolean).join(' ')}`),
    { maxLength: 16 },
  );
const ruleset = fc
  .tuple(rulesOf('FORWARD', ['A', 'B', 'C']), rulesOf('A', ['B', 'C']), rulesOf('B', ['C']), rulesOf('C', []))
  .map((chains) => `*filter\n:A - [0:0]\n:B - [0:0]\n:C - [0:0]\n${chains.flat().join('\n')}\nCOMMIT\n`);
const packets = fc.array(
  fc.record({
    src: address.map(ip),
    dst: address.map(ip),
    sport: fc.constant(40_000),
    dport: port,
    protocol: fc.constantFrom('tcp' as const, 'udp' as const),
    interfaceIn: fc.constantFrom('eth0', 'cni0'),
    interfaceOut: fc.constantFrom('eth0', 'cni0'),
  }),
  { minLength: 1, maxLength: 12 },
);

describe('the tree of ways through a table', () => {
  it('gives every packet the verdict, mark, steps and counters of the rules tried one after the other', () => {
    fc.assert(
      fc.property(ruleset, packets, (text, sent) => {
        const [tree, unrecorded, plain] = [netfilterWith(text), netfilterWith(text), netfilterWith(text)];
        for (const [id, { interfaceIn, interfaceOut, ...tuple }] of sent.entries()) {
          const packet: Packet = { ...tuple, id, ttl: 64, mark: 0, payload: new Uint8Array(id) };
          const start = (netfilter: Netfilter, record: boolean) =>
            new WalkState(netfilter).start(
              packet,
              { ...CONTEXT, interfaceIn, interfaceOut, record },
              packetBytes(packet),
            );
          const [here, quick, there] = [start(tree, true), start(unrecorded, false), start(plain, true)];
          const wanted = walkPlainly(plain, there);
          const found = walkTable(tree.chains.root('filter', 'FORWARD', true), here);
          expect([found.type, here.steps]).toEqual([wanted.verdict, wanted.steps]);
          const without = walkTable(unrecorded.chains.root('filter', 'FORWARD', false), quick);
          expect([without.type, quick.steps]).toEqual([wanted.verdict, []]);
          expect([here.packet, quick.packet]).toEqual([there.packet, there.packet]);
        }
        const counted = ({ chains }: Netfilter) => saveText(chains, { counters: true });
        expect([counted(tree), counted(unrecorded)]).toEqual([counted(plain), counted(plain)]);
      }),
      { numRuns: 200 },
    );
  });

  it('hands the same list of steps to all packets that go the same way', () => {
    const netfilter = netfilterWith('*filter\n-A FORWARD -p udp -j DROP\n-A FORWARD -p tcp\nCOMMIT\n');
    const [first, second] = [1, 2].map((id) => forward(netfilter, { id, sport: id }).rules);
    expect(first).toHaveLength(3);
    expect(second).toBe(first);
    expect(Object.isFrozen(first)).toBe(true);
  });

  it('begins anew when rules that choose by chance have led to very many ways', () => {
    const chance = '-A FORWARD -m statistic --mode random --probability 0.5 -j MARK --or-mark 1\n';
    const netfilter = netfilterWith(`*filter\n${chance.repeat(30)}COMMIT\n`);
    for (let id = 0; id < 1500; id++) expect(forward(netfilter, { id }).rules).toHaveLength(31);
  });
});

describe('what changes in the middle of a connection holds for the very next packet:', () => {
  const segment = (seq: number, names: readonly ('syn' | 'ack')[]) => ({
    tcp: {
      syn: names.includes('syn'),
      ack: names.includes('ack'),
      fin: false,
      rst: false,
      psh: false,
      seq,
      ackSeq: names.includes('ack') ? 501 : 0,
    },
  });
  const answer = { src: ip('10.0.0.9'), dst: ip('10.0.0.2'), sport: 80, dport: 40_000 };

  function connected(rules = ''): Netfilter {
    const netfilter = netfilterWith(`*nat\n${rules}COMMIT\n*filter\n-A FORWARD -p udp -j DROP\nCOMMIT\n`);
    through(netfilter, { id: 1, ...segment(100, ['syn']) });
    through(netfilter, { id: 2, ...answer, ...segment(500, ['syn', 'ack']) });
    through(netfilter, { id: 3, ...segment(101, ['ack']) });
    return netfilter;
  }

  it('a rule that was inserted or deleted', () => {
    const netfilter = connected();
    expect(through(netfilter, { id: 4, ...segment(101, ['ack']) })).toMatchObject({ verdict: 'accept' });
    runIptables(netfilter, ['-I', 'FORWARD', '-p', 'tcp', '-j', 'DROP']);
    expect(through(netfilter, { id: 5, ...segment(101, ['ack']) })).toMatchObject({ verdict: 'drop' });
    runIptables(netfilter, ['-D', 'FORWARD', '1']);
    expect(through(netfilter, { id: 6, ...segment(101, ['ack']) })).toMatchObject({ verdict: 'accept' });
  });

  it('the policy of a chain', () => {
    const netfilter = connected();
    runIptables(netfilter, ['-P', 'FORWARD', 'DROP']);
    expect(through(netfilter, { id: 4, ...segment(101, ['ack']) })).toMatchObject({ verdict: 'drop' });
  });

  it('a service that lost its endpoint: the connection stays, the next one goes elsewhere', () => {
    const netfilter = connected('-A PREROUTING -p tcp --dport 80 -j DNAT --to-destination 10.0.0.9:80\n');
    restoreText(
      netfilter,
      '*nat\n-F PREROUTING\n-A PREROUTING -p tcp --dport 80 -j DNAT --to-destination 10.0.0.8:80\nCOMMIT\n',
      { noflush: true },
    );
    expect(through(netfilter, { id: 4, ...segment(101, ['ack']) }).packet.dst).toBe('10.0.0.9');
    const next = { id: 5, sport: 40_001, ...segment(900, ['syn']) };
    expect(through(netfilter, next).packet.dst).toBe('10.0.0.8');
  });

  it('a conntrack entry that was deleted', () => {
    const rules = '-A PREROUTING -d 10.0.0.3 -p tcp -j DNAT --to-destination 10.0.0.9:80\n';
    const netfilter = connected(rules);
    runConntrack(netfilter, ['-D', '-p', 'tcp']);
    const { packet, conntrack } = through(netfilter, { id: 4, ...answer, ...segment(501, ['ack']) });
    expect(packet.src).toBe('10.0.0.9');
    expect(conntrack).toMatchObject({ isNew: true, original: { src: '10.0.0.9' } });
  });
});

function packetWith(change: Partial<Packet>): Packet {
  const header = { src: ip('10.0.0.2'), dst: ip('10.0.0.3'), sport: 40_000, dport: 80, ttl: 64, mark: 0 };
  return { id: 1, protocol: 'tcp', payload: new Uint8Array(), ...header, ...change };
}

function forward(netfilter: Netfilter, change: Partial<Packet>) {
  const context = { ...CONTEXT, interfaceIn: 'eth0', interfaceOut: 'eth1' };
  return netfilter.run('FORWARD', packetWith(change), context);
}

/** A packet passes all three hooks; what the last one that it reached said. */
function through(netfilter: Netfilter, change: Partial<Packet>) {
  const into = netfilter.run('PREROUTING', packetWith(change), { ...CONTEXT, interfaceIn: 'eth0' });
  if (into.verdict !== 'accept') return into;
  const over = forward(netfilter, into.packet);
  return over.verdict === 'accept'
    ? netfilter.run('POSTROUTING', over.packet, { ...CONTEXT, interfaceOut: 'eth1' })
    : over;
}
