import { dateAt, type Core } from '../../base/core.ts';
import type { ApiClient } from '../api-client.ts';
import { eventName } from '../event-recorder.ts';
import type { KubeObject } from '../kinds/object.ts';
import { EVENTS } from '../resource-type.ts';

/** What the scheduler says about a Pod. */
export interface SchedulerNote {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly action: string;
  readonly message: string;
}

/** Writes Events in the newer form, with an action and a series instead of a count. */
export type SchedulerEvents = (about: KubeObject, note: SchedulerNote) => void;

/** A repeated Event is the same series for so long. */
const SERIES = 360_000;

/**
 * Makes the scheduler's recorder: the second of the same Events starts a series, later ones only count in memory.
 * @upstream k8s.io/client-go/tools/events/event_broadcaster.go
 */
export function createSchedulerEvents(core: Core, client: ApiClient, component: string): SchedulerEvents {
  const seen = new Map<
    string,
    { readonly name: string; readonly namespace: string; count: number; at: number }
  >();
  return (about, note) => {
    const { name, namespace = 'default', uid, resourceVersion } = about.metadata;
    const key = `${uid}/${resourceVersion}/${note.type}/${note.reason}/${note.action}`;
    const known = seen.get(key);
    const now = microTime(core);
    if (known && core.now() - known.at < SERIES) {
      known.count++;
      known.at = core.now();
      const series = { count: known.count, lastObservedTime: now };
      if (known.count === 2) client.patch(EVENTS, known, { series }, { type: 'merge' });
      return;
    }
    const made = client.create(EVENTS, {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: eventName(core, name), namespace },
      involvedObject: {
        kind: about.kind,
        namespace,
        name,
        uid,
        apiVersion: about.apiVersion,
        resourceVersion,
      },
      reason: note.reason,
      message: note.message,
      source: {},
      firstTimestamp: null,
      lastTimestamp: null,
      type: note.type,
      eventTime: now,
      action: note.action,
      reportingComponent: component,
      reportingInstance: `${component}-control-plane`,
    });
    // Only failures repeat: a Pod is bound once.
    if (made.ok && note.type === 'Warning')
      seen.set(key, { name: made.value.metadata.name, namespace, count: 1, at: core.now() });
  };
}

/** RFC 3339 with microseconds. */
function microTime(core: Core): string {
  return dateAt(core)
    .toISOString()
    .replace(/(\.\d+)Z$/, '$1000Z');
}
