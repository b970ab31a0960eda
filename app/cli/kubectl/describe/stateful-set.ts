import type { Describer } from '../description/describer.ts';
import { describeEvents, eventsOf } from '../description/events.ts';
import { ownedBy, podStatusesText } from '../description/owned-pods.ts';
import { describePodTemplate } from '../description/pod-template.ts';
import { selectorText } from '../description/selector.ts';
import { rfc1123 } from '../description/time.ts';
import { DescriptionWriter } from '../description/writer.ts';
import { at, listAt, nameOf, namespaceOf, numberAt, textAt, scalarText } from '../unstructured.ts';

/** @upstream kubectl/pkg/describe/describe.go describeStatefulSet */
export const statefulSet: Describer = {
  kind: 'StatefulSet',
  *describe(k, object, showEvents) {
    const events = showEvents ? yield* eventsOf(k, object, 'StatefulSet') : undefined;
    const pods = yield* ownedBy(k, object, 'pods', at(object, 'spec', 'selector'));
    const w = new DescriptionWriter();
    w.line('Name', nameOf(object));
    w.line('Namespace', namespaceOf(object));
    w.line('CreationTimestamp', rfc1123(textAt(object, 'metadata', 'creationTimestamp')));
    w.line('Selector', selectorText(at(object, 'spec', 'selector')));
    w.labels('Labels', object, 'metadata', 'labels');
    w.annotations('Annotations', object, 'metadata', 'annotations');
    w.line(
      'Replicas',
      `${numberAt(object, 'spec', 'replicas') ?? 0} desired | ${numberAt(object, 'status', 'replicas') ?? 0} total`,
    );
    w.line('Update Strategy', textAt(object, 'spec', 'updateStrategy', 'type'));
    const rolling = at(object, 'spec', 'updateStrategy', 'rollingUpdate');
    if (rolling !== undefined) {
      const partition = numberAt(rolling, 'partition');
      if (partition !== undefined) w.write(1, `Partition:\t${partition}\n`);
      const unavailable = at(rolling, 'maxUnavailable');
      if (unavailable !== undefined) w.write(1, `MaxUnavailable:\t${scalarText(unavailable)}\n`);
    }
    w.line('Pods Status', podStatusesText(pods));
    describePodTemplate(w, at(object, 'spec', 'template'));
    describeClaims(w, listAt(object, 'spec', 'volumeClaimTemplates'));
    if (events !== undefined) describeEvents(k, events, w);
    return w.text();
  },
};

function describeClaims(w: DescriptionWriter, claims: readonly unknown[]): void {
  if (claims.length === 0) {
    w.write(0, 'Volume Claims:\t<none>\n');
    return;
  }
  w.write(0, 'Volume Claims:\n');
  for (const claim of claims) {
    w.write(1, `Name:\t${nameOf(claim)}\n`);
    w.write(1, `StorageClass:\t${textAt(claim, 'spec', 'storageClassName')}\n`);
    w.labels('  Labels', claim, 'metadata', 'labels');
    w.annotations('  Annotations', claim, 'metadata', 'annotations');
    w.write(
      1,
      `Capacity:\t${scalarText(at(claim, 'spec', 'resources', 'requests', 'storage') ?? '<default>')}\n`,
    );
    w.write(1, `Access Modes:\t[${listAt(claim, 'spec', 'accessModes').join(' ')}]\n`);
  }
}
