import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { humanDuration } from './duration.ts';

const recorded = JSON.parse(
  readFileSync(new URL('testdata/human-duration.json', import.meta.url), 'utf8'),
) as { readonly cases: readonly { readonly seconds: number; readonly text: string }[] };

describe('an age in a table', () => {
  it.each(recorded.cases)('$seconds s is $text', ({ seconds, text }) => {
    expect(humanDuration(seconds)).toBe(text);
  });
});
