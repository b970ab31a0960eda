import { ageOf } from '../age.ts';
import { defineKind } from '../define.decode.ts';
import { column, NAME_COLUMN, type Cell, type KindContext } from '../kind.ts';
import { resource } from '../resource.ts';
import type { EventObject } from './event.ts';
import { validateEvent } from './validate.ts';
import { fromEventsGroup, toEventsGroup } from './versions.ts';

/** Events. @upstream pkg/registry/core/event/strategy.go */
export const event = defineKind<EventObject>({
  resource: resource('v1', 'Event', 'events', { short: ['ev'] }),
  wire: 'Event',
  versions: [
    {
      group: 'events.k8s.io',
      version: 'v1',
      wire: 'events.Event',
      toStored: fromEventsGroup,
      fromStored: toEventsGroup,
    },
  ],
  fleeting: true,
  createOnUpdate: true,
  validate: validateEvent,
  fieldNames: [
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.resourceVersion',
    'involvedObject.fieldPath',
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
  fields: ({ involvedObject, reason, reportingComponent, source, type }) => ({
    'involvedObject.kind': involvedObject.kind ?? '',
    'involvedObject.namespace': involvedObject.namespace ?? '',
    'involvedObject.name': involvedObject.name ?? '',
    'involvedObject.uid': involvedObject.uid ?? '',
    'involvedObject.apiVersion': involvedObject.apiVersion ?? '',
    'involvedObject.resourceVersion': involvedObject.resourceVersion ?? '',
    'involvedObject.fieldPath': involvedObject.fieldPath ?? '',
    reason: reason ?? '',
    reportingComponent: reportingComponent || source?.component || '',
    source: source?.component || reportingComponent || '',
    type: type ?? '',
  }),
  columns: [
    column('Last Seen'),
    column('Type'),
    column('Reason'),
    column('Object'),
    column('Subobject', 'string', 1),
    column('Source', 'string', 1),
    column('Message'),
    column('First Seen', 'string', 1),
    column('Count', 'string', 1),
    { ...NAME_COLUMN, priority: 1 },
  ],
  row: eventRow,
});

/** @upstream printers.go printEvent */
function eventRow(object: EventObject, { now }: KindContext): readonly Cell[] {
  const { involvedObject, series } = object;
  const first = firstSeen(object);
  const last = series?.lastObservedTime || object.lastTimestamp || '';
  const count = series ? series.count : object.count || 1;
  const target = involvedObject.name
    ? `${(involvedObject.kind ?? '').toLowerCase()}/${involvedObject.name}`
    : (involvedObject.kind ?? '').toLowerCase();
  return [
    last === '' ? first.text(now) : ageOf(last, now),
    object.type ?? '',
    object.reason ?? '',
    target,
    involvedObject.fieldPath ?? '',
    sourceText(object),
    (object.message ?? '').trim(),
    first.text(now),
    count,
    object.metadata.name,
  ];
}

function firstSeen({ firstTimestamp, eventTime }: EventObject): { text(now: number): string } {
  return { text: (now) => ageOf(firstTimestamp || eventTime, now) };
}

function sourceText({ source, reportingComponent, reportingInstance }: EventObject): string {
  const component = source?.component || reportingComponent || '';
  const host = source?.host || reportingInstance || '';
  return host === '' ? component : `${component}, ${host}`;
}
