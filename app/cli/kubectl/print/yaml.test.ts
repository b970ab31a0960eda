import { expect, test } from 'vitest';
import recorded from '../testdata/yaml-scalars.json' with { type: 'json' };
import { printYaml } from './yaml.ts';

test.each(recorded.cases.map((one) => [one.key, JSON.stringify(one.value), one] as const))(
  '%s: %s is written as the real client writes it',
  (_key, _text, one) => {
    expect(printYaml({ data: { [one.key]: one.value } })).toBe(`data:\n${one.yaml}`);
  },
);
