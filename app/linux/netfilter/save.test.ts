import { readFileSync, readdirSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCore } from '../../base/core.ts';
import { netnsId } from '../names.ts';
import { createNetfilter, type Netfilter } from './netfilter.ts';
import { openNetfilterTables } from './netfilter-tables.ts';
import { parseRule } from './parse-rule.ts';
import { restoreRule, saveRule } from './print-rule.ts';
import { splitArguments } from './quote.ts';
import { restoreText } from './restore.ts';
import type { Rule } from './rule.ts';
import { saveText } from './save.ts';

const NFACCT = ['ct_state_invalid_dropped_pkts', 'localhost_nps_accepted_pkts'];

function machine(): Netfilter {
  const core = createCore(1, 0);
  return createNetfilter(core, netnsId('node'), {
    tables: openNetfilterTables(core),
    sysctls: () => ({ tcpEstablishedTimeout: 432_000, tcpCloseWaitTimeout: 60 }),
    nfacct: NFACCT,
  });
}

describe('iptables-save', () => {
  const recorded = new URL('testdata/', import.meta.url).pathname;
  const files = readdirSync(recorded).filter((file) => file.endsWith('.txt'));

  it.each(files)('prints what was restored from the recording %s', (file) => {
    const text = readFileSync(`${recorded}/${file}`, 'utf8');
    const node = machine();
    expect(restoreText(node, text, { counters: true })).toEqual({ out: '', err: '', code: 0 });
    const date = / on (.*)$/m.exec(text)?.[1];
    const counters = /^\[\d+:\d+\] -A/m.test(text);
    expect(saveText(node.chains, { counters, ...(date === undefined ? {} : { date }) })).toBe(text);
  });
});

describe('rules', () => {
  const maybe = (text: fc.Arbitrary<string>): fc.Arbitrary<string> => fc.oneof(fc.constant(''), text);
  const byte = fc.integer({ min: 0, max: 255 });
  const network = fc
    .tuple(byte, byte, byte, byte, fc.integer({ min: 1, max: 32 }))
    .map(([a, b, c, d, prefix]) => `${a}.${b}.${c}.${d}/${prefix}`);
  const not = fc.constantFrom('', '! ');
  const port = fc.integer({ min: 0, max: 65_535 });
  const transport = fc.tuple(fc.constantFrom('tcp', 'udp', 'sctp'), not, port, not, port);
  const match = fc.oneof(
    fc
      .string({ maxLength: 40, unit: 'grapheme-ascii' })
      .map((text) => `-m comment --comment ${quoted(text)}`),
    fc
      .double({ min: 0.001, max: 0.999, noNaN: true })
      .map((p) => `-m statistic --mode random --probability ${p.toFixed(10)}`),
    fc
      .integer({ min: 1, max: 99 })
      .map((every) => `-m statistic --mode nth --every ${every} --packet ${every - 1}`),
    fc
      .tuple(not, fc.integer({ min: 0, max: 65_535 }))
      .map(([n, mark]) => `-m mark ${n}--mark ${mark}/0xffff`),
    fc
      .subarray(['NEW', 'INVALID', 'RELATED', 'DNAT'], { minLength: 1 })
      .map((states) => `-m conntrack --ctstate ${states.join(',')}`),
    fc.constantFrom(
      '-m addrtype --dst-type LOCAL',
      '-m addrtype ! --src-type LOCAL',
      '-m recent --name X --rcheck --seconds 5 --reap',
    ),
    fc.integer({ min: 1, max: 500 }).map((rate) => `-m limit --limit ${rate}/min`),
  );
  const target = fc.constantFrom(
    '',
    '-j ACCEPT',
    '-j DROP',
    '-j RETURN',
    '-j MARK --or-mark 0x10',
    '-j LOG --log-prefix "a b"',
    '-j FORWARD',
    '-g INPUT',
  );
  const rule = fc
    .tuple(
      maybe(fc.tuple(not, network).map(([n, text]) => `${n}-s ${text}`)),
      maybe(fc.tuple(not, network).map(([n, text]) => `${n}-d ${text}`)),
      maybe(fc.tuple(not, fc.constantFrom('eth0', 'cni+')).map(([n, name]) => `${n}-i ${name}`)),
      maybe(
        transport.map(
          ([name, a, sport, b, dport]) => `-p ${name} -m ${name} ${a}--sport ${sport} ${b}--dport ${dport}`,
        ),
      ),
      fc.array(match, { maxLength: 3 }).map((parts) => parts.join(' ')),
      target,
    )
    .map((parts) => parts.filter((part) => part !== '').join(' '));

  function quoted(text: string): string {
    return `"${text.replace(/["\\]/g, (mark) => `\\${mark}`)}"`;
  }

  const parsed = (text: string): readonly Rule[] => {
    const words = splitArguments(text);
    const rules = parseRule(words ?? []);
    if (!rules.ok) throw new Error(`${text}: ${rules.error}`);
    return rules.value;
  };

  it('come back the same from the form in which they are saved', () => {
    fc.assert(
      fc.property(rule, (text) => {
        const [first] = parsed(text);
        const saved = first ? saveRule(first) : '';
        const [again] = parsed(saved);
        expect(again && saveRule(again)).toBe(saved);
      }),
      { numRuns: 500 },
    );
  });

  it('are written for iptables-restore so that they mean the same', () => {
    fc.assert(
      fc.property(rule, (text) => {
        const [first] = parsed(text);
        if (
          !first?.matches.every(({ name }) => name === 'comment' || name === 'statistic' || name === 'recent')
        )
          return;
        const [again] = parsed(restoreRule(first));
        expect(again && saveRule(again)).toBe(saveRule(first));
      }),
    );
  });
});
