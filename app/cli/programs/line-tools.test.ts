import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { testBed } from '../../linux/process/testing.ts';
import { programs } from './index.ts';

interface Recorded {
  readonly files: Readonly<Record<string, string>>;
  readonly cases: readonly {
    readonly argv: readonly string[];
    readonly stdin?: string;
    readonly out: string;
    readonly err: string;
    readonly code: number;
  }[];
}

const { files, cases } = JSON.parse(
  readFileSync(new URL('testdata/line-tools.json', import.meta.url), 'utf8'),
) as Recorded;
const ROOT = { name: 'root', uid: 0, gid: 0, home: '/home/user' };

const names = [...new Set(cases.map(({ argv }) => argv[0] ?? ''))];
const byProgram = names.map((name) => [name, cases.filter(({ argv }) => argv[0] === name)] as const);

describe.each(byProgram)('%s', (_, recorded) => {
  it.each(recorded.map((one) => [one.argv.join(' '), one] as const))(
    'prints what the real one prints: %s',
    (_line, one) => {
      const bed = testBed({ programs, files, user: ROOT });
      const { out, err, code } = bed.exec(one.argv, one.stdin === undefined ? {} : { stdin: one.stdin });
      expect({ out, err, code }).toEqual({ out: one.out, err: one.err, code: one.code });
    },
  );
});
