import { good } from '../../../base/result.ts';
import type { WatchEvent } from '../../../kube/client.ts';
import type { Sys } from '../../../linux/process/program.ts';
import { failed, refused, type Outcome } from '../failure.ts';
import { AS_TABLE, objectOf, type Invocation } from '../invocation.ts';
import type { ObjectPrinter } from '../print/printer.ts';
import { RememberedColumns } from '../print/tab-writer.ts';
import { tableCells, type TableOptions } from '../print/table.ts';
import { listQuery, withType, type Target } from '../resource/builder.ts';
import { pathOf } from '../resource/mapping.ts';
import { isTable, statusIn } from '../status.decode.ts';
import { listAt, textAt } from '../unstructured.ts';

/** What one line of the watch is made from. */
interface Shown {
  readonly type: WatchEvent['type'];
  readonly body: unknown;
}

/** Lists, then prints every change until it is interrupted. */
export function* watchTargets(
  k: Invocation,
  targets: readonly Target[],
  printer: ObjectPrinter | undefined,
  options: TableOptions,
): Sys<Outcome> {
  const [target] = targets;
  if (targets.length !== 1 || target === undefined)
    return failed('you may only specify a single resource type');
  const show = shower(k, target, printer, options);
  const path = pathOf(target.mapping, target.namespace, target.name);
  const accept = printer === undefined ? { accept: AS_TABLE } : {};
  const listed = yield* k.call('GET', path, { query: listQuery(target), ...accept });
  if (!listed.ok) return listed;
  if (!k.flags.bool('watch-only')) {
    const bodies =
      printer !== undefined && target.name === undefined
        ? listAt(listed.value, 'items').map((item) => withType(item, target.mapping))
        : [listed.value];
    for (const body of bodies) yield* k.p.print(show({ type: 'ADDED', body }));
  }
  const one = target.name === undefined ? {} : { fieldSelector: `metadata.name=${target.name}` };
  const answer = yield* k.request('GET', pathOf(target.mapping, target.namespace), {
    query: {
      ...listQuery(target),
      limit: undefined,
      ...one,
      watch: 'true',
      resourceVersion: textAt(listed.value, 'metadata', 'resourceVersion'),
    },
    ...accept,
  });
  if (answer.type !== 'watch') {
    const refusal = objectOf(answer);
    return refusal.ok ? failed('the server did not start a watch') : refusal;
  }
  const inbox = k.p.inbox<WatchEvent>();
  const leave = answer.subscribe((event) => inbox.push(event));
  try {
    for (;;) {
      const event = yield* k.p.receive(inbox);
      if (event === undefined || !('type' in event) || event.type === 'BOOKMARK') continue;
      const status = event.type === 'ERROR' ? statusIn(event.object) : undefined;
      if (status !== undefined) return { ok: false, error: refused(status) };
      yield* k.p.print(show({ type: event.type, body: event.object }));
    }
  } finally {
    leave();
  }
  return good(undefined);
}

function shower(
  k: Invocation,
  target: Target,
  printer: ObjectPrinter | undefined,
  options: TableOptions,
): (shown: Shown) => string {
  const events = k.flags.bool('output-watch-events');
  if (printer !== undefined) {
    return ({ type, body }) => {
      const text = printer(
        events ? { type, object: withType(body, target.mapping) } : withType(body, target.mapping),
      );
      return text.ok ? text.value : '';
    };
  }
  const columns = new RememberedColumns();
  let headed = k.flags.bool('no-headers');
  return ({ type, body }) => {
    if (!isTable(body)) return '';
    const cells = tableCells(body, options);
    if (cells.rows.length === 0) return '';
    const lines = headed ? cells.rows : [cells.header, ...cells.rows];
    const named = lines.map((line) => (events ? [line === cells.header ? 'EVENT' : type, ...line] : line));
    headed = true;
    return columns.align(named);
  };
}
