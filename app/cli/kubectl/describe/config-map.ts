import { decodeBase64 } from '../../../base/base64.ts';
import type { Describer } from '../description/describer.ts';
import { describeEvents, eventsOf } from '../description/events.ts';
import { DescriptionWriter } from '../description/writer.ts';
import { nameOf, namespaceOf, stringEntries } from '../unstructured.ts';

/** @upstream kubectl/pkg/describe/describe.go ConfigMapDescriber */
export const configMap: Describer = {
  kind: 'ConfigMap',
  *describe(k, object, showEvents) {
    const events = showEvents ? yield* eventsOf(k, object, 'ConfigMap') : undefined;
    const w = new DescriptionWriter();
    w.line('Name', nameOf(object));
    w.line('Namespace', namespaceOf(object));
    w.labels('Labels', object, 'metadata', 'labels');
    w.annotations('Annotations', object, 'metadata', 'annotations');
    w.write(0, '\nData\n====\n');
    for (const [key, value] of stringEntries(object, 'data')) w.write(0, `${key}:\n----\n${value}\n\n`);
    w.write(0, '\nBinaryData\n====\n');
    for (const [key, value] of stringEntries(object, 'binaryData')) {
      const bytes = decodeBase64(value);
      w.write(0, `${key}: ${bytes.ok ? bytes.value.length : 0} bytes\n`);
    }
    w.write(0, '\n');
    if (events !== undefined) describeEvents(k, events, w);
    return w.text();
  },
};
