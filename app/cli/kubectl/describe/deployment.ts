import type { Sys } from '../../../linux/process/program.ts';
import { describeConditions } from '../description/conditions.ts';
import type { Describer } from '../description/describer.ts';
import { describeEvents, eventsOf } from '../description/events.ts';
import { ownedBy } from '../description/owned-pods.ts';
import { describePodTemplate } from '../description/pod-template.ts';
import { selectorText } from '../description/selector.ts';
import { rfc1123 } from '../description/time.ts';
import { DescriptionWriter } from '../description/writer.ts';
import type { Invocation } from '../invocation.ts';
import { newReplicaSet } from '../rollout/replica-sets.ts';
import { at, nameOf, namespaceOf, numberAt, textAt, type Fields } from '../unstructured.ts';

/** @upstream kubectl/pkg/describe/describe.go describeDeployment */
export const deployment: Describer = {
  kind: 'Deployment',
  *describe(k, object, showEvents) {
    const events = showEvents ? yield* eventsOf(k, object, 'Deployment') : undefined;
    const sets = yield* replicaSetsOf(k, object);
    const w = new DescriptionWriter();
    describeHead(w, object);
    describePodTemplate(w, at(object, 'spec', 'template'));
    describeConditions(w, object);
    const newest = newReplicaSet(object, sets);
    w.line('OldReplicaSets', setsText(sets.filter((set) => set !== newest)));
    w.line('NewReplicaSet', setsText(newest === undefined ? [] : [newest]));
    if (events !== undefined) describeEvents(k, events, w);
    return w.text();
  },
};

function describeHead(w: DescriptionWriter, object: Fields): void {
  const count = (...path: readonly string[]): number => numberAt(object, ...path) ?? 0;
  w.line('Name', nameOf(object));
  w.line('Namespace', namespaceOf(object));
  w.line('CreationTimestamp', rfc1123(textAt(object, 'metadata', 'creationTimestamp')));
  w.labels('Labels', object, 'metadata', 'labels');
  w.annotations('Annotations', object, 'metadata', 'annotations');
  w.line('Selector', selectorText(at(object, 'spec', 'selector')));
  w.line(
    'Replicas',
    `${count('spec', 'replicas')} desired | ${count('status', 'updatedReplicas')} updated | ` +
      `${count('status', 'replicas')} total | ${count('status', 'availableReplicas')} available | ` +
      `${count('status', 'unavailableReplicas')} unavailable`,
  );
  w.line('StrategyType', textAt(object, 'spec', 'strategy', 'type'));
  w.line('MinReadySeconds', count('spec', 'minReadySeconds'));
  const rolling = at(object, 'spec', 'strategy', 'rollingUpdate');
  if (rolling === undefined) return;
  const [unavailable, surge] = [at(rolling, 'maxUnavailable'), at(rolling, 'maxSurge')];
  w.line('RollingUpdateStrategy', `${String(unavailable)} max unavailable, ${String(surge)} max surge`);
}

function* replicaSetsOf(k: Invocation, object: Fields): Sys<readonly unknown[]> {
  const path = `/apis/apps/v1/namespaces/${namespaceOf(object)}/replicasets`;
  return yield* ownedBy(k, object, path, at(object, 'spec', 'selector'));
}

function setsText(sets: readonly unknown[]): string {
  if (sets.length === 0) return '<none>';
  return sets
    .map((set) => {
      const [created, wanted] = [
        numberAt(set, 'status', 'replicas') ?? 0,
        numberAt(set, 'spec', 'replicas') ?? 0,
      ];
      return `${nameOf(set)} (${created}/${wanted} replicas created)`;
    })
    .join(', ');
}
