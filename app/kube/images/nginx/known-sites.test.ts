import { describe, expect, it } from 'vitest';
import { bad, good } from '../../../base/result.ts';
import type { ConfigFiles } from './config.ts';
import { KnownSites } from './known-sites.ts';

const MAIN = 'events {}\nhttp { include conf.d/*.conf; }\n';

function files(texts: Readonly<Record<string, string>>): ConfigFiles {
  return {
    readText: (path) => {
      const text = texts[path];
      return text === undefined ? bad('ENOENT') : good(text);
    },
    readdir: (path) =>
      good(
        Object.keys(texts).flatMap((name) =>
          name.startsWith(`${path}/`) ? name.slice(path.length + 1) : [],
        ),
      ),
  };
}

const ports = (known: KnownSites, texts: Readonly<Record<string, string>>): readonly number[] => {
  const read = known.read(files({ '/etc/nginx/nginx.conf': MAIN, ...texts }), '/etc/nginx/nginx.conf');
  if (!read.ok) throw new Error(read.error);
  return read.value.sites.flatMap(({ listens }) => listens.map(({ port }) => port));
};

describe('configurations of nginx that a world has read before', () => {
  const one = { '/etc/nginx/conf.d/a.conf': 'server { listen 81; }' };

  it('are not worked out again for equal files', () => {
    const known = new KnownSites();
    const all = { '/etc/nginx/nginx.conf': MAIN, ...one };
    const first = known.read(files(all), '/etc/nginx/nginx.conf');
    const second = known.read(files(all), '/etc/nginx/nginx.conf');
    expect(first.ok && second.ok && first.value === second.value).toBe(true);
  });

  it('are worked out again when an included file differs, or another one is there', () => {
    const known = new KnownSites();
    expect(ports(known, one)).toEqual([81]);
    expect(ports(known, { '/etc/nginx/conf.d/a.conf': 'server { listen 82; }' })).toEqual([82]);
    expect(ports(known, { ...one, '/etc/nginx/conf.d/b.conf': 'server { listen 83; }' })).toEqual([81, 83]);
    expect(ports(known, one)).toEqual([81]);
  });
});
