import { byCodePoint } from '../go/json.ts';
import { at, fieldsAt, listAt, textAt, type Fields } from '../unstructured.ts';
import { resolve, through, typeName, type Schemas } from './schema.ts';
import { wrapped } from './text.ts';

const WIDTH = 76;
const MARGIN = '    ';

/** What is to be explained: a kind, or one of its fields. */
export interface Explained {
  readonly schemas: Schemas;
  readonly schema: unknown;
  /** Name of the field; undefined for the kind itself. */
  readonly field: string | undefined;
  readonly recursive: boolean;
}

/**
 * The description of a kind or field and the fields below.
 * @upstream kubectl/pkg/explain/v2/templates/plaintext.tmpl
 */
export function plaintext({ schemas, schema, field, recursive }: Explained): string {
  const below = through(schemas, schema);
  const descriptions = descriptionsOf(schemas, schema);
  const described =
    descriptions.length === 0
      ? `${MARGIN}<empty>\n`
      : `${descriptions.map((text) => `${indented(text)}\n`).join('')}${MARGIN}\n`;
  const fields = fieldLines(schemas, below, recursive, '  ', []);
  const head = field === undefined ? '' : fieldHead(schemas, field, schema);
  return `${head}DESCRIPTION:\n${described}${fields === '' ? '' : `FIELDS:\n${fields}`}\n`;
}

/** What is said of the field and of the types it leads to, through lists and maps. */
function descriptionsOf(schemas: Schemas, schema: unknown): readonly string[] {
  const own = textAt(schema, 'description');
  const target = resolve(schemas, schema);
  const items = at(target, 'items') ?? at(target, 'additionalProperties');
  const type = target === schema ? '' : textAt(target, 'description');
  const below = items === undefined ? [] : descriptionsOf(schemas, items);
  return [own, type, ...below].filter((text) => text !== '');
}

function fieldHead(schemas: Schemas, name: string, schema: unknown): string {
  const values = enumeration(schema);
  const listed =
    values.length === 0 ? '\n' : `ENUM:\n${values.map((value) => `${MARGIN}${value}\n`).join('')}`;
  return `FIELD: ${name} <${typeName(schemas, schema)}>\n${listed}\n`;
}

function enumeration(schema: unknown): readonly string[] {
  return listAt(schema, 'enum')
    .map((value) => (value === '' ? '""' : String(value)))
    .toSorted(byCodePoint);
}

/** Lists of fields name four values at most. */
function shortened(values: readonly string[]): string {
  return values.length > 4 ? `${values.slice(0, 4).join(', ')}, ....` : values.join(', ');
}

/** Fields in order; recursion stops where a type contains itself. */
function fieldLines(
  schemas: Schemas,
  schema: Fields,
  recursive: boolean,
  margin: string,
  above: readonly string[],
): string {
  const required = listAt(schema, 'required');
  const properties = Object.entries(fieldsAt(schema, 'properties'));
  const lines = properties
    .toSorted(([a], [b]) => byCodePoint(a, b))
    .map(([name, field]) => {
      const mark = required.includes(name) ? ' -required-' : '';
      const values = enumeration(field);
      const head =
        `${margin}${name}\t<${typeName(schemas, field)}>${mark}\n` +
        (values.length > 0 ? `${margin}enum: ${shortened(values)}\n` : '');
      if (!recursive) return `${head}${indented(textAt(field, 'description') || '<no description>')}\n\n`;
      const inner = through(schemas, field);
      const type = textAt(inner, 'x-name');
      const nested = at(inner, 'properties') !== undefined && !above.includes(type);
      return head + (nested ? fieldLines(schemas, inner, true, `${margin}  `, [...above, type]) : '');
    });
  return lines.join('');
}

function indented(text: string): string {
  return wrapped(text, WIDTH)
    .map((line) => `${MARGIN}${line}`)
    .join('\n');
}
