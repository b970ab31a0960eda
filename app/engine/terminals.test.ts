import { expect, test } from 'vitest';
import { decodeUtf8, encodeUtf8 } from '../base/utf8.ts';
import { Terminals } from './terminals.ts';

test('output waits for credit and goes on where it stopped', () => {
  const terminals = new Terminals();
  terminals.open('t1');
  const text = 'y\n'.repeat(100_000);
  terminals.print('t1', encodeUtf8(text));
  let seen = '';
  for (let round = 0; round < 3; round++) {
    const [output] = terminals.take();
    const bytes = output?.bytes ?? new Uint8Array();
    expect(bytes.length).toBeLessThanOrEqual(128 * 1024);
    seen += decodeUtf8(bytes);
    terminals.acknowledge('t1', bytes.length);
  }
  expect(seen).toBe(text);
});

test('a closed terminal is told of once, after its last output', () => {
  const terminals = new Terminals();
  terminals.open('t1');
  terminals.print('t1', encodeUtf8('exit\n'));
  terminals.close('t1');
  expect(terminals.take()).toMatchObject([{ tty: 't1', closed: true }]);
  expect(terminals.take()).toEqual([]);
});
