import type { Describer } from '../description/describer.ts';
import { limitRows } from '../description/quotas.ts';
import { DescriptionWriter } from '../description/writer.ts';
import { nameOf, namespaceOf } from '../unstructured.ts';

/** @upstream kubectl/pkg/describe/describe.go describeLimitRange */
export const limitRange: Describer = {
  kind: 'LimitRange',
  *describe(_k, object) {
    const w = new DescriptionWriter();
    w.line('Name', nameOf(object));
    w.line('Namespace', namespaceOf(object));
    w.write(0, 'Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio\n');
    w.write(0, '----\t--------\t---\t---\t---------------\t-------------\t-----------------------\n');
    for (const row of limitRows(object)) w.write(0, `${row.join('\t')}\n`);
    return w.text();
  },
};
