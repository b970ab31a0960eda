import { expect, test } from 'vitest';
import { testBed } from '../../linux/process/testing.ts';
import { programs } from '../programs/index.ts';

test('a pipeline ends when its reader has enough', () => {
  const bed = testBed({ programs, files: { 'a.txt': 'x\ny\nz\n' } });
  expect(bed.run('cat a.txt | head -2; echo $?')).toEqual({ out: 'x\ny\n0\n', err: '', code: 0, ms: 0 });
});
