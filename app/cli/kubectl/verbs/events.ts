import { good } from '../../../base/result.ts';
import type { WatchEvent } from '../../../kube/client.ts';
import type { Sys } from '../../../linux/process/program.ts';
import type { Command } from '../command.ts';
import { sortedEvents } from '../description/events.ts';
import { since } from '../description/time.ts';
import { failed, type Outcome } from '../failure.ts';
import { ALL_NAMESPACES_FLAG, CHUNK_SIZE_FLAG, printFlags } from '../flag-sets.ts';
import type { Invocation, Query } from '../invocation.ts';
import { objectPrinter, outputFormat } from '../print/printer.ts';
import { RememberedColumns } from '../print/tab-writer.ts';
import { findMapping } from '../resource/mapping.ts';
import { listAt, namespaceOf, numberAt, textAt } from '../unstructured.ts';

/** `kubectl events`. */
export const events: Command = {
  name: 'events',
  short: 'List events',
  long: 'List what happened, the newest last.',
  examples: [
    '# Of the namespace',
    'kubectl events',
    '',
    '# Of one Pod, going on',
    'kubectl events --for pod/web-1 --watch',
  ],
  use: '[(-o|--output=)json|yaml|kyaml|name|go-template|go-template-file|template|templatefile|jsonpath|jsonpath-as-json|jsonpath-file] [--for TYPE/NAME] [--watch] [--types=Normal,Warning] [options]',
  flags: [
    ALL_NAMESPACES_FLAG,
    CHUNK_SIZE_FLAG,
    ...printFlags(),
    { name: 'for', kind: 'string', usage: 'Only those of TYPE/NAME.' },
    { name: 'no-headers', kind: 'bool', usage: 'Leave the header line out.' },
    {
      name: 'types',
      kind: 'list',
      usage: 'Only these types: Normal, Warning.',
      values: ['Normal', 'Warning'],
    },
    { name: 'watch', short: 'w', kind: 'bool', usage: 'After the list, go on with what happens.' },
  ],
  *run(k) {
    const query = yield* queryOf(k);
    if (typeof query === 'string') return failed(query);
    const path = k.flags.bool('all-namespaces')
      ? '/api/v1/events'
      : `/api/v1/namespaces/${k.namespace}/events`;
    const listed = yield* k.get(path, { ...query, limit: '500' });
    if (!listed.ok) return listed;
    const types = k.flags.list('types');
    const chosen = sortedEvents(listAt(listed.value, 'items')).filter(
      (event) => types.length === 0 || types.includes(textAt(event, 'type')),
    );
    if (outputFormat(k).name !== '') return yield* printObjects(k, chosen);
    if (chosen.length === 0 && !k.flags.bool('watch')) {
      yield* k.p.warn(
        k.flags.bool('all-namespaces')
          ? 'No events found.\n'
          : `No events found in ${k.namespace} namespace.\n`,
      );
      return good(undefined);
    }
    const columns = new RememberedColumns();
    const header = k.flags.bool('no-headers') ? [] : [headerOf(k)];
    yield* k.p.print(columns.align([...header, ...chosen.map((event) => rowOf(k, event))]));
    if (!k.flags.bool('watch')) return good(undefined);
    return yield* follow(k, path, query, textAt(listed.value, 'metadata', 'resourceVersion'), columns);
  },
};

function* queryOf(k: Invocation): Sys<Query | string> {
  const wanted = k.flags.text('for');
  if (wanted === '') return {};
  const [type = '', name = ''] = wanted.split('/');
  const mapper = yield* k.mapper();
  const mapping = mapper.ok ? findMapping(mapper.value, type) : undefined;
  if (mapping === undefined || name === '') return `--for must be in resource/name form`;
  return { fieldSelector: `involvedObject.kind=${mapping.kind},involvedObject.name=${name}` };
}

function* printObjects(k: Invocation, items: readonly unknown[]): Sys<Outcome> {
  const printer = objectPrinter(k);
  if (!printer.ok) return failed(printer.error);
  const text = printer.value({ apiVersion: 'v1', kind: 'EventList', metadata: {}, items });
  if (!text.ok) return text;
  yield* k.p.print(text.value);
  return good(undefined);
}

function headerOf(k: Invocation): readonly string[] {
  const columns = ['LAST SEEN', 'TYPE', 'REASON', 'OBJECT', 'MESSAGE'];
  return k.flags.bool('all-namespaces') ? ['NAMESPACE', ...columns] : columns;
}

function rowOf(k: Invocation, event: unknown): readonly string[] {
  const kind = textAt(event, 'involvedObject', 'kind');
  const cells = [
    lastSeen(k, event),
    textAt(event, 'type'),
    textAt(event, 'reason'),
    `${kind}/${textAt(event, 'involvedObject', 'name')}`,
    textAt(event, 'message').trim(),
  ];
  return k.flags.bool('all-namespaces') ? [namespaceOf(event), ...cells] : cells;
}

function lastSeen(k: Invocation, event: unknown): string {
  const first = since(k, textAt(event, 'eventTime') || textAt(event, 'firstTimestamp'));
  const count = numberAt(event, 'series', 'count') ?? numberAt(event, 'count') ?? 0;
  if (count <= 1) return first;
  const last = textAt(event, 'series', 'lastObservedTime') || textAt(event, 'lastTimestamp');
  return `${since(k, last)} (x${count} over ${first})`;
}

function* follow(
  k: Invocation,
  path: string,
  query: Query,
  resourceVersion: string,
  columns: RememberedColumns,
): Sys<Outcome> {
  const answer = yield* k.request('GET', path, { query: { ...query, watch: 'true', resourceVersion } });
  if (answer.type !== 'watch') return failed('the server did not start a watch');
  const inbox = k.p.inbox<WatchEvent>();
  const leave = answer.subscribe((event) => inbox.push(event));
  try {
    for (;;) {
      const event = yield* k.p.receive(inbox);
      if (event === undefined || !('type' in event)) continue;
      if (event.type === 'ADDED' || event.type === 'MODIFIED')
        yield* k.p.print(columns.align([rowOf(k, event.object)]));
    }
  } finally {
    leave();
  }
}
