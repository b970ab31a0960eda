import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { yamlFault } from './check.ts';

const cases = JSON.parse(
  readFileSync(new URL('../testdata/yaml-faults.json', import.meta.url), 'utf8'),
) as readonly { readonly text: string; readonly fault: string | null }[];

test.each(cases.map((one) => [one.fault ?? 'no fault', one] as const))(
  'a manifest is read as the real client reads it: %s',
  (_fault, { text, fault }) => {
    expect(yamlFault(text)).toBe(fault ?? undefined);
  },
);
