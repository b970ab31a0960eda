import type { Describer } from '../description/describer.ts';
import { describeEvents, eventsOf } from '../description/events.ts';
import { DescriptionWriter } from '../description/writer.ts';
import { at, listAt, nameOf, namespaceOf, textAt, scalarText } from '../unstructured.ts';

/** @upstream kubectl/pkg/describe/describe.go describeEndpoints */
export const endpoints: Describer = {
  kind: 'Endpoints',
  *describe(k, object, showEvents) {
    const events = showEvents ? yield* eventsOf(k, object, 'Endpoints') : undefined;
    const w = new DescriptionWriter();
    w.line('Name', nameOf(object));
    w.line('Namespace', namespaceOf(object));
    w.labels('Labels', object, 'metadata', 'labels');
    w.annotations('Annotations', object, 'metadata', 'annotations');
    w.write(0, 'Subsets:\n');
    for (const subset of listAt(object, 'subsets')) describeSubset(w, subset);
    if (events !== undefined) describeEvents(k, events, w);
    return w.text();
  },
};

function describeSubset(w: DescriptionWriter, subset: unknown): void {
  const addresses = (field: string): string =>
    listAt(subset, field)
      .map((one) => textAt(one, 'ip'))
      .join(',') || '<none>';
  w.write(1, `Addresses:\t${addresses('addresses')}\n`);
  w.write(1, `NotReadyAddresses:\t${addresses('notReadyAddresses')}\n`);
  const ports = listAt(subset, 'ports');
  if (ports.length > 0) {
    w.write(1, 'Ports:\n');
    w.write(2, 'Name\tPort\tProtocol\n');
    w.write(2, '----\t----\t--------\n');
    for (const port of ports) {
      w.write(
        2,
        `${textAt(port, 'name') || '<unset>'}\t${scalarText(at(port, 'port') ?? 0)}\t${textAt(port, 'protocol')}\n`,
      );
    }
  }
  w.write(0, '\n');
}
