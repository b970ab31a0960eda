import { good } from '../../../base/result.ts';
import type { Table } from '../../../kube/client.ts';
import type { Sys } from '../../../linux/process/program.ts';
import type { Command } from '../command.ts';
import { failed, prefixed, together, type Failure, type Outcome } from '../failure.ts';
import {
  ALL_NAMESPACES_FLAG,
  CHUNK_SIZE_FLAG,
  FIELD_SELECTOR_FLAG,
  fileFlags,
  OBJECT_FORMATS,
  printFlags,
  SELECTOR_FLAG,
  SUBRESOURCE_FLAG,
  TABLE_FORMATS,
} from '../flag-sets.ts';
import { AS_TABLE, objectOf, type Invocation } from '../invocation.ts';
import { kindWord } from '../print/name.ts';
import { objectPrinter, outputFormat, type ObjectPrinter } from '../print/printer.ts';
import { alignTabs, TABLE_STOPS } from '../print/tab-writer.ts';
import { tableCells, type TableOptions } from '../print/table.ts';
import {
  fetchTargets,
  listQuery,
  resolveTargets,
  selectionFailure,
  type Found,
  type Target,
} from '../resource/builder.ts';
import { apiVersionOf, pathOf } from '../resource/mapping.ts';
import { isTable } from '../status.decode.ts';
import { sortedObjects, sortedRows } from '../get/sort.ts';
import { watchTargets } from '../get/watch.ts';

/** `kubectl get`: tables made by the server, or objects in a format of one's choice. */
export const get: Command = {
  name: 'get',
  short: 'Display one or many resources',
  long: 'Display one or many resources.\n\n Without -o the server makes a table of what matters most for each kind. Selectors narrow the choice; without a namespace only objects of the current one are shown.',
  examples: [
    '# All pods of the current namespace',
    'kubectl get pods',
    '',
    '# The same with addresses and nodes',
    'kubectl get pods -o wide',
    '',
    '# One deployment in JSON',
    'kubectl get -o json deployment my-nginx',
    '',
    '# One field only',
    "kubectl get service my-nginx -o jsonpath='{.spec.clusterIP}'",
    '',
    '# Own columns',
    'kubectl get pods -o custom-columns=NAME:.metadata.name,IP:.status.podIP',
    '',
    '# Several types at once',
    'kubectl get deployments,services',
  ],
  use: `[(-o|--output=)${[...OBJECT_FORMATS, ...TABLE_FORMATS].join('|')}] (TYPE[.VERSION][.GROUP] [NAME | -l label] | TYPE[.VERSION][.GROUP]/NAME ...) [flags] [options]`,
  takes: 'resources',
  flags: [
    ALL_NAMESPACES_FLAG,
    ...printFlags([...OBJECT_FORMATS, ...TABLE_FORMATS]),
    CHUNK_SIZE_FLAG,
    FIELD_SELECTOR_FLAG,
    ...fileFlags('what to get'),
    { name: 'ignore-not-found', kind: 'bool', usage: 'End with status 0 where an object is missing.' },
    {
      name: 'label-columns',
      short: 'L',
      kind: 'list',
      usage: 'Labels to show as columns, separated by commas.',
    },
    { name: 'no-headers', kind: 'bool', usage: 'Leave the header line out.' },
    { name: 'output-watch-events', kind: 'bool', usage: 'With --watch: show what happened to each object.' },
    { name: 'raw', kind: 'string', usage: 'Ask the server for this address and print its answer as it is.' },
    SELECTOR_FLAG,
    { name: 'server-print', kind: 'bool', default: 'true', usage: 'Let the server make the table.' },
    { name: 'show-kind', kind: 'bool', usage: 'Put the type before each name.' },
    { name: 'show-labels', kind: 'bool', usage: 'Show all labels as the last column.' },
    { name: 'sort-by', kind: 'string', usage: "Sort lists by this JSONPath ('{.metadata.name}')." },
    SUBRESOURCE_FLAG,
    { name: 'watch', short: 'w', kind: 'bool', usage: 'After the list, go on with what changes.' },
    { name: 'watch-only', kind: 'bool', usage: 'Only what changes, without the list.' },
  ],
  *run(k) {
    if (k.flags.text('raw') !== '') return yield* getRaw(k);
    if (k.args.length === 0 && k.flags.list('filename').length === 0 && k.flags.text('kustomize') === '') {
      return yield* nothingNamed(k);
    }
    const conflict = flagConflict(k);
    if (conflict !== undefined) return failed(conflict);
    const format = outputFormat(k);
    const human = format.name === '' || format.name === 'wide';
    const printer = human ? good(undefined) : objectPrinter(k, true);
    if (!printer.ok) return failed(printer.error);
    const targets = yield* resolveTargets(k, {
      args: k.args,
      files: k.flags.list('filename'),
      recursive: k.flags.bool('recursive'),
      selector: k.flags.text('selector'),
      fieldSelector: k.flags.text('field-selector'),
      allNamespaces: k.flags.bool('all-namespaces'),
      typeAlone: true,
    });
    if (!targets.ok) return targets;
    if (k.flags.bool('watch') || k.flags.bool('watch-only'))
      return yield* watchTargets(k, targets.value, printer.value, tableOptions(k, targets.value[0], false));
    return printer.value === undefined
      ? yield* printTables(k, targets.value)
      : yield* printObjects(k, targets.value, printer.value);
  },
};

function* nothingNamed(k: Invocation): Sys<Outcome> {
  yield* k.p.warn(
    'You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.\n\n',
  );
  return failed(
    'Required resource not specified.\nUse "kubectl explain <resource>" for a detailed description of that resource ' +
      "(e.g. kubectl explain pods).\nSee 'kubectl get -h' for help and examples",
  );
}

function flagConflict(k: Invocation): string | undefined {
  const output = k.flags.text('output');
  if (k.flags.bool('show-labels') && output !== '' && output !== 'wide') {
    return `--show-labels option cannot be used with ${output.split('=')[0] ?? ''} printer`;
  }
  if (k.flags.bool('output-watch-events') && !k.flags.bool('watch') && !k.flags.bool('watch-only')) {
    return '--output-watch-events option can only be used with --watch or --watch-only';
  }
  return undefined;
}

function* getRaw(k: Invocation): Sys<Outcome> {
  if (k.args.length > 0) return failed('arguments may not be passed when --raw is specified');
  const [path = '', query = ''] = k.flags.text('raw').split('?');
  const answer = yield* k.request('GET', path, { query: rawQuery(query) });
  if (answer.type === 'text' && answer.status < 400) {
    yield* k.p.print(answer.text);
    return good(undefined);
  }
  const object = objectOf(answer);
  if (!object.ok) return object;
  yield* k.p.print(`${JSON.stringify(object.value)}\n`);
  return good(undefined);
}

function rawQuery(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    text
      .split('&')
      .filter((part) => part !== '')
      .map((part) => [part.split('=')[0] ?? '', decodeURIComponent(part.split('=').slice(1).join('='))]),
  );
}

/** One table a target; types that follow each other are set apart by a blank line. */
function* printTables(k: Invocation, targets: readonly Target[]): Sys<Outcome> {
  const failures: Failure[] = [];
  const tables: { readonly target: Target; readonly table: Table }[] = [];
  for (const target of targets) {
    const path = pathOf(target.mapping, target.namespace, target.name, subresourceOf(k));
    const sorting = k.flags.text('sort-by') === '' ? {} : { includeObject: 'Object' };
    const answer = yield* k.get(path, { ...listQuery(target), ...sorting }, AS_TABLE);
    if (answer.ok && isTable(answer.value)) tables.push({ target, table: answer.value });
    else if (answer.ok) failures.push({ type: 'plain', message: 'the server did not answer with a table' });
    else if (!ignorable(k, answer.error)) failures.push(selectionFailure(answer.error, target));
  }
  const lines = tableLines(k, tables);
  yield* k.p.print(lines);
  if (lines === '' && failures.length === 0 && !k.flags.bool('ignore-not-found'))
    yield* nothingFound(k, targets);
  return together(failures);
}

function tableLines(
  k: Invocation,
  tables: readonly { readonly target: Target; readonly table: Table }[],
): string {
  const kinds = new Set(tables.map(({ target }) => `${target.mapping.plural}.${target.mapping.group}`));
  let text = '';
  let pending: (readonly string[])[] = [];
  let last: string | undefined;
  const flush = (): void => {
    if (pending.length > 0)
      text += `${alignTabs(pending.map((row) => row.join('\t')).join('\n'), TABLE_STOPS)}\n`;
    pending = [];
  };
  for (const { target, table } of tables) {
    const rows = sortedRows(table, k.flags.text('sort-by'));
    if (rows.length === 0) continue;
    const kind = `${target.mapping.plural}.${target.mapping.group}`;
    const cells = tableCells(table, tableOptions(k, target, kinds.size > 1), rows);
    if (kind !== last) {
      flush();
      if (last !== undefined && !k.flags.bool('no-headers')) text += '\n';
      if (!k.flags.bool('no-headers')) pending.push(cells.header);
      last = kind;
    }
    pending.push(...cells.rows);
  }
  flush();
  return text;
}

/** How the rows of a target are shown under the flags of the command. */
export function tableOptions(k: Invocation, target: Target | undefined, severalKinds: boolean): TableOptions {
  const prefix = severalKinds || k.flags.bool('show-kind');
  return {
    wide: k.flags.text('output') === 'wide',
    withNamespace: k.flags.bool('all-namespaces') && target?.mapping.namespaced === true,
    showLabels: k.flags.bool('show-labels'),
    labelColumns: k.flags.list('label-columns'),
    kindPrefix:
      prefix && target !== undefined ? `${kindWord(apiVersionOf(target.mapping), target.mapping.kind)}/` : '',
  };
}

function* nothingFound(k: Invocation, targets: readonly Target[]): Sys<void> {
  const namespaced = targets.some((target) => target.mapping.namespaced) && !k.flags.bool('all-namespaces');
  yield* k.p.warn(namespaced ? `No resources found in ${k.namespace} namespace.\n` : 'No resources found\n');
}

function ignorable(k: Invocation, failure: Failure): boolean {
  return (
    k.flags.bool('ignore-not-found') && failure.type === 'status' && failure.status.reason === 'NotFound'
  );
}

function subresourceOf(k: Invocation): string | undefined {
  const name = k.flags.text('subresource');
  return name === '' ? undefined : name;
}

/** Objects in a format: one as itself, several or a list as a List. */
function* printObjects(k: Invocation, targets: readonly Target[], printer: ObjectPrinter): Sys<Outcome> {
  const fetched = yield* fetchAll(k, targets);
  const failures = fetched.failures.filter((failure) => !ignorable(k, failure));
  const single = targets.length === 1 && targets[0]?.name !== undefined;
  const found = sortedObjects(fetched.found, k.flags.text('sort-by'));
  if (!found.ok) return found;
  if (single && found.value.length === 0) return together(failures);
  if (!single && found.value.length === 0 && failures.length > 0) return together(failures);
  const objects = found.value.map((one) => one.object);
  const text = printer(single ? objects[0] : listOf(objects));
  if (!text.ok) return text;
  yield* k.p.print(text.value);
  return together(failures);
}

function* fetchAll(
  k: Invocation,
  targets: readonly Target[],
): Sys<{ readonly found: readonly Found[]; readonly failures: readonly Failure[] }> {
  const subresource = subresourceOf(k);
  if (subresource === undefined) return yield* fetchTargets(k, targets);
  const found: Found[] = [];
  const failures: Failure[] = [];
  for (const target of targets) {
    const path = pathOf(target.mapping, target.namespace, target.name, subresource);
    const answer = yield* k.get(path);
    if (!answer.ok) failures.push(prefixed(answer.error, ''));
    else found.push({ ...target, name: target.name ?? '', source: '', object: { ...Object(answer.value) } });
  }
  return { found, failures };
}

/** Several objects as one, as kubectl shows them. */
export function listOf(objects: readonly unknown[]): unknown {
  return { apiVersion: 'v1', items: objects, kind: 'List', metadata: { resourceVersion: '' } };
}
