import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { ApiDoor } from '../../kube/client.ts';
import { testBed } from '../../linux/process/testing.ts';
import { kubectl } from './kubectl.ts';

interface Recorded {
  readonly discovery: Readonly<Record<string, unknown>>;
  readonly files: Readonly<Record<string, string>>;
  readonly cases: readonly {
    readonly argv: readonly string[];
    readonly out: string;
    readonly err: string;
    readonly code: number;
  }[];
}

const { discovery, files, cases } = JSON.parse(
  readFileSync(new URL('testdata/client.json', import.meta.url), 'utf8'),
) as Recorded;

/** Tells which resources there are and nothing else: what these commands do, they do alone. */
const door: ApiDoor = ({ method, path }) => {
  const body = discovery[path];
  if (method !== 'GET' || body === undefined) throw new Error(`${method} ${path}`);
  return { type: 'object', status: 200, body };
};

const verbs = [...new Set(cases.map(({ argv }) => argv[1] ?? ''))];

describe.each(verbs.map((verb) => [verb, cases.filter(({ argv }) => argv[1] === verb)] as const))(
  'kubectl %s without a server',
  (_, recorded) => {
    test.each(recorded.map((one) => [one.argv.slice(2).join(' '), one] as const))(
      'prints what the real one prints: %s',
      (_line, one) => {
        const bed = testBed({ programs: [kubectl(door)], files });
        const { out, err, code } = bed.exec(one.argv);
        expect({ out, err, code }).toEqual({ out: one.out, err: one.err, code: one.code });
      },
    );
  },
);
