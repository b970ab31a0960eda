import { good } from '../../../base/result.ts';
import { usageFailure, type Command } from '../command.ts';
import { failed } from '../failure.ts';
import { byCodePoint, goJson } from '../go/json.ts';
import type { Invocation } from '../invocation.ts';
import { printKyaml } from '../print/kyaml.ts';
import { alignTabs, TABLE_STOPS } from '../print/tab-writer.ts';
import { printYaml } from '../print/yaml.ts';
import { apiVersionOf, type Mapping } from '../resource/mapping.ts';

const FORMATS = ['', 'json', 'kyaml', 'name', 'wide', 'yaml'];

/** `kubectl api-resources`. */
export const apiResources: Command = {
  name: 'api-resources',
  short: 'Print the supported API resources on the server',
  long: 'List the types of resources that the server serves.',
  examples: [
    '# All of them',
    'kubectl api-resources',
    '',
    '# Those of one group',
    'kubectl api-resources --api-group=apps',
  ],
  use: '[flags] [options]',
  flags: [
    { name: 'api-group', kind: 'string', usage: 'Only this group.' },
    { name: 'cached', kind: 'bool', usage: 'Take what is cached.' },
    { name: 'categories', kind: 'list', usage: 'Only these categories.' },
    {
      name: 'namespaced',
      kind: 'bool',
      default: 'true',
      usage: 'Only types that live in namespaces, or only those that do not.',
    },
    { name: 'no-headers', kind: 'bool', usage: 'Leave the header line out.' },
    {
      name: 'output',
      short: 'o',
      kind: 'string',
      usage: 'Output format. One of: (json, yaml, kyaml, name, wide).',
      values: FORMATS.slice(1),
    },
    { name: 'show-managed-fields', kind: 'bool', usage: 'Keep managedFields in JSON and YAML output.' },
    { name: 'sort-by', kind: 'string', usage: 'name or kind.', values: ['name', 'kind'] },
    { name: 'verbs', kind: 'list', usage: 'Only types that can do all of these.' },
  ],
  *run(k) {
    if (k.args.length > 0) return usageFailure(k, `unexpected arguments: [${k.args.join(' ')}]`);
    const output = k.flags.text('output');
    if (!FORMATS.includes(output)) {
      return failed(
        `unable to match a printer suitable for the output format "${output}", allowed formats are: ${FORMATS.slice(1).join(',')}`,
      );
    }
    const sortBy = k.flags.text('sort-by');
    if (!['', 'name', 'kind'].includes(sortBy)) return failed('--sort-by accepts only name or kind');
    const mapper = yield* k.mapper();
    if (!mapper.ok) return mapper;
    const chosen = sorted(
      preferred(mapper.value).filter((one) => wanted(k, one)),
      sortBy,
    );
    yield* k.p.print(textOf(k, chosen, output));
    return good(undefined);
  },
};

/** A resource is listed once for its group, in the version that the server prefers. */
function preferred(mapper: readonly Mapping[]): readonly Mapping[] {
  return mapper.filter(
    (one, at) => mapper.findIndex((other) => other.plural === one.plural && other.group === one.group) === at,
  );
}

function wanted(k: Invocation, mapping: Mapping): boolean {
  if (mapping.verbs.length === 0) return false;
  if (k.flags.changed('api-group') && mapping.group !== k.flags.text('api-group')) return false;
  if (k.flags.changed('namespaced') && mapping.namespaced !== k.flags.bool('namespaced')) return false;
  return (
    k.flags.list('verbs').every((verb) => mapping.verbs.includes(verb)) &&
    k.flags.list('categories').every((category) => mapping.categories.includes(category))
  );
}

function sorted(mappings: readonly Mapping[], sortBy: string): readonly Mapping[] {
  if (sortBy === 'name') return mappings.toSorted((a, b) => byCodePoint(a.plural, b.plural));
  if (sortBy === 'kind') return mappings.toSorted((a, b) => byCodePoint(a.kind, b.kind));
  return mappings.toSorted((a, b) => byCodePoint(a.group, b.group) || byCodePoint(a.plural, b.plural));
}

function textOf(k: Invocation, mappings: readonly Mapping[], output: string): string {
  if (output === 'name') {
    return mappings.map((one) => `${one.plural}${one.group === '' ? '' : `.${one.group}`}\n`).join('');
  }
  if (output === '' || output === 'wide') return tableOf(k, mappings, output === 'wide');
  const list = {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: '',
    resources: mappings.map(resourceOf),
  };
  if (output === 'yaml') return printYaml(list);
  return output === 'kyaml' ? printKyaml(list) : `${goJson(list, { indent: 4, keys: 'as they stand' })}\n`;
}

function resourceOf(one: Mapping): Readonly<Record<string, unknown>> {
  return {
    name: one.plural,
    singularName: one.singular,
    namespaced: one.namespaced,
    ...(one.group === '' ? {} : { group: one.group }),
    version: one.version,
    kind: one.kind,
    verbs: one.verbs,
    ...(one.shortNames.length > 0 ? { shortNames: one.shortNames } : {}),
    ...(one.categories.length > 0 ? { categories: one.categories } : {}),
  };
}

function tableOf(k: Invocation, mappings: readonly Mapping[], wide: boolean): string {
  const header = [
    'NAME',
    'SHORTNAMES',
    'APIVERSION',
    'NAMESPACED',
    'KIND',
    ...(wide ? ['VERBS', 'CATEGORIES'] : []),
  ];
  const rows = mappings.map((one) => [
    one.plural,
    one.shortNames.join(','),
    apiVersionOf(one),
    String(one.namespaced),
    one.kind,
    ...(wide ? [one.verbs.join(','), one.categories.join(',')] : []),
  ]);
  const lines = k.flags.bool('no-headers') ? rows : [header, ...rows];
  return lines.length === 0
    ? ''
    : `${alignTabs(lines.map((line) => line.join('\t')).join('\n'), TABLE_STOPS)}\n`;
}
