import { bad, good, type Result } from '../../../base/result.ts';
import { OBJECT_FORMATS, TABLE_FORMATS } from '../flag-sets.ts';
import { goJson } from '../go/json.ts';
import type { Failure } from '../failure.ts';
import type { Invocation } from '../invocation.ts';
import { at, isFields, listAt, withoutAt, type Fields } from '../unstructured.ts';
import { goTemplatePrinter } from './go-template/printer.ts';
import { customColumnsFilePrinter, customColumnsPrinter } from './custom-columns.ts';
import { jsonPathPrinter } from './jsonpath/printer.ts';
import { printKyaml } from './kyaml.ts';
import { isList, nameWord } from './name.ts';
import { printYaml } from './yaml.ts';

/** Whether keys are printed in order, or as a typed Go struct has them. */
export type KeyOrder = 'sorted' | 'as they stand';

/** Prints one object after another; YAML documents are separated from the second on. */
export type ObjectPrinter = (object: unknown, keys?: KeyOrder) => Result<string, Failure>;

/** What -o asks for: `table` is no format of an object. */
export interface OutputFormat {
  readonly name: string;
  /** What follows `=` in `-o jsonpath=…`, or --template. */
  readonly template: string;
}

/** Takes -o apart. `-o jsonpath=X`, `-o jsonpath --template=X`, and --template alone. */
export function outputFormat(k: Invocation): OutputFormat {
  const output = k.flags.text('output');
  const equals = output.indexOf('=');
  const name = equals === -1 ? output : output.slice(0, equals);
  const template = k.flags.has('template') ? k.flags.text('template') : '';
  if (name === '') return template === '' ? { name: '', template: '' } : { name: 'go-template', template };
  const takesTemplate = /^(go-template|template|templatefile|jsonpath|custom-columns)/.test(name);
  if (!takesTemplate) return { name: output, template: '' };
  return { name, template: equals === -1 ? template : output.slice(equals + 1) };
}

const WHOLE_OBJECTS: ReadonlySet<string> = new Set(['yaml', 'json', 'kyaml']);

/** The printer of a command's -o, for objects; tables are printed elsewhere. Templates see the owners of fields too. */
export function objectPrinter(k: Invocation, tables = false): Result<ObjectPrinter> {
  const format = outputFormat(k);
  const printer = printerOf(k, format, tables);
  if (!printer.ok) return printer;
  const shown = k.flags.has('show-managed-fields') && k.flags.bool('show-managed-fields');
  if (shown || !WHOLE_OBJECTS.has(format.name)) return printer;
  const print = printer.value;
  return good((object, keys) => print(withoutManagedFields(object), keys));
}

function printerOf(k: Invocation, format: OutputFormat, tables: boolean): Result<ObjectPrinter> {
  switch (format.name) {
    case 'yaml':
      return good(yamlPrinter());
    case 'json':
      return good((object, keys = 'sorted') => good(`${goJson(object, { indent: 4, keys })}\n`));
    case 'kyaml':
      return good((object, keys = 'sorted') => good(printKyaml(object, keys)));
    case 'name':
      return good((object) => good(namesOf(object)));
    case 'go-template':
    case 'template':
      return templatePrinter(k, format.template);
    case 'go-template-file':
    case 'templatefile':
      return fromFile(k, format, (text) => templatePrinter(k, text));
    case 'jsonpath':
    case 'jsonpath-as-json':
    case 'jsonpath-file':
      return pathPrinter(k, format);
    case 'custom-columns':
    case 'custom-columns-file':
      return tables ? columnsPrinter(k, format) : unknownFormat(k, tables);
    default:
      return unknownFormat(k, tables);
  }
}

function yamlPrinter(): ObjectPrinter {
  let printed = 0;
  return (object) => {
    printed++;
    return good((printed > 1 ? '---\n' : '') + printYaml(object));
  };
}

function pathPrinter(k: Invocation, format: OutputFormat): Result<ObjectPrinter> {
  const make = (template: string): Result<ObjectPrinter> =>
    jsonPathPrinter(template, {
      asJson: format.name === 'jsonpath-as-json',
      allowMissing: k.flags.bool('allow-missing-template-keys'),
    });
  if (format.name === 'jsonpath-file') return fromFile(k, format, make);
  return format.template === ''
    ? bad('template format specified but no template given')
    : make(format.template);
}

function templatePrinter(k: Invocation, template: string): Result<ObjectPrinter> {
  if (template === '') return bad('template format specified but no template given');
  return goTemplatePrinter(template, k.flags.bool('allow-missing-template-keys'));
}

function columnsPrinter(k: Invocation, format: OutputFormat): Result<ObjectPrinter> {
  const headers = !k.flags.bool('no-headers');
  if (format.name === 'custom-columns') return customColumnsPrinter(format.template, headers);
  if (format.template === '') return bad('custom-columns format specified but no custom columns given');
  const text = k.p.fs.readText(format.template);
  return text.ok
    ? customColumnsFilePrinter(text.value, headers)
    : bad(`error reading template ${format.template}, open ${format.template}: no such file or directory`);
}

function fromFile(
  k: Invocation,
  format: OutputFormat,
  make: (template: string) => Result<ObjectPrinter>,
): Result<ObjectPrinter> {
  if (format.template === '') return bad('template format specified but no template given');
  const text = k.p.fs.readText(format.template);
  if (!text.ok) {
    return bad(
      `error reading --template ${format.template}, open ${format.template}: no such file or directory`,
    );
  }
  return make(text.value);
}

function unknownFormat(k: Invocation, tables: boolean): Result<ObjectPrinter> {
  const allowed = [...OBJECT_FORMATS, ...(tables ? TABLE_FORMATS : [])].toSorted().join(',');
  return bad(
    `unable to match a printer suitable for the output format "${k.flags.text('output')}", allowed formats are: ${allowed}`,
  );
}

function namesOf(object: unknown): string {
  const objects = isList(object) ? listAt(object, 'items') : [object];
  return objects.map((one) => `${nameWord(one)}\n`).join('');
}

/** Fields managers are shown only on request. */
export function withoutManagedFields(object: unknown): unknown {
  if (!isFields(object)) return object;
  const bare = clean(object);
  if (!Array.isArray(bare['items'])) return bare;
  return { ...bare, items: listAt(bare, 'items').map((item) => (isFields(item) ? clean(item) : item)) };
}

function clean(object: Fields): Fields {
  return at(object, 'metadata', 'managedFields') === undefined
    ? object
    : withoutAt(object, 'metadata', 'managedFields');
}
