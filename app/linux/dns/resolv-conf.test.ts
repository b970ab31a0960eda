import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseResolvConf, searchNames } from './resolv-conf.ts';

interface Walks {
  readonly cases: {
    readonly cases: readonly { readonly name: string; readonly queries: readonly string[] }[];
  };
}

const POD = parseResolvConf(
  'search default.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.0.0.10\noptions ndots:5\n',
);

describe('the search list of a Pod', () => {
  it.each([
    ['my-nginx', 1],
    ['my-nginx.default', 2],
    ['my-nginx.default.svc', 3],
    ['my-nginx.default.svc.cluster.local', 4],
    ['example.com', 4],
    ['example.com.', 1],
  ])('finds %s with question %i', (name, position) => {
    const wanted = name.startsWith('my-nginx') ? 'my-nginx.default.svc.cluster.local.' : 'example.com.';
    expect(searchNames(name, POD).indexOf(wanted) + 1).toBe(position);
  });

  it('walks as the recorded cases say', () => {
    const file = JSON.parse(
      readFileSync(new URL('testdata/search-walk.json', import.meta.url), 'utf8'),
    ) as Walks;
    for (const { name, queries } of file.cases.cases)
      expect(searchNames(name, POD).slice(0, queries.length)).toEqual(queries);
  });

  it('is left alone by musl for names with enough dots', () => {
    const conf = { ...POD, ndots: 1 };
    expect(searchNames('example.com', conf, 'musl')).toEqual(['example.com.']);
    expect(searchNames('example.com', conf)[0]).toBe('example.com.');
    expect(searchNames('example.com', conf)).toHaveLength(4);
  });
});

describe('/etc/resolv.conf', () => {
  it('takes the last search line, three servers and its options', () => {
    const conf = parseResolvConf(
      'search a b\nsearch c # d\nnameserver 1.1.1.1\nnameserver 1.1.1.2\nnameserver 1.1.1.3\nnameserver 1.1.1.4\noptions timeout:2 attempts:1\noptions ndots:3\n',
    );
    expect(conf).toMatchObject({
      search: ['c'],
      nameservers: ['1.1.1.1', '1.1.1.2', '1.1.1.3'],
      timeout: 2,
      attempts: 1,
      ndots: 3,
    });
  });

  it('asks this machine when it names no server', () => {
    expect(parseResolvConf('').nameservers).toEqual(['127.0.0.1']);
  });
});
