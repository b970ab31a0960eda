import { describe, expect, it } from 'vitest';
import { createCore } from '../base/core.ts';
import { runLoop } from '../base/loop.ts';
import { virtualMs } from '../base/brand.ts';
import { createWorkQueue } from './work-queue.ts';

function bench(outcome: (key: string) => 'done' | 'retry' = () => 'done') {
  const core = createCore(1, 0);
  const done: string[] = [];
  const queue = createWorkQueue(core, 'q', (key) => {
    done.push(`${core.now()} ${key}`);
    return outcome(key);
  });
  const run = (until: number) => runLoop(core, { until: virtualMs(until), pieces: 1000 });
  return { core, queue, done, run };
}

describe('a work queue', () => {
  it('does a key once, however often it was added before', () => {
    const { queue, done, run } = bench();
    queue.add('a');
    queue.add('b');
    queue.add('a');
    run(10);
    expect(done).toEqual(['1 a', '1 b']);
  });

  it('keeps a later wish beside an earlier one', () => {
    const { queue, done, run } = bench();
    queue.addAfter('a', 500);
    queue.add('a');
    run(1000);
    expect(done).toEqual(['1 a', '500 a']);
  });

  it('tries again with growing delays, which do not keep a world from settling', () => {
    const { core, queue, done, run } = bench(() => 'retry');
    queue.add('a');
    run(100);
    expect(done).toEqual(['1 a', '6 a', '16 a', '36 a', '76 a']);
    run(5000);
    expect(core.agenda.list().every(({ periodic }) => periodic)).toBe(true);
  });
});
