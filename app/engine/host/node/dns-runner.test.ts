import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dnsLines } from './dns-runner.ts';

interface Expected {
  readonly name?: string;
  readonly type?: string;
  readonly qname?: string;
  readonly qtype?: string;
  readonly rcode: string;
  readonly flags?: readonly string[];
  readonly answer: readonly unknown[];
  readonly authority: readonly unknown[];
  readonly additional: readonly unknown[];
}

function textOf(name: string): string {
  return readFileSync(new URL(`testdata/${name}`, import.meta.url), 'utf8');
}

/** Records as a set; the serial of a zone is the time of the server. */
function comparable({ rcode, flags, answer, authority, additional }: Expected, withMinimum = true): unknown {
  const section = (records: readonly unknown[]): string[] =>
    records
      .map((record) => JSON.stringify(record).replace(/ \d+ 7200 /, ' SERIAL 7200 '))
      .map((record) => (withMinimum ? record : record.replace(/ 86400 \d+"/, ' 86400 MINIMUM"')))
      .toSorted();
  return {
    rcode,
    flags,
    answer: section(answer),
    authority: section(authority),
    additional: section(additional),
  };
}

describe('the name server of the cluster', () => {
  const recorded = textOf('dns-recorded.json');
  const { cases } = JSON.parse(recorded) as { readonly cases: readonly Expected[] };
  const lines = dnsLines(recorded);
  it.each(cases.map((one, at) => [`${one.name} ${one.type}`, one, at] as const))(
    'answers %s as CoreDNS did',
    (_, one, at) => {
      expect(comparable(JSON.parse(lines[at] ?? '') as Expected)).toEqual(comparable(one));
    },
  );
});

describe('the questions of the plugin’s own tests', () => {
  const text = textOf('dns-plugin-tests.json');
  const file = JSON.parse(text) as {
    readonly queries: readonly Expected[];
    readonly variants: readonly { readonly config: string; readonly queries: readonly Expected[] }[];
  };
  const asked = [
    ...file.queries.map((query) => ['as it stands', query] as const),
    ...file.variants.flatMap(({ config, queries }) => queries.map((query) => [config, query] as const)),
  ];
  const lines = dnsLines(text);
  it.each(
    asked.map(
      ([config, query], at) => [`${query.qname} ${query.qtype} (${config})`, config, query, at] as const,
    ),
  )('are answered: %s', (_, config, query, at) => {
    // Those tests do not look at the minimum of the zone; with `pods insecure` they state another one than is served.
    const strict = config !== 'pods insecure';
    expect(comparable(JSON.parse(lines[at] ?? '') as Expected, strict)).toEqual(comparable(query, strict));
  });
});
