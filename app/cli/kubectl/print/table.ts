import type { Table, TableRow } from '../../../kube/client.ts';
import { floatText } from '../go/number.ts';
import { fieldsAt, stringEntries, scalarText } from '../unstructured.ts';

/** How rows of a server-side table become lines. */
export interface TableOptions {
  readonly wide: boolean;
  readonly withNamespace: boolean;
  readonly showLabels: boolean;
  readonly labelColumns: readonly string[];
  /** Put before the name: `pod/`, `deployment.apps/`. */
  readonly kindPrefix: string;
}

/**
 * The header and the rows of a table as cells, before alignment.
 * @upstream cli-runtime pkg/printers/tableprinter.go
 */
export function tableCells(
  table: Table,
  options: TableOptions,
  rows: readonly TableRow[] = table.rows,
): { readonly header: readonly string[]; readonly rows: readonly (readonly string[])[] } {
  const definitions = table.columnDefinitions ?? [];
  const shown = definitions.map((column) => options.wide || column.priority === 0);
  const names = definitions.filter((_, at) => shown[at]).map((column) => column.name.toUpperCase());
  const nameAt = definitions.findIndex((column) => column.name.toUpperCase() === 'NAME');
  return {
    header: [
      ...(options.withNamespace ? ['NAMESPACE'] : []),
      ...names,
      ...options.labelColumns.map(labelHeader),
      ...(options.showLabels ? ['LABELS'] : []),
    ],
    rows: rows.map((row) => {
      const cells = row.cells.flatMap((cell, at) => {
        if (shown[at] !== true) return [];
        return [`${at === nameAt ? options.kindPrefix : ''}${cellText(cell)}`];
      });
      return rowCells(row, cells, options);
    }),
  };
}

function rowCells(row: TableRow, cells: readonly string[], options: TableOptions): readonly string[] {
  const metadata = fieldsAt(row.object, 'metadata');
  const labels = stringEntries(metadata, 'labels');
  const namespace = metadata['namespace'];
  return [
    ...(options.withNamespace ? [typeof namespace === 'string' ? namespace : ''] : []),
    ...cells,
    ...options.labelColumns.map((name) => labels.find(([key]) => key === name)?.[1] ?? ''),
    ...(options.showLabels ? [labelsText(labels)] : []),
  ].map(oneLine);
}

function cellText(cell: unknown): string {
  return typeof cell === 'number' ? floatText(cell) : scalarText(cell);
}

/** A cell with a line feed is cut. */
function oneLine(cell: string): string {
  const feed = cell.search(/[\n\r\f]/);
  return feed === -1 ? cell : `${cell.slice(0, feed)}...`;
}

/** `example.com/app` becomes APP. */
function labelHeader(label: string): string {
  return (label.split('/').at(-1) ?? label).toUpperCase();
}

function labelsText(labels: readonly [string, string][]): string {
  return labels.length === 0 ? '<none>' : labels.map(([key, value]) => `${key}=${value}`).join(',');
}
