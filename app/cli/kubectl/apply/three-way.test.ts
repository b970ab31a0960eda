import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyStrategicPatch } from '../../../kube/kinds/strategic-merge.ts';
import { WireSchema } from '../../../kube/kinds/wire.ts';
import { withAt, type Fields } from '../unstructured.ts';
import { threeWayMergePatch, threeWayPatch, twoWayPatch } from './three-way.ts';
import { mergePatched } from '../object/merge-patch.ts';

const schema = new WireSchema();
const TYPE = 'apps.Deployment';

function applied(object: Fields, patch: Fields): unknown {
  const result = applyStrategicPatch(schema, TYPE, object, patch);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

const container = fc.record({
  name: fc.constantFrom('a', 'b', 'c'),
  image: fc.constantFrom('x:1', 'y:2'),
  args: fc.array(fc.constantFrom('-v', '-q'), { maxLength: 2 }),
});
const containers = fc.uniqueArray(container, { selector: ({ name }) => name, maxLength: 3 });
const labels = fc.dictionary(fc.constantFrom('p', 'q'), fc.constantFrom('1', '2'), { noNullPrototype: true });
const manifest: fc.Arbitrary<Fields> = fc.record({
  metadata: fc.record({ labels }),
  spec: fc.record({ replicas: fc.nat(5), template: fc.record({ spec: fc.record({ containers }) }) }),
});

describe('the patch that apply sends', () => {
  it('is empty when nothing is new', () => {
    fc.assert(
      fc.property(manifest, (object) => {
        expect(threeWayPatch(schema, TYPE, { original: object, modified: object, current: object })).toEqual(
          {},
        );
      }),
    );
  });

  it('turns what was applied into what is applied now, in its order', () => {
    fc.assert(
      fc.property(manifest, manifest, (original, modified) => {
        const patch = threeWayPatch(schema, TYPE, { original, modified, current: original });
        expect(applied(original, patch)).toEqual(modified);
        expect(applied(original, twoWayPatch(schema, TYPE, original, modified))).toEqual(modified);
      }),
    );
  });

  it('leaves alone what others have set', () => {
    fc.assert(
      fc.property(manifest, manifest, (original, modified) => {
        const current = withAt(original, ['metadata', 'labels', 'theirs'], 'x');
        const patch = threeWayPatch(schema, TYPE, { original, modified, current });
        expect(applied(current, patch)).toEqual(withAt(modified, ['metadata', 'labels', 'theirs'], 'x'));
      }),
    );
  });

  it('takes back what somebody has changed', () => {
    fc.assert(
      fc.property(manifest, manifest, (modified, theirs) => {
        const current = withAt(modified, ['spec', 'replicas'], 9);
        const patch = threeWayPatch(schema, TYPE, { original: theirs, modified, current });
        expect(applied(current, patch)).toEqual(modified);
      }),
    );
  });

  it('is a merge patch for kinds whose type is not known', () => {
    fc.assert(
      fc.property(manifest, manifest, (original, modified) => {
        const patch = threeWayMergePatch({ original, modified, current: original });
        expect(mergePatched(original, patch)).toEqual(modified);
      }),
    );
  });
});
