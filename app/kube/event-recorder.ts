import { timestampAt, type Core } from '../base/core.ts';
import type { ApiClient, Draft } from './api-client.ts';
import type { KubeObject } from './kinds/object.ts';
import type { EventObject } from './kinds/event/event.ts';
import { EVENTS } from './resource-type.ts';

/** What an Event says about an object. */
export interface EventNote {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  /** Part of the object: `spec.containers{nginx}`. */
  readonly fieldPath?: string;
}

/** Writes Events in the name of one part of the cluster. */
export type EventRecorder = (about: KubeObject, note: EventNote) => void;

/** Who records: `kubelet` on `node-905m`. */
export interface EventSource {
  readonly component: string;
  readonly host?: string;
}

interface Seen {
  readonly name: string;
  readonly namespace: string;
  count: number;
}

interface Similar {
  readonly messages: Set<string>;
  at: number;
}

/** Similar events beyond this number within ten minutes are combined into one. */
const COMBINE_FROM = 10;
const COMBINE_WINDOW = 600_000;
/** Events about one object: this many at once, then one in five minutes. */
const BURST = 25;
const REFILL = 300_000;
/** Entries each memory keeps. */
const REMEMBERED = 4096;

/**
 * Makes a recorder that counts repetitions instead of repeating, combines floods and then falls silent, as real ones do.
 * @upstream k8s.io/client-go/tools/record/events_cache.go EventCorrelator
 */
export function createEventRecorder(core: Core, client: ApiClient, source: EventSource): EventRecorder {
  const seen = new Map<string, Seen>();
  const similar = new Map<string, Similar>();
  const tokens = new Map<string, { left: number; at: number }>();

  const combined = (kindKey: string, message: string): boolean => {
    const now = core.now();
    let group = similar.get(kindKey);
    if (!group || now - group.at > COMBINE_WINDOW) group = { messages: new Set(), at: now };
    group.at = now;
    remember(similar, kindKey, group);
    if (!group.messages.has(message) && group.messages.size >= COMBINE_FROM - 1) return true;
    group.messages.add(message);
    return false;
  };

  const takeToken = (objectKey: string): boolean => {
    const now = core.now();
    const bucket = tokens.get(objectKey) ?? { left: BURST, at: now };
    bucket.left = Math.min(BURST, bucket.left + (now - bucket.at) / REFILL);
    bucket.at = now;
    remember(tokens, objectKey, bucket);
    if (bucket.left < 1) return false;
    bucket.left -= 1;
    return true;
  };

  return (about, note) => {
    const objectKey = `${about.kind}/${about.metadata.uid}/${about.metadata.name}/${note.fieldPath ?? ''}`;
    const kindKey = `${objectKey}/${note.type}/${note.reason}`;
    const flood = combined(kindKey, note.message);
    const message = flood ? `(combined from similar events): ${note.message}` : note.message;
    const key = flood ? kindKey : `${kindKey}/${message}`;
    const before = seen.get(key);
    if (before) before.count++;
    if (!takeToken(`${about.kind}/${about.metadata.uid}/${about.metadata.name}`)) return;
    if (before && patched(core, client, before, message)) return;
    const draft = eventDraft(core, about, { ...note, message }, source);
    const made = client.create(EVENTS, draft);
    if (!made.ok) return;
    const { name, namespace = '' } = made.value.metadata;
    remember(seen, key, { name, namespace, count: 1 });
  };
}

/** The Event object for a note, not yet stored. */
export function eventDraft(
  core: Core,
  about: KubeObject,
  { type, reason, message, fieldPath }: EventNote,
  source: EventSource,
): Draft<EventObject> {
  const { name, namespace = 'default', uid, resourceVersion } = about.metadata;
  const now = timestampAt(core);
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: eventName(core, name), namespace },
    involvedObject: Object.freeze({
      kind: about.kind,
      ...(about.metadata.namespace !== undefined && { namespace }),
      name,
      uid,
      apiVersion: about.apiVersion,
      resourceVersion,
      ...(fieldPath !== undefined && { fieldPath }),
    }),
    reason,
    message,
    source: Object.freeze(source),
    firstTimestamp: now,
    lastTimestamp: now,
    count: 1,
    type,
    eventTime: null,
    reportingComponent: source.component,
    reportingInstance: source.host ?? '',
  };
}

/** A name no other Event has: the object's and sixteen hexadecimal digits that grow with time. */
export function eventName(core: Core, about: string): string {
  // Real names end in nanoseconds since 1970. The millisecond is true; below it the number of writes so far counts, so that
  // names grow in the order of events, by which lists are sorted.
  const nanos = BigInt(Math.floor(core.epoch + core.now())) * 1_000_000n;
  const rest = BigInt(core.tables.end % 1_000_000);
  return `${about}.${(nanos + rest).toString(16)}`;
}

function patched(core: Core, client: ApiClient, seen: Seen, message: string): boolean {
  const patch = { count: seen.count, lastTimestamp: timestampAt(core), message };
  return client.patch(EVENTS, seen, patch).ok;
}

function remember<Value>(memory: Map<string, Value>, key: string, value: Value): void {
  memory.delete(key);
  memory.set(key, value);
  if (memory.size <= REMEMBERED) return;
  for (const oldest of memory.keys()) {
    memory.delete(oldest);
    return;
  }
}
