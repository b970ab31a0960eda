import { good, type Result } from '../../../base/result.ts';
import type { Sys } from '../../../linux/process/program.ts';
import { usageFailure, type Command } from '../command.ts';
import { schemasOfText } from '../explain/json-schema.ts';
import { fieldSchema, resolve, through, typeName, type Schemas } from '../explain/schema.ts';
import { exitWith, failed, type Failure, type Outcome } from '../failure.ts';
import { byCodePoint } from '../go/json.ts';
import type { Invocation } from '../invocation.ts';
import { findMapping, type Mapping } from '../resource/mapping.ts';
import { at, fieldsAt, isFields, listAt, textAt, type Fields } from '../unstructured.ts';

/** `kubectl explain`: the fields of a type. */
export const explain: Command = {
  name: 'explain',
  short: 'Get documentation for a resource',
  long: 'Describe the fields of a type of resource. TYPE.FIELD.FIELD goes into its fields.',
  examples: [
    '# A type',
    'kubectl explain pods',
    '',
    '# One of its fields',
    'kubectl explain service.spec.ports',
    '',
    '# All fields below',
    'kubectl explain deployment.spec --recursive',
  ],
  use: 'TYPE [--recursive=FALSE|TRUE] [--api-version=api-version-group] [-o|--output=plaintext|plaintext-openapiv2] [options]',
  takes: 'types',
  flags: [
    { name: 'api-version', kind: 'string', usage: 'Group and version to take: apps/v1.' },
    {
      name: 'output',
      short: 'o',
      kind: 'string',
      default: 'plaintext',
      usage: 'plaintext or plaintext-openapiv2.',
      values: ['plaintext', 'plaintext-openapiv2'],
    },
    { name: 'recursive', kind: 'bool', usage: 'All fields below, by name and type.' },
  ],
  *run(k) {
    const [word] = k.args;
    if (word === undefined) {
      return failed(
        'You must specify the type of resource to explain. Use "kubectl api-resources" for a complete list of supported resources.',
      );
    }
    if (k.args.length > 1) return failed('We accept only this format: explain RESOURCE');
    const output = k.flags.text('output');
    const [type = '', ...path] = word.split('.');
    if (path.includes('')) return failed('invalid jsonpath syntax, first node must be field node');
    const mapping = yield* mappingOf(k, type);
    if (!mapping.ok) return mapping;
    if (!['plaintext', 'plaintext-openapiv2'].includes(output))
      return failed(`unrecognized format: ${output}`);
    const schemas = yield* schemasOf(k, mapping.value);
    if (!schemas.ok) return schemas;
    return yield* show(k, mapping.value, schemas.value, path, output === 'plaintext' ? '      ' : '    ');
  },
};

function* mappingOf(k: Invocation, type: string): Sys<Result<Mapping, Failure>> {
  const mapper = yield* k.mapper();
  if (!mapper.ok) return mapper;
  const mapping = findMapping(mapper.value, type);
  if (mapping === undefined) return exitWith(1, `the server doesn't have a resource type "${type}"`);
  const wanted = k.flags.text('api-version');
  if (wanted === '') return good(mapping);
  const [group = '', version = ''] = wanted.includes('/') ? wanted.split('/') : ['', wanted];
  const exact = mapper.value.find(
    (one) => one.plural === mapping.plural && one.group === group && one.version === version,
  );
  if (exact !== undefined) return good(exact);
  return failed(`couldn't find resource for "${group}/${version}, Resource=${mapping.plural}"`);
}

function* schemasOf(k: Invocation, mapping: Mapping): Sys<Result<Schemas, Failure>> {
  const path = mapping.group === '' ? `api/${mapping.version}` : `apis/${mapping.group}/${mapping.version}`;
  const answer = yield* k.get(`/openapi/v3/${path}`);
  if (answer.ok) return good(fieldsAt(answer.value, 'components', 'schemas'));
  const schemas = schemasOfText(k.schemaText());
  return schemas === undefined ? failed(`couldn't retrieve schema for ${mapping.kind}`) : good(schemas);
}

function kindSchema(schemas: Schemas, mapping: Mapping): unknown {
  return Object.values(schemas).find((schema) =>
    listAt(schema, 'x-kubernetes-group-version-kind').some(
      (one) =>
        textAt(one, 'group') === mapping.group &&
        textAt(one, 'version') === mapping.version &&
        textAt(one, 'kind') === mapping.kind,
    ),
  );
}

function* show(
  k: Invocation,
  mapping: Mapping,
  schemas: Schemas,
  path: readonly string[],
  pad: string,
): Sys<Outcome> {
  const group = mapping.group === '' ? '' : `GROUP:${pad}${mapping.group}\n`;
  yield* k.p.print(`${group}KIND:${pad} ${mapping.kind}\nVERSION:${pad.slice(2)}${mapping.version}\n\n`);
  let schema: unknown = kindSchema(schemas, mapping);
  if (schema === undefined) return usageFailure(k, `couldn't find schema for ${mapping.kind}`);
  let field: unknown;
  for (const name of path) {
    field = fieldSchema(schemas, isFields(schema) ? resolve(schemas, schema) : {}, name);
    if (field === undefined) return failed(`field "${name}" does not exist`);
    schema = field;
  }
  const name = path.at(-1);
  const described = through(schemas, schema);
  if (name !== undefined) yield* k.p.print(fieldHead(schemas, name, schema));
  yield* k.p.print(`DESCRIPTION:\n    ${descriptionOf(schema, described)}\n    \n`);
  const properties = fieldsAt(described, 'properties');
  if (Object.keys(properties).length > 0) {
    yield* k.p.print(`FIELDS:\n${fieldLines(schemas, described, k.flags.bool('recursive'), '  ', [])}\n`);
  } else yield* k.p.print('\n');
  return good(undefined);
}

function fieldHead(schemas: Schemas, name: string, schema: unknown): string {
  const values = listAt(schema, 'enum').map(String).toSorted(byCodePoint);
  const enumeration =
    values.length === 0 ? '\n' : `ENUM:\n${values.map((value) => `    ${value}\n`).join('')}`;
  return `FIELD: ${name} <${typeName(schemas, schema)}>\n${enumeration}\n`;
}

function descriptionOf(schema: unknown, described: Fields): string {
  return textAt(schema, 'description') || textAt(described, 'description') || '<empty>';
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
  const lines: string[] = [];
  for (const [name, field] of Object.entries(fieldsAt(schema, 'properties')).toSorted(([a], [b]) =>
    byCodePoint(a, b),
  )) {
    const mark = required.includes(name) ? ' -required-' : '';
    lines.push(`${margin}${name}\t<${typeName(schemas, field)}>${mark}\n`);
    if (!recursive) {
      const values = listAt(field, 'enum').map(String).toSorted(byCodePoint);
      if (values.length > 0) lines.push(`${margin}enum: ${values.join(', ')}\n`);
      lines.push(`${margin}  ${descriptionOf(field, resolve(schemas, field))}\n\n`);
      continue;
    }
    const inner = through(schemas, field);
    const type = textAt(inner, 'x-name');
    if (at(inner, 'properties') !== undefined && !above.includes(type)) {
      lines.push(fieldLines(schemas, inner, true, `${margin}  `, [...above, type]));
    }
  }
  return lines.join('');
}
