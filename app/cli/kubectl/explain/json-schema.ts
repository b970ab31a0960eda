import { attempt } from '../../../base/attempt.ts';
import { fieldsAt, isFields, listAt, textAt, type Fields } from '../unstructured.ts';
import type { Schemas } from './schema.ts';

/**
 * The schemas of the one JSON schema that the editor checks manifests with, named and marked as those of an OpenAPI
 * document. Undefined for a text that is none.
 */
export function schemasOfText(text: string): Schemas | undefined {
  const parsed = attempt<unknown>(() => JSON.parse(text));
  if (!parsed.ok) return undefined;
  const definitions = fieldsAt(parsed.value, 'definitions');
  return Object.fromEntries(
    Object.entries(definitions).map(([name, schema]) => [`${name}.${shortName(name)}`, converted(schema)]),
  );
}

/** `CoreV1ServicePort` is called ServicePort. */
function shortName(name: string): string {
  return name.replace(/^(?:.*?V\d+|ApiResource|UtilIntstr)(?=[A-Z])/, '');
}

/** References carry the short name too; what only the kinds' own manifests need is left out. */
function converted(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(converted);
  if (!isFields(schema)) return schema;
  const reference = textAt(schema, '$ref').split('/').at(-1) ?? '';
  if (reference !== '') return { $ref: `${reference}.${shortName(reference)}` };
  const out: Record<string, unknown> = {};
  for (const [key, part] of Object.entries(schema)) {
    if (key === 'enum') out[key] = listAt(schema, key).filter((value) => value !== '');
    else if (key === 'type' && Array.isArray(part))
      Object.assign(out, typeOf(part.filter((one) => one !== 'null')));
    else out[key] = converted(part);
  }
  return { ...out, ...kindMark(schema) };
}

/** One type by its name; several are a choice. */
function typeOf(types: readonly unknown[]): Fields {
  return types.length === 1 ? { type: types[0] } : { oneOf: types };
}

/** A kind says itself what it is; unlike in a file, its name is no field that has to be there. */
function kindMark(schema: Fields): Fields {
  const kind = textAt(schema, 'properties', 'kind', 'const');
  if (kind === '') return {};
  const words = textAt(schema, 'properties', 'apiVersion', 'const').split('/');
  const version = words.pop() ?? '';
  const required = listAt(schema, 'required').filter((name) => name !== 'apiVersion' && name !== 'kind');
  return {
    required,
    'x-kubernetes-group-version-kind': [{ group: words[0] ?? '', version, kind }],
  };
}
