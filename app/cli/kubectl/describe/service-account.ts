import type { Describer } from '../description/describer.ts';
import { describeEvents, eventsOf } from '../description/events.ts';
import { describeHead } from '../description/head.ts';
import { DescriptionWriter } from '../description/writer.ts';
import { listAt, textAt } from '../unstructured.ts';

/** @upstream kubectl/pkg/describe/describe.go describeServiceAccount */
export const serviceAccount: Describer = {
  kind: 'ServiceAccount',
  *describe(k, object, showEvents) {
    const events = showEvents ? yield* eventsOf(k, object, 'ServiceAccount') : undefined;
    const w = new DescriptionWriter();
    describeHead(w, object);
    const secrets = listAt(object, 'imagePullSecrets').map((one) => textAt(one, 'name'));
    w.line('Image pull secrets', secrets.length === 0 ? '<none>' : secrets.join('\n\t'));
    if (events !== undefined) describeEvents(k, events, w);
    return w.text();
  },
};
