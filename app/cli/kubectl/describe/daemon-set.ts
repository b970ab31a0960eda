import type { Describer } from '../description/describer.ts';
import { describeEvents, eventsOf } from '../description/events.ts';
import { ownedBy, podStatusesText } from '../description/owned-pods.ts';
import { describePodTemplate } from '../description/pod-template.ts';
import { labelsText, selectorText } from '../description/selector.ts';
import { DescriptionWriter } from '../description/writer.ts';
import { at, nameOf, namespaceOf, numberAt } from '../unstructured.ts';

/** @upstream kubectl/pkg/describe/describe.go describeDaemonSet */
export const daemonSet: Describer = {
  kind: 'DaemonSet',
  *describe(k, object, showEvents) {
    const events = showEvents ? yield* eventsOf(k, object, 'DaemonSet') : undefined;
    const pods = yield* ownedBy(k, object, 'pods', at(object, 'spec', 'selector'));
    const w = new DescriptionWriter();
    w.line('Name', nameOf(object));
    w.line('Namespace', namespaceOf(object));
    w.line('Selector', selectorText(at(object, 'spec', 'selector')));
    w.line('Node-Selector', labelsText(object, 'spec', 'template', 'spec', 'nodeSelector'));
    w.labels('Labels', object, 'metadata', 'labels');
    w.annotations('Annotations', object, 'metadata', 'annotations');
    for (const [title, field] of [
      ['Desired Number of Nodes Scheduled', 'desiredNumberScheduled'],
      ['Current Number of Nodes Scheduled', 'currentNumberScheduled'],
      ['Number of Nodes Scheduled with Up-to-date Pods', 'updatedNumberScheduled'],
      ['Number of Nodes Scheduled with Available Pods', 'numberAvailable'],
      ['Number of Nodes Misscheduled', 'numberMisscheduled'],
    ] as const) {
      w.write(0, `${title}: ${numberAt(object, 'status', field) ?? 0}\n`);
    }
    w.line('Pods Status', podStatusesText(pods));
    describePodTemplate(w, at(object, 'spec', 'template'));
    if (events !== undefined) describeEvents(k, events, w);
    return w.text();
  },
};
