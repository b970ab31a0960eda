import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyStrategicPatch } from './strategic-merge.ts';
import { WireSchema } from './wire.ts';

const schema = new WireSchema();

function patched(object: unknown, patch: unknown): unknown {
  const result = applyStrategicPatch(schema, 'apps.Deployment', object, patch);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

const container = fc.record(
  { name: fc.constantFrom('a', 'b', 'c'), image: fc.constantFrom('x:1', 'y:2') },
  { requiredKeys: ['name', 'image'] },
);
const containers = fc.uniqueArray(container, { selector: ({ name }) => name, maxLength: 3 });
const labels = fc.dictionary(fc.constantFrom('p', 'q'), fc.constantFrom('1', '2'), { noNullPrototype: true });
const deployment = fc.record({
  metadata: fc.record({ labels }),
  spec: fc.record({ replicas: fc.nat(5), template: fc.record({ spec: fc.record({ containers }) }) }),
});

describe('a strategic merge patch', () => {
  it('changes nothing when it is empty or says what is there', () => {
    fc.assert(
      fc.property(deployment, (object) => {
        expect(patched(object, {})).toEqual(object);
        expect(patched(object, object)).toEqual(object);
      }),
    );
  });

  it('does no more when it is applied twice', () => {
    fc.assert(
      fc.property(deployment, deployment, (object, patch) => {
        const once = patched(object, patch);
        expect(patched(once, patch)).toEqual(once);
      }),
    );
  });

  it('keeps every container and has what it says of each', () => {
    fc.assert(
      fc.property(deployment, deployment, (object, patch) => {
        const list = (value: unknown) =>
          (value as typeof object).spec.template.spec.containers.toSorted((a, b) =>
            a.name < b.name ? -1 : 1,
          );
        const wanted = new Map([...list(object), ...list(patch)].map((one) => [one.name, one]));
        expect(list(patched(object, patch))).toEqual(
          [...wanted.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1)),
        );
      }),
    );
  });

  it('deletes by key and replaces by directive', () => {
    const object = { spec: { template: { spec: { containers: [{ name: 'a' }, { name: 'b' }] } } } };
    const change = (list: unknown) => ({ spec: { template: { spec: { containers: list } } } });
    expect(patched(object, change([{ name: 'a', $patch: 'delete' }]))).toEqual(change([{ name: 'b' }]));
    expect(patched(object, change([{ name: 'c' }, { $patch: 'replace' }]))).toEqual(change([{ name: 'c' }]));
  });
});
