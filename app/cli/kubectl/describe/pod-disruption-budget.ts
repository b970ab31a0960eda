import type { Describer } from '../description/describer.ts';
import { describeEvents, eventsOf } from '../description/events.ts';
import { selectorText } from '../description/selector.ts';
import { DescriptionWriter } from '../description/writer.ts';
import { at, nameOf, namespaceOf, numberAt, scalarText } from '../unstructured.ts';

/** @upstream kubectl/pkg/describe/describe.go describePodDisruptionBudget */
export const podDisruptionBudget: Describer = {
  kind: 'PodDisruptionBudget',
  *describe(k, object, showEvents) {
    const events = showEvents ? yield* eventsOf(k, object, 'PodDisruptionBudget') : undefined;
    const w = new DescriptionWriter();
    w.line('Name', nameOf(object));
    w.line('Namespace', namespaceOf(object));
    const [min, max] = [at(object, 'spec', 'minAvailable'), at(object, 'spec', 'maxUnavailable')];
    if (min !== undefined) w.line('Min available', scalarText(min));
    else if (max !== undefined) w.line('Max unavailable', scalarText(max));
    const selector = at(object, 'spec', 'selector');
    w.line('Selector', selector === undefined ? '<unset>' : selectorText(selector));
    w.write(0, 'Status:\n');
    for (const [title, field] of [
      ['Allowed disruptions', 'disruptionsAllowed'],
      ['Current', 'currentHealthy'],
      ['Desired', 'desiredHealthy'],
      ['Total', 'expectedPods'],
    ] as const) {
      w.write(2, `${title}:\t${numberAt(object, 'status', field) ?? 0}\n`);
    }
    if (events !== undefined) describeEvents(k, events, w);
    return w.text();
  },
};
