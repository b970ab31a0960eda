import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Service } from '../kinds/types.data.ts';
import { allServiceVariables, serviceVariables } from './service-env.ts';

interface Facts {
  readonly services: readonly {
    readonly name: string;
    readonly clusterIP: string;
    readonly ports: Service['spec']['ports'];
  }[];
  readonly perService: readonly { readonly service: string; readonly env: readonly string[] }[];
}

const file = path.join(import.meta.dirname, 'testdata/envvars.json');
const facts = JSON.parse(fs.readFileSync(file, 'utf8')) as Facts;

function serviceOf(name: string): Service {
  const found = facts.services.find((one) => one.name === name);
  const metadata = { name, namespace: 'shop' };
  return { metadata, spec: { clusterIP: found?.clusterIP, ports: found?.ports } } as Service;
}

describe('environment variables of Services', () => {
  it.each(facts.perService.map(({ service, env }) => [service, env] as const))(
    'are those of the kubelet for %s',
    (name, env) => {
      expect(serviceVariables(serviceOf(name)).map(([key, value]) => `${key}=${value}`)).toEqual(env);
    },
  );

  it('come in an order of Services that the UID of the Pod decides', () => {
    const services = facts.services.map(({ name }) => serviceOf(name));
    const of = (uid: string) => allServiceVariables(services, 'shop', uid, true).map(([key]) => key);
    expect(of('a')).toEqual(of('a'));
    expect(of('a').toSorted()).toEqual(of('b').toSorted());
    expect(new Set(['a', 'b', 'c', 'd'].map((uid) => of(uid).join())).size).toBeGreaterThan(1);
  });

  it('are only those of kubernetes where links are off', () => {
    const kubernetes = {
      ...serviceOf('foo-bar'),
      metadata: { name: 'kubernetes', namespace: 'default' },
    } as Service;
    const services = [serviceOf('abc-123'), kubernetes];
    expect(allServiceVariables(services, 'shop', 'u', false)[0]?.[0]).toBe('KUBERNETES_SERVICE_HOST');
    expect(allServiceVariables(services, 'shop', 'u', false).length).toBe(7);
  });
});
