import { good, type Result } from '../../../base/result.ts';
import type { Sys } from '../../../linux/process/program.ts';
import type { Command } from '../command.ts';
import { plaintextOfOpenApiV2 } from '../explain/openapi-v2.ts';
import { plaintext } from '../explain/plaintext.ts';
import { fieldSchema, resolve, type Schemas } from '../explain/schema.ts';
import { exitWith, failed, type Failure, type Outcome } from '../failure.ts';
import type { Invocation } from '../invocation.ts';
import { findMapping, resourceText, type Mapping } from '../resource/mapping.ts';
import { fieldsAt, listAt, textAt } from '../unstructured.ts';

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
    return yield* show(k, mapping.value, schemas.value, path, output);
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
  return answer.ok ? good(fieldsAt(answer.value, 'components', 'schemas')) : answer;
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
  output: string,
): Sys<Outcome> {
  let schema = kindSchema(schemas, mapping);
  if (schema === undefined) return failed(`GVR (${resourceText(mapping)}) not found in OpenAPI schema`);
  if (output === 'plaintext') yield* k.p.print(head(mapping));
  for (const name of path) {
    schema = fieldSchema(schemas, resolve(schemas, schema), name);
    if (schema === undefined) return failed(`field "${name}" does not exist`);
  }
  const explained = { schemas, schema, field: path.at(-1), recursive: k.flags.bool('recursive') };
  yield* k.p.print(output === 'plaintext' ? plaintext(explained) : plaintextOfOpenApiV2(mapping, explained));
  return good(undefined);
}

function head({ group, kind, version }: Mapping): string {
  return `${group === '' ? '' : `GROUP:      ${group}\n`}KIND:       ${kind}\nVERSION:    ${version}\n\n`;
}
