import type { Describer } from '../description/describer.ts';
import { describeEvents, eventsOf } from '../description/events.ts';
import { boolText, describeHead } from '../description/head.ts';
import { describePodTemplate } from '../description/pod-template.ts';
import { selectorText } from '../description/selector.ts';
import { rfc1123 } from '../description/time.ts';
import { DescriptionWriter } from '../description/writer.ts';
import { at, listAt, numberAt, textAt } from '../unstructured.ts';

/** @upstream kubectl/pkg/describe/describe.go describeCronJob */
export const cronJob: Describer = {
  kind: 'CronJob',
  *describe(k, object, showEvents) {
    const events = showEvents ? yield* eventsOf(k, object, 'CronJob') : undefined;
    const w = new DescriptionWriter();
    describeHead(w, object);
    w.line('Schedule', textAt(object, 'spec', 'schedule'));
    if (textAt(object, 'spec', 'timeZone') !== '') w.line('Time Zone', textAt(object, 'spec', 'timeZone'));
    w.line('Concurrency Policy', textAt(object, 'spec', 'concurrencyPolicy'));
    w.line('Suspend', boolText(at(object, 'spec', 'suspend')));
    const orUnset = (value: number | undefined, unit = ''): string =>
      value === undefined ? '<unset>' : `${value}${unit}`;
    w.line('Successful Job History Limit', orUnset(numberAt(object, 'spec', 'successfulJobsHistoryLimit')));
    w.line('Failed Job History Limit', orUnset(numberAt(object, 'spec', 'failedJobsHistoryLimit')));
    w.line('Starting Deadline Seconds', orUnset(numberAt(object, 'spec', 'startingDeadlineSeconds'), 's'));
    const template = at(object, 'spec', 'jobTemplate', 'spec');
    const selector = at(template, 'selector');
    w.line('Selector', selector === undefined ? '<unset>' : selectorText(selector));
    w.line('Parallelism', orUnset(numberAt(template, 'parallelism')));
    w.line('Completions', orUnset(numberAt(template, 'completions')));
    const limit = numberAt(template, 'activeDeadlineSeconds');
    if (limit !== undefined) w.line('Active Deadline Seconds', `${limit}s`);
    describePodTemplate(w, at(template, 'template'));
    const last = textAt(object, 'status', 'lastScheduleTime');
    w.line('Last Schedule Time', last === '' ? '<unset>' : rfc1123(last));
    const active = listAt(object, 'status', 'active').map((one) => textAt(one, 'name'));
    w.line('Active Jobs', active.length === 0 ? '<none>' : active.join(', '));
    if (events !== undefined) describeEvents(k, events, w);
    return w.text();
  },
};
