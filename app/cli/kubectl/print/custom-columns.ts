import { bad, good, type Result } from '../../../base/result.ts';
import { failed, type Failure } from '../failure.ts';
import { goValue } from '../go/format.ts';
import { listAt } from '../unstructured.ts';
import { evaluateJsonPath } from './jsonpath/evaluate.ts';
import type { PathNode } from './jsonpath/node.ts';
import { parseJsonPath } from './jsonpath/parse.ts';
import { isList } from './name.ts';
import { alignTabs, TABLE_STOPS } from './tab-writer.ts';
import type { TemplatePrinter } from './jsonpath/printer.ts';

interface Column {
  readonly header: string;
  readonly path: readonly PathNode[];
}

/** Makes the printer of `-o custom-columns=HEADER:PATH,…`. */
export function customColumnsPrinter(spec: string, headers: boolean): Result<TemplatePrinter> {
  if (spec === '') return bad('custom-columns format specified but no custom columns given');
  const columns: Column[] = [];
  for (const part of spec.split(',')) {
    const colon = part.indexOf(':');
    if (colon === -1 || colon === part.length - 1 || part.indexOf(':', colon + 1) !== -1) {
      return bad(`unexpected custom-columns spec: ${part}, expected <header>:<json-path-expr>`);
    }
    const column = columnOf(part.slice(0, colon), part.slice(colon + 1));
    if (!column.ok) return column;
    columns.push(column.value);
  }
  return good((object) => printColumns(columns, object, headers));
}

/** Makes the printer of `-o custom-columns-file`: a line of headers and a line of paths, separated by blanks. */
export function customColumnsFilePrinter(text: string, headers: boolean): Result<TemplatePrinter> {
  const [names = '', paths = ''] = text.split('\n');
  const split = (line: string): readonly string[] => line.split(/\s+/).filter((word) => word !== '');
  const [heads, specs] = [split(names), split(paths)];
  if (heads.length !== specs.length) {
    return bad(`number of headers (${heads.length}) and field specifications (${specs.length}) don't match`);
  }
  const columns: Column[] = [];
  for (const [at, header] of heads.entries()) {
    const column = columnOf(header, specs[at] ?? '');
    if (!column.ok) return column;
    columns.push(column.value);
  }
  return good((object) => printColumns(columns, object, headers));
}

function columnOf(header: string, path: string): Result<Column> {
  const relaxed = relaxedPath(path);
  if (!relaxed.ok) return relaxed;
  const nodes = parseJsonPath(relaxed.value);
  return nodes.ok ? good({ header, path: nodes.value }) : nodes;
}

/**
 * A path with its braces and leading point, which columns and --sort-by may leave out.
 * @upstream kubectl get RelaxedJSONPathExpression
 */
export function relaxedPath(path: string): Result<string> {
  if (path === '') return good('');
  const braced = /^\{(.*)\}$/s.exec(path);
  const bare = braced?.[1] ?? path;
  if (/[{}]/.test(bare)) {
    return bad(
      "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'",
    );
  }
  return good(
    bare.startsWith('.') || bare.startsWith('[') || bare.startsWith('@') ? `{${bare}}` : `{.${bare}}`,
  );
}

function printColumns(
  columns: readonly Column[],
  object: unknown,
  headers: boolean,
): Result<string, Failure> {
  const lines = headers ? [columns.map((column) => column.header).join('\t')] : [];
  for (const item of isList(object) || listAt(object, 'items').length > 0
    ? listAt(object, 'items')
    : [object]) {
    const cells: string[] = [];
    for (const column of columns) {
      const found = evaluateJsonPath(column.path, item);
      if (!found.ok) return failed(found.error);
      const values = found.value.flat();
      cells.push(values.length === 0 ? '<none>' : values.map(goValue).join(','));
    }
    lines.push(cells.join('\t'));
  }
  return good(lines.length === 0 ? '' : `${alignTabs(lines.join('\n'), TABLE_STOPS)}\n`);
}
