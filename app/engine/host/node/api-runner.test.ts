import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runApiCase, type ApiCase } from './api-runner.ts';

const { files } = JSON.parse(
  readFileSync(new URL('testdata/api-recorded.json', import.meta.url), 'utf8'),
) as { readonly files: readonly { readonly file: string; readonly cases: readonly ApiCase[] }[] };

interface Recorded {
  readonly answer?: unknown;
  readonly after?: unknown;
  readonly then?: readonly { readonly answer: unknown }[];
  readonly supported?: unknown;
  readonly refusal?: unknown;
}

/** What a case records and what is printed for it, in one form. */
function expected({ answer, after, then = [], supported, refusal }: Recorded): object {
  if (supported !== undefined) return { supported, refusal };
  return { answer, then: then.map((one) => one.answer), ...(after !== undefined && { after }) };
}

describe.each(files)('requests of $file', ({ file, cases }) => {
  it.each(cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const ours = runApiCase(one, file === 'api-patch');
    const got =
      'supported' in ours
        ? { supported: ours['supported'], refusal: ours['refusal'] }
        : {
            answer: ours['answer'],
            then: ours['then'] ?? [],
            ...('after' in one && { after: ours['after'] }),
          };
    expect(JSON.parse(JSON.stringify(got))).toEqual(expected(one as Recorded));
  });
});
