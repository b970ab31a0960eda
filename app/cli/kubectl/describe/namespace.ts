import type { Describer } from '../description/describer.ts';
import { DescriptionWriter } from '../description/writer.ts';
import { listAt, nameOf, textAt } from '../unstructured.ts';
import { describeLimitRanges, describeQuotas } from '../description/quotas.ts';

/** @upstream kubectl/pkg/describe/describe.go describeNamespace */
export const namespace: Describer = {
  kind: 'Namespace',
  *describe(k, object) {
    const name = nameOf(object);
    const quotas = yield* k.get(`/api/v1/namespaces/${name}/resourcequotas`);
    const ranges = yield* k.get(`/api/v1/namespaces/${name}/limitranges`);
    const w = new DescriptionWriter();
    w.line('Name', name);
    w.labels('Labels', object, 'metadata', 'labels');
    w.annotations('Annotations', object, 'metadata', 'annotations');
    w.line('Status', textAt(object, 'status', 'phase'));
    const conditions = listAt(object, 'status', 'conditions');
    if (conditions.length > 0) {
      w.write(0, 'Conditions:\n  Type\tStatus\tLastTransitionTime\tReason\tMessage\n');
      w.write(1, '----\t------\t------------------\t------\t-------\n');
    }
    describeQuotas(w, quotas.ok ? listAt(quotas.value, 'items') : []);
    describeLimitRanges(w, ranges.ok ? listAt(ranges.value, 'items') : []);
    return w.text();
  },
};
