import { decodeBase64 } from '../../../base/base64.ts';
import { decodeUtf8 } from '../../../base/utf8.ts';
import type { Describer } from '../description/describer.ts';
import { DescriptionWriter } from '../description/writer.ts';
import { nameOf, namespaceOf, stringEntries, textAt } from '../unstructured.ts';

/** @upstream kubectl/pkg/describe/describe.go describeSecret */
export const secret: Describer = {
  kind: 'Secret',
  *describe(_k, object) {
    const w = new DescriptionWriter();
    const type = textAt(object, 'type');
    w.line('Name', nameOf(object));
    w.line('Namespace', namespaceOf(object));
    w.labels('Labels', object, 'metadata', 'labels');
    w.annotations('Annotations', object, 'metadata', 'annotations');
    w.write(0, `\nType:\t${type}\n`);
    w.write(0, '\nData\n====\n');
    for (const [key, value] of stringEntries(object, 'data')) {
      const bytes = decodeBase64(value);
      const content = bytes.ok ? bytes.value : new Uint8Array();
      const shown = key === 'token' && type === 'kubernetes.io/service-account-token';
      w.line(key, shown ? decodeUtf8(content) : `${content.length} bytes`);
    }
    return w.text();
  },
};
