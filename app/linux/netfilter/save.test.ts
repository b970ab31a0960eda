import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createCore } from '../../base/core.ts';
import { netnsId } from '../names.ts';
import { createNetfilter, type Netfilter } from './netfilter.ts';
import { openNetfilterTables } from './netfilter-tables.ts';
import { restoreText } from './restore.ts';
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
  const recorded = process.env['RULES_DIR'] ?? new URL('testdata/', import.meta.url).pathname;
  const files = readdirSync(recorded, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /iptables.*\.txt$/.test(file) && !/legacy|counters/.test(file),
  );

  it.each(files)('prints what was restored from the recording %s', (file) => {
    const text = readFileSync(`${recorded}/${file}`, 'utf8');
    const node = machine();
    expect(restoreText(node, text, { counters: true })).toEqual({ out: '', err: '', code: 0 });
    const date = / on (.*)$/m.exec(text)?.[1];
    const counters = /^\[\d+:\d+\] -A/m.test(text);
    expect(saveText(node.chains, { counters, ...(date === undefined ? {} : { date }) })).toBe(text);
  });
});
