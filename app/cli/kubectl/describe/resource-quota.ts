import type { Describer } from '../description/describer.ts';
import { quantityNanos } from '../../../kube/kinds/quantity.ts';
import { DescriptionWriter } from '../description/writer.ts';
import { byCodePoint } from '../go/json.ts';
import { fieldsAt, listAt, nameOf, namespaceOf, scalarText } from '../unstructured.ts';

/** @upstream kubectl/pkg/describe/describe.go describeQuota */
export const resourceQuota: Describer = {
  kind: 'ResourceQuota',
  *describe(_k, object) {
    const w = new DescriptionWriter();
    w.line('Name', nameOf(object));
    w.line('Namespace', namespaceOf(object));
    const scopes = listAt(object, 'spec', 'scopes').map(String).toSorted(byCodePoint);
    if (scopes.length > 0) w.line('Scopes', scopes.join(', '));
    w.write(0, 'Resource\tUsed\tHard\n--------\t----\t----\n');
    const [hard, used] = [fieldsAt(object, 'status', 'hard'), fieldsAt(object, 'status', 'used')];
    for (const name of Object.keys(hard).toSorted(byCodePoint)) {
      const amount = used[name];
      w.write(
        0,
        `${name}\t${amount === undefined || quantityNanos(scalarText(amount)) === 0n ? '0' : scalarText(amount)}\t${scalarText(hard[name])}\n`,
      );
    }
    return w.text();
  },
};
