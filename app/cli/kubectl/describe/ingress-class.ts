import type { Describer } from '../description/describer.ts';
import { describeEvents, eventsOf } from '../description/events.ts';
import { describeHead } from '../description/head.ts';
import { DescriptionWriter } from '../description/writer.ts';
import { at, textAt } from '../unstructured.ts';

/** @upstream kubectl/pkg/describe/describe.go describeIngressClassV1 */
export const ingressClass: Describer = {
  kind: 'IngressClass',
  *describe(k, object, showEvents) {
    const events = showEvents ? yield* eventsOf(k, object, 'IngressClass') : undefined;
    const w = new DescriptionWriter();
    describeHead(w, object, false);
    w.line('Controller', textAt(object, 'spec', 'controller'));
    const parameters = at(object, 'spec', 'parameters');
    if (parameters !== undefined) {
      w.write(0, 'Parameters:\n');
      if (textAt(parameters, 'apiGroup') !== '') w.write(1, `APIGroup:\t${textAt(parameters, 'apiGroup')}\n`);
      w.write(1, `Kind:\t${textAt(parameters, 'kind')}\n`);
      w.write(1, `Name:\t${textAt(parameters, 'name')}\n`);
    }
    if (events !== undefined) describeEvents(k, events, w);
    return w.text();
  },
};
