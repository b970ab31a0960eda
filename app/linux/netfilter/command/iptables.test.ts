import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createCore } from '../../../base/core.ts';
import { netnsId } from '../../names.ts';
import { createNetfilter } from '../netfilter.ts';
import { openNetfilterTables } from '../netfilter-tables.ts';
import { splitArguments } from '../quote.ts';
import { runIptables } from './iptables.ts';
import { runIptablesSave } from './iptables-save.ts';

interface Recorded {
  readonly cmd: string;
  readonly out: string;
  readonly err: string;
  readonly code: number;
}

describe('iptables', () => {
  const core = createCore(1, 0);
  const node = createNetfilter(core, netnsId('node'), {
    tables: openNetfilterTables(core),
    sysctls: () => ({ tcpEstablishedTimeout: 432_000, tcpCloseWaitTimeout: 60 }),
  });
  const text = readFileSync(new URL('testdata/iptables.jsonl', import.meta.url), 'utf8');
  const [, ...recorded] = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Recorded);

  it.each(recorded.map((entry, at) => [`${at + 1} ${entry.cmd}`, entry] as const))(
    'answers as the real one: %s',
    (_name, { cmd, ...expected }) => {
      const args = splitArguments(cmd)?.slice(1) ?? [];
      const got = cmd.startsWith('iptables-save')
        ? runIptablesSave(node, args, 'DATE')
        : runIptables(node, args);
      expect({ ...got, out: got.out.replace(/ on DATE$/gm, '') }).toEqual(expected);
    },
  );
});
