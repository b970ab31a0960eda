import type { Describer } from '../description/describer.ts';
import { describeEvents, eventsOf } from '../description/events.ts';
import { boolText } from '../description/head.ts';
import { describePodTemplate } from '../description/pod-template.ts';
import { controllerText, selectorText } from '../description/selector.ts';
import { rfc1123 } from '../description/time.ts';
import { DescriptionWriter } from '../description/writer.ts';
import { humanDuration } from '../../../base/duration.ts';
import { at, nameOf, namespaceOf, numberAt, textAt } from '../unstructured.ts';

/** @upstream kubectl/pkg/describe/describe.go describeJob */
export const job: Describer = {
  kind: 'Job',
  *describe(k, object, showEvents) {
    const events = showEvents ? yield* eventsOf(k, object, 'Job') : undefined;
    const w = new DescriptionWriter();
    w.line('Name', nameOf(object));
    w.line('Namespace', namespaceOf(object));
    const selector = at(object, 'spec', 'selector');
    if (selector !== undefined) w.line('Selector', selectorText(selector));
    w.labels('Labels', object, 'metadata', 'labels');
    w.annotations('Annotations', object, 'metadata', 'annotations');
    const owner = controllerText(object);
    if (owner !== '') w.line('Controlled By', owner);
    describeSpec(w, object);
    describeTimes(w, object);
    const count = (field: string): number => numberAt(object, 'status', field) ?? 0;
    const ready = at(object, 'status', 'ready') === undefined ? '' : ` (${count('ready')} Ready)`;
    w.line(
      'Pods Statuses',
      `${count('active')} Active${ready} / ${count('succeeded')} Succeeded / ${count('failed')} Failed`,
    );
    const indexed = textAt(object, 'spec', 'completionMode') === 'Indexed';
    if (indexed) w.line('Completed Indexes', textAt(object, 'status', 'completedIndexes') || '<none>');
    describePodTemplate(w, at(object, 'spec', 'template'));
    if (events !== undefined) describeEvents(k, events, w);
    return w.text();
  },
};

function describeSpec(w: DescriptionWriter, object: unknown): void {
  const number = (field: string): number | undefined => numberAt(object, 'spec', field);
  if (number('parallelism') !== undefined) w.line('Parallelism', number('parallelism') ?? 0);
  w.line('Completions', number('completions') ?? '<unset>');
  if (textAt(object, 'spec', 'completionMode') !== '')
    w.line('Completion Mode', textAt(object, 'spec', 'completionMode'));
  const suspend = at(object, 'spec', 'suspend');
  if (suspend !== undefined) w.line('Suspend', boolText(suspend).toLowerCase());
  if (number('backoffLimit') !== undefined) w.line('Backoff Limit', number('backoffLimit') ?? 0);
  if (number('ttlSecondsAfterFinished') !== undefined)
    w.line('TTL Seconds After Finished', number('ttlSecondsAfterFinished') ?? 0);
}

function describeTimes(w: DescriptionWriter, object: unknown): void {
  const [started, completed] = [
    textAt(object, 'status', 'startTime'),
    textAt(object, 'status', 'completionTime'),
  ];
  if (started !== '') w.line('Start Time', rfc1123(started));
  if (completed !== '') w.line('Completed At', rfc1123(completed));
  if (started !== '' && completed !== '') {
    w.line('Duration', humanDuration((Date.parse(completed) - Date.parse(started)) / 1000));
  }
  const limit = numberAt(object, 'spec', 'activeDeadlineSeconds');
  if (limit !== undefined) w.line('Active Deadline Seconds', `${limit}s`);
}
