import { apiVersionOf, type Mapping } from '../resource/mapping.ts';
import { byCodePoint } from '../go/json.ts';
import { at, fieldsAt, isFields, listAt, textAt, type Fields } from '../unstructured.ts';
import type { Explained } from './plaintext.ts';
import { resolve, through, type Schemas } from './schema.ts';
import { wrapped } from './text.ts';

const WIDTH = 80;

/**
 * The same in the form of older kubectls (`--output=plaintext-openapiv2`).
 * @upstream kubectl/pkg/explain model_printer.go, fields_printer.go, recursive_fields_printer.go
 */
export function plaintextOfOpenApiV2(mapping: Mapping, explained: Explained): string {
  const { schemas, schema, field, recursive } = explained;
  const below = through(schemas, schema);
  const hasFields = isFields(below['properties']);
  const head = `KIND:     ${mapping.kind}\nVERSION:  ${apiVersionOf(mapping)}\n\n`;
  const type = typeNameV2(schemas, schema);
  const named = field === undefined ? '' : `${hasFields ? 'RESOURCE:' : 'FIELD:   '} ${field} <${type}>\n\n`;
  const texts = descriptions(schemas, schema);
  const described =
    texts.length === 0 ? '     <empty>\n' : texts.map((text) => paragraph(text, 5)).join('\n');
  const fields = hasFields ? `\nFIELDS:\n${fieldLines(schemas, below, recursive, 3, [])}` : '';
  return `${head}${named}DESCRIPTION:\n${described}${fields}`;
}

/** Types are called by their shape: objects are all Object. */
function typeNameV2(schemas: Schemas, schema: unknown): string {
  const target = resolve(schemas, schema);
  if (textAt(target, 'type') === 'array') return `[]${typeNameV2(schemas, target['items'])}`;
  const values = target['additionalProperties'];
  if (isFields(values)) return `map[string]${typeNameV2(schemas, values)}`;
  if (isFields(target['properties'])) return 'Object';
  if (target['oneOf'] !== undefined) return 'string';
  return textAt(target, 'type') === 'object' ? 'map[string]' : textAt(target, 'type') || 'string';
}

function descriptions(schemas: Schemas, schema: unknown): readonly string[] {
  const target = resolve(schemas, schema);
  const inner = at(target, 'items') ?? at(target, 'additionalProperties');
  const own = [textAt(schema, 'description'), target === schema ? '' : textAt(target, 'description')];
  return [...own, ...(inner === undefined ? [] : descriptions(schemas, inner))].filter((text) => text !== '');
}

function fieldLines(
  schemas: Schemas,
  schema: Fields,
  recursive: boolean,
  margin: number,
  above: readonly string[],
): string {
  const required = listAt(schema, 'required');
  return Object.entries(fieldsAt(schema, 'properties'))
    .toSorted(([a], [b]) => byCodePoint(a, b))
    .map(([name, field]) => {
      const mark = required.includes(name) ? ' -required-' : '';
      const head = `${' '.repeat(margin)}${name}\t<${typeNameV2(schemas, field)}>${mark}\n`;
      const text = textAt(field, 'description');
      if (!recursive) return `${head}${text === '' ? '' : paragraph(text, margin + 2)}\n`;
      const inner = through(schemas, field);
      const type = textAt(inner, 'x-name');
      const nested = isFields(inner['properties']) && !above.includes(type);
      return head + (nested ? fieldLines(schemas, inner, true, margin + 3, [...above, type]) : '');
    })
    .join('');
}

function paragraph(text: string, margin: number): string {
  return wrapped(text, WIDTH - margin)
    .map((line) => `${' '.repeat(margin)}${line}\n`)
    .join('');
}
