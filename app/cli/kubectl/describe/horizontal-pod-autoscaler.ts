import type { Describer } from '../description/describer.ts';
import { describeEvents, eventsOf } from '../description/events.ts';
import { describeHead } from '../description/head.ts';
import { rfc1123 } from '../description/time.ts';
import { DescriptionWriter } from '../description/writer.ts';
import { at, listAt, numberAt, textAt, scalarText } from '../unstructured.ts';

/** @upstream kubectl/pkg/describe/describe.go describeHorizontalPodAutoscalerV2 */
export const horizontalPodAutoscaler: Describer = {
  kind: 'HorizontalPodAutoscaler',
  *describe(k, object, showEvents) {
    const events = showEvents ? yield* eventsOf(k, object, 'HorizontalPodAutoscaler') : undefined;
    const w = new DescriptionWriter();
    describeHead(w, object);
    w.line('CreationTimestamp', rfc1123(textAt(object, 'metadata', 'creationTimestamp')));
    const kind = textAt(object, 'spec', 'scaleTargetRef', 'kind');
    w.line('Reference', `${kind}/${textAt(object, 'spec', 'scaleTargetRef', 'name')}`);
    w.write(0, 'Metrics:\t( current / target )\n');
    listAt(object, 'spec', 'metrics').forEach((metric, index) => describeMetric(w, object, metric, index));
    w.line('Min replicas', numberAt(object, 'spec', 'minReplicas') ?? '<unset>');
    w.line('Max replicas', numberAt(object, 'spec', 'maxReplicas') ?? 0);
    const [current, desired] = [
      numberAt(object, 'status', 'currentReplicas') ?? 0,
      numberAt(object, 'status', 'desiredReplicas') ?? 0,
    ];
    w.line(`${kind} pods`, `${current} current / ${desired} desired`);
    describeConditions(w, object);
    if (events !== undefined) describeEvents(k, events, w);
    return w.text();
  },
};

function describeMetric(w: DescriptionWriter, object: unknown, metric: unknown, index: number): void {
  if (textAt(metric, 'type') !== 'Resource') {
    w.write(1, `<unknown metric type "${textAt(metric, 'type')}">\n`);
    return;
  }
  const name = textAt(metric, 'resource', 'name');
  const current = at(listAt(object, 'status', 'currentMetrics')[index], 'resource', 'current');
  w.write(1, `resource ${name} on pods`);
  const average = at(metric, 'resource', 'target', 'averageValue');
  if (average !== undefined) {
    w.write(0, `:\t${scalarText(at(current, 'averageValue') ?? '<unknown>')} / ${scalarText(average)}\n`);
    return;
  }
  const share = numberAt(current, 'averageUtilization');
  const now = share === undefined ? '<unknown>' : `${share}% (${scalarText(at(current, 'averageValue'))})`;
  const target = numberAt(metric, 'resource', 'target', 'averageUtilization');
  const wanted = target === undefined ? '<auto>' : `${target}%`;
  w.write(1, `(as a percentage of request):\t${now} / ${wanted}\n`);
}

function describeConditions(w: DescriptionWriter, object: unknown): void {
  const conditions = listAt(object, 'status', 'conditions');
  if (conditions.length === 0) return;
  w.write(0, 'Conditions:\n');
  w.write(1, 'Type\tStatus\tReason\tMessage\n');
  w.write(1, '----\t------\t------\t-------\n');
  for (const one of conditions) {
    w.write(
      1,
      `${textAt(one, 'type')}\t${textAt(one, 'status')}\t${textAt(one, 'reason')}\t${textAt(one, 'message')}\n`,
    );
  }
}
