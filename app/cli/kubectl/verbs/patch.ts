import { attempt } from '../../../base/attempt.ts';
import { bad, good, type Result } from '../../../base/result.ts';
import type { Sys } from '../../../linux/process/program.ts';
import { same } from '../apply/three-way.ts';
import type { Command } from '../command.ts';
import { dryRunAndPrinter, dryRunQuery, type DryRun, type ResultPrinter } from '../dry-run.ts';
import { failed, type Outcome } from '../failure.ts';
import {
  DRY_RUN_FLAG,
  fieldManagerFlag,
  fileFlags,
  LOCAL_FLAG,
  printFlags,
  SUBRESOURCE_FLAG,
} from '../flag-sets.ts';
import type { Invocation } from '../invocation.ts';
import { eachObject, findObjects } from '../object/found.ts';
import { patched } from '../object/overrides.ts';
import type { Found } from '../resource/builder.ts';
import { pathOf } from '../resource/mapping.ts';
import { parseYaml } from '../resource/yaml-decode.ts';
import { isFields } from '../unstructured.ts';

const TYPES: Readonly<Record<string, string>> = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
};

/** `kubectl patch`: changes some fields. */
export const patch: Command = {
  name: 'patch',
  short: 'Update fields of a resource',
  long: 'Change some fields of an object by a strategic merge patch, a JSON merge patch or a JSON patch.\n\n JSON and YAML are understood.',
  examples: [
    '# By a strategic merge patch: lists merge by their keys',
    `kubectl patch svc my-nginx -p '{"spec":{"type":"NodePort"}}'`,
    '',
    '# By a JSON patch',
    `kubectl patch deployment web --type=json -p='[{"op":"replace","path":"/spec/replicas","value":3}]'`,
  ],
  use: '(-f FILENAME | TYPE NAME) [-p PATCH|--patch-file FILE] [options]',
  takes: 'resources',
  flags: [
    ...fileFlags('what to patch'),
    ...printFlags(),
    DRY_RUN_FLAG,
    fieldManagerFlag('kubectl-patch'),
    LOCAL_FLAG,
    SUBRESOURCE_FLAG,
    { name: 'patch', short: 'p', kind: 'string', usage: 'The patch.' },
    { name: 'patch-file', kind: 'string', usage: 'A file with the patch.', offers: 'files' },
    {
      name: 'type',
      kind: 'string',
      default: 'strategic',
      usage: 'json, merge or strategic.',
      values: Object.keys(TYPES),
    },
  ],
  *run(k) {
    const text = patchText(k);
    if (!text.ok) return failed(text.error);
    const type = k.flags.text('type');
    if (TYPES[type] === undefined)
      return failed(`--type must be one of [json merge strategic], not "${type}"`);
    const setup = yield* dryRunAndPrinter(k);
    if (!setup.ok) return setup;
    const body = patchBody(text.value);
    if (!body.ok) return failed(`unable to parse ${JSON.stringify(text.value)}: ${body.error}`);
    const local = k.flags.bool('local');
    const objects = yield* findObjects(
      k,
      { args: k.args, files: k.flags.list('filename'), recursive: k.flags.bool('recursive') },
      local,
    );
    if (!objects.ok) return objects;
    return yield* eachObject(objects.value, (found) =>
      local || setup.value.dryRun === 'client'
        ? patchHere(k, found, body.value, type, setup.value.printer)
        : patchThere(k, found, body.value, type, setup.value.dryRun, setup.value.printer),
    );
  },
};

function patchText(k: Invocation): Result<string> {
  const [given, file] = [k.flags.text('patch'), k.flags.text('patch-file')];
  if (given !== '' && file !== '') return bad('cannot specify --patch and --patch-file together');
  if (given === '' && file === '')
    return bad('must specify --patch or --patch-file containing the contents of the patch');
  if (file === '') return good(given);
  const read = k.p.fs.readText(file);
  return read.ok ? read : bad(`unable to read patch file: open ${file}: no such file or directory`);
}

/** JSON goes as it is, so that the server finds its faults; everything else is read as YAML. */
function patchBody(text: string): Result<unknown> {
  return text.trimStart().startsWith('{') ? good(text) : parseYaml(text);
}

function* patchThere(
  k: Invocation,
  found: Found,
  body: unknown,
  type: string,
  dryRun: DryRun,
  printer: ResultPrinter,
): Sys<Outcome> {
  const subresource = k.flags.text('subresource');
  const answer = yield* k.call(
    'PATCH',
    pathOf(found.mapping, found.namespace, found.name, subresource === '' ? undefined : subresource),
    {
      query: { ...dryRunQuery(dryRun), fieldManager: k.flags.text('field-manager') },
      contentType: TYPES[type] ?? '',
      body: typeof body === 'string' && !body.trimStart().startsWith('{') ? JSON.stringify(body) : body,
    },
  );
  if (!answer.ok) return answer;
  const unchanged = same(answer.value, found.object);
  return yield* plainPrinter(printer, answer.value, unchanged && dryRun === 'none');
}

function* plainPrinter(printer: ResultPrinter, object: unknown, unchanged: boolean): Sys<Outcome> {
  const operation = unchanged ? 'patched (no change)' : 'patched';
  return yield* printer.printsObjects
    ? printer.print(object, operation)
    : printer.printPlain(object, operation);
}

function* patchHere(
  k: Invocation,
  found: Found,
  body: unknown,
  type: string,
  printer: ResultPrinter,
): Sys<Outcome> {
  const parsed = typeof body === 'string' ? attempt<unknown>(() => JSON.parse(body)) : good(body);
  const complaint = wrongShape(parsed, type);
  if (!parsed.ok || complaint !== undefined) return failed(complaint ?? '');
  const after = patched(found.object, parsed.value, type);
  if (!after.ok) return failed(after.error);
  return yield* plainPrinter(printer, after.value, same(found.object, after.value));
}

/** What the library of each kind of patch says about a document that is none. */
function wrongShape(document: Result<unknown, unknown>, type: string): string | undefined {
  const wanted = document.ok && (type === 'json' ? Array.isArray(document.value) : isFields(document.value));
  if (wanted) return undefined;
  if (type === 'strategic') return 'invalid JSON document';
  if (type === 'merge') return 'Invalid JSON Patch';
  const found = document.ok ? document.value : {};
  const name = isFields(found) ? 'object' : typeof found === 'boolean' ? 'bool' : typeof found;
  return `json: cannot unmarshal ${name} into Go value of type jsonpatch.Patch`;
}
