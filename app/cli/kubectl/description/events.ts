import type { Sys } from '../../../linux/process/program.ts';
import type { Invocation } from '../invocation.ts';
import { at, listAt, nameOf, namespaceOf, numberAt, textAt } from '../unstructured.ts';
import { since } from './time.ts';
import type { DescriptionWriter } from './writer.ts';

/** Fetches the events of an object. Kubelets write a node's name for its uid, controllers the uid. */
export function* eventsOf(k: Invocation, object: unknown, kind: string): Sys<readonly unknown[]> {
  const own = yield* eventsWithUid(k, object, kind, textAt(object, 'metadata', 'uid'));
  if (kind !== 'Node') return own;
  return [...own, ...(yield* eventsWithUid(k, object, kind, nameOf(object)))];
}

function* eventsWithUid(k: Invocation, object: unknown, kind: string, uid: string): Sys<readonly unknown[]> {
  const namespace = namespaceOf(object);
  const selector = [
    `involvedObject.uid=${uid}`,
    `involvedObject.name=${nameOf(object)}`,
    ...(namespace === '' ? [] : [`involvedObject.namespace=${namespace}`]),
    `involvedObject.kind=${kind}`,
  ].filter((part) => !part.endsWith('='));
  const path = namespace === '' ? '/api/v1/events' : `/api/v1/namespaces/${namespace}/events`;
  const answer = yield* k.get(path, { fieldSelector: selector.join(','), limit: '500' });
  return answer.ok ? listAt(answer.value, 'items') : [];
}

/** @upstream kubectl/pkg/describe/describe.go DescribeEvents */
export function describeEvents(k: Invocation, events: readonly unknown[], w: DescriptionWriter): void {
  if (events.length === 0) {
    w.write(0, 'Events:\t<none>\n');
    return;
  }
  w.flush();
  w.write(0, 'Events:\n  Type\tReason\tAge\tFrom\tMessage\n');
  w.write(1, '----\t------\t----\t----\t-------\n');
  for (const event of byLastTimestamp(events)) {
    const source = textAt(event, 'source', 'component') || textAt(event, 'reportingComponent');
    const path = textAt(event, 'involvedObject', 'fieldPath');
    const message = `${path === '' ? '' : `${path}: `}${textAt(event, 'message').trim()}`;
    w.write(
      1,
      `${textAt(event, 'type')}\t${textAt(event, 'reason')}\t${intervalOf(k, event)}\t${source}\t${message}\n`,
    );
  }
}

/** Events made by the newer API have no such time, so they come first. @upstream kubectl/pkg/util/event/sorted_event_list.go */
function byLastTimestamp(events: readonly unknown[]): readonly unknown[] {
  const time = (event: unknown): number => Date.parse(textAt(event, 'lastTimestamp')) || 0;
  return events.toSorted((a, b) => time(a) - time(b));
}

/** By the time when they were seen last. */
export function sortedEvents(events: readonly unknown[]): readonly unknown[] {
  return events.toSorted((a, b) => lastSeen(a) - lastSeen(b));
}

function lastSeen(event: unknown): number {
  const time =
    textAt(event, 'series', 'lastObservedTime') ||
    textAt(event, 'lastTimestamp') ||
    textAt(event, 'eventTime');
  return time === '' ? 0 : Date.parse(time);
}

function intervalOf(k: Invocation, event: unknown): string {
  const first = since(k, textAt(event, 'eventTime') || textAt(event, 'firstTimestamp'));
  if (at(event, 'series') !== undefined && at(event, 'series') !== null) {
    const last = since(k, textAt(event, 'series', 'lastObservedTime'));
    return `${last} (x${numberAt(event, 'series', 'count') ?? 0} over ${first})`;
  }
  const count = numberAt(event, 'count') ?? 0;
  return count > 1 ? `${since(k, textAt(event, 'lastTimestamp'))} (x${count} over ${first})` : first;
}
