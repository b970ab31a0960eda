import type { KubeObject } from '../object.ts';
import { isObject, type PlainObject } from '../plain.ts';
import { asKubeObject } from '../typed.decode.ts';

/** Fields that events.k8s.io calls otherwise: its name, and that of the core group. */
const NAMES: readonly (readonly [string, string])[] = [
  ['note', 'message'],
  ['regarding', 'involvedObject'],
  ['reportingController', 'reportingComponent'],
  ['deprecatedSource', 'source'],
  ['deprecatedFirstTimestamp', 'firstTimestamp'],
  ['deprecatedLastTimestamp', 'lastTimestamp'],
  ['deprecatedCount', 'count'],
];

/** An Event of events.k8s.io in the form in which it is stored. */
export function fromEventsGroup(object: KubeObject): KubeObject {
  const renamed = rename(object, new Map(NAMES));
  return asKubeObject({
    ...renamed,
    apiVersion: 'v1',
    involvedObject: renamed['involvedObject'] ?? {},
    source: renamed['source'] ?? {},
    reportingComponent: renamed['reportingComponent'] ?? '',
  });
}

/** A stored Event as events.k8s.io shows it. */
export function toEventsGroup(object: KubeObject): KubeObject {
  const renamed = rename(object, new Map(NAMES.map(([theirs, ours]) => [ours, theirs])));
  const { reportingController, ...rest } = renamed;
  return asKubeObject({
    ...rest,
    apiVersion: 'events.k8s.io/v1',
    ...(reportingController !== '' && { reportingController }),
  });
}

function rename(object: KubeObject, names: ReadonlyMap<string, string>): PlainObject {
  const plain: unknown = object;
  if (!isObject(plain)) return {};
  return Object.fromEntries(Object.entries(plain).map(([key, value]) => [names.get(key) ?? key, value]));
}
