import { describeConditions } from '../description/conditions.ts';
import type { Describer } from '../description/describer.ts';
import { describeEvents, eventsOf } from '../description/events.ts';
import { ownedBy, podStatusesText } from '../description/owned-pods.ts';
import { describePodTemplate } from '../description/pod-template.ts';
import { controllerText, selectorText } from '../description/selector.ts';
import { DescriptionWriter } from '../description/writer.ts';
import { at, nameOf, namespaceOf, numberAt } from '../unstructured.ts';

/** @upstream kubectl/pkg/describe/describe.go describeReplicaSet */
export const replicaSet: Describer = {
  kind: 'ReplicaSet',
  *describe(k, object, showEvents) {
    const events = showEvents ? yield* eventsOf(k, object, 'ReplicaSet') : undefined;
    const pods = yield* ownedBy(k, object, 'pods', at(object, 'spec', 'selector'));
    const w = new DescriptionWriter();
    w.line('Name', nameOf(object));
    w.line('Namespace', namespaceOf(object));
    w.line('Selector', selectorText(at(object, 'spec', 'selector')));
    w.labels('Labels', object, 'metadata', 'labels');
    w.annotations('Annotations', object, 'metadata', 'annotations');
    const owner = controllerText(object);
    if (owner !== '') w.line('Controlled By', owner);
    const [current, desired] = [
      numberAt(object, 'status', 'replicas') ?? 0,
      numberAt(object, 'spec', 'replicas') ?? 0,
    ];
    w.line('Replicas', `${current} current / ${desired} desired`);
    w.line('Pods Status', podStatusesText(pods));
    describePodTemplate(w, at(object, 'spec', 'template'));
    describeConditions(w, object);
    if (events !== undefined) describeEvents(k, events, w);
    return w.text();
  },
};
