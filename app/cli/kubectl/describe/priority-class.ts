import type { Describer } from '../description/describer.ts';
import { describeEvents, eventsOf } from '../description/events.ts';
import { DescriptionWriter } from '../description/writer.ts';
import { at, nameOf, textAt, scalarText } from '../unstructured.ts';

/** @upstream kubectl/pkg/describe/describe.go describePriorityClass */
export const priorityClass: Describer = {
  kind: 'PriorityClass',
  *describe(k, object, showEvents) {
    const events = showEvents ? yield* eventsOf(k, object, 'PriorityClass') : undefined;
    const w = new DescriptionWriter();
    w.line('Name', nameOf(object));
    w.line('Value', scalarText(at(object, 'value') ?? 0));
    w.line('GlobalDefault', String(at(object, 'globalDefault') === true));
    w.line('PreemptionPolicy', textAt(object, 'preemptionPolicy'));
    w.line('Description', textAt(object, 'description'));
    w.annotations('Annotations', object, 'metadata', 'annotations');
    if (events !== undefined) describeEvents(k, events, w);
    return w.text();
  },
};
