import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { testBed } from '../../../linux/process/testing.ts';
import { programs } from '../index.ts';

interface Recorded {
  readonly files: Readonly<Record<string, string>>;
  readonly cases: readonly {
    readonly argv: readonly string[];
    readonly out: string;
    readonly err: string;
    readonly code: number;
  }[];
}

const { files, cases } = JSON.parse(
  readFileSync(new URL('testdata/make.json', import.meta.url), 'utf8'),
) as Recorded;
const ROOT = { name: 'root', uid: 0, gid: 0, home: '/home/user' };

describe('make prints what the real one prints:', () => {
  it.each(cases.map((one) => [one.argv.slice(1).join(' '), one] as const))('make %s', (_, one) => {
    const { out, err, code } = testBed({ programs, files, user: ROOT }).exec(one.argv, { stdin: '' });
    expect({ out, err, code }).toEqual({ out: one.out, err: one.err, code: one.code });
  });
});

test('a target is made again only when something it needs is younger', () => {
  const bed = testBed({ programs, files: { Makefile: 'out: in\n\tcp in out\n', in: 'a\n' } });
  expect(bed.run('make').out).toBe('cp in out\n');
  expect(bed.run('make').out).toBe("make: 'out' is up to date.\n");
  bed.advance(10);
  expect(bed.run('touch in; make').out).toBe('cp in out\n');
});
