import { good, type Result } from '../../../base/result.ts';
import type { Table, TableRow } from '../../../kube/client.ts';
import { exitWith, type Failure } from '../failure.ts';
import { byNaturalOrder } from '../go/natural-order.ts';
import { byCodePoint } from '../go/json.ts';
import { relaxedPath } from '../print/custom-columns.ts';
import { evaluateJsonPath } from '../print/jsonpath/evaluate.ts';
import { parseJsonPath } from '../print/jsonpath/parse.ts';
import type { Found } from '../resource/builder.ts';
import { at, scalarText } from '../unstructured.ts';

/** Rows of a table in the order of --sort-by; none when no row has the field, as the real client behaves. */
export function sortedRows(table: Table, field: string): readonly TableRow[] {
  if (field === '') return table.rows;
  const values = fieldValues(
    table.rows.map((row) => row.object),
    field,
  );
  if (values === undefined || values.every((value) => value === undefined)) return [];
  return permuted(table.rows, values);
}

/** Objects in the order of --sort-by. */
export function sortedObjects(found: readonly Found[], field: string): Result<readonly Found[], Failure> {
  if (field === '') return good(found);
  const values = fieldValues(
    found.map((one) => one.object),
    field,
  );
  if (values === undefined) return good(found);
  const odd = values.find((value) => typeof value === 'object' && value !== null);
  if (odd !== undefined) return exitWith(1, unsortable(field));
  return good(permuted(found, values));
}

function unsortable(field: string): string {
  const path = relaxedPath(field);
  return (
    `F0101 00:00:00.000000       1 sorter.go:329] Field ${path.ok ? path.value : field} in ` +
    '*unstructured.Unstructured is an unsortable type: interface, err: unsortable type: map[string]interface {}'
  );
}

function fieldValues(objects: readonly unknown[], field: string): readonly unknown[] | undefined {
  const path = relaxedPath(field);
  const nodes = path.ok ? parseJsonPath(path.value) : path;
  if (!nodes.ok) return undefined;
  return objects.map((object) => {
    const found = evaluateJsonPath(nodes.value, object);
    return found.ok ? at(found.value, 0, 0) : undefined;
  });
}

/**
 * Sorts as Go's sort does with short lists, by insertion. An item without the field goes before every other, so those
 * without it come out in reverse.
 */
function permuted<Item>(items: readonly Item[], values: readonly unknown[]): readonly Item[] {
  const order: { readonly item: Item; readonly value: unknown }[] = [];
  items.forEach((item, index) => {
    const entry = { item, value: values[index] };
    let place = order.length;
    while (place > 0 && comesBefore(entry.value, order[place - 1]?.value)) place--;
    order.splice(place, 0, entry);
  });
  return order.map(({ item }) => item);
}

function comesBefore(a: unknown, b: unknown): boolean {
  if (a === undefined || a === null) return true;
  return compare(a, b) < 0;
}

/** Missing first; numbers by value, quantities and times by what they mean, texts in natural order. */
function compare(a: unknown, b: unknown): number {
  if (a === undefined || a === null) return b === undefined || b === null ? 0 : -1;
  if (b === undefined || b === null) return 1;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b);
  return byCodePoint(scalarText(a), scalarText(b));
}

function compareTexts(a: string, b: string): number {
  const [x, y] = [quantity(a), quantity(b)];
  if (x !== undefined && y !== undefined) return x - y;
  return byNaturalOrder(a, b);
}

const SCALES: Readonly<Record<string, number>> = {
  '': 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 1024,
  Mi: 1024 * 1024,
  Gi: 1024 * 1024 * 1024,
  Ti: 1024 * 1024 * 1024 * 1024,
};

function quantity(text: string): number | undefined {
  const found = /^([-+]?\d+(?:\.\d+)?)([a-zA-Z]{0,2})$/.exec(text);
  const scale = SCALES[found?.[2] ?? 'none'];
  return found === null || scale === undefined ? undefined : Number(found[1]) * scale;
}
