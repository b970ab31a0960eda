import { good, type Result } from '../../../base/result.ts';
import type { Sys } from '../../../linux/process/program.ts';
import { same } from '../apply/three-way.ts';
import type { Command } from '../command.ts';
import { resultPrinter, type ResultPrinter } from '../dry-run.ts';
import { withReasons, EDIT_HEADER } from '../edit/header.ts';
import { openEditor } from '../edit/editor.ts';
import { exitWith, failed, reportOf, type Failure, type Outcome } from '../failure.ts';
import { fieldManagerFlag, fileFlags, printFlags, VALIDATE_FLAG } from '../flag-sets.ts';
import type { Invocation } from '../invocation.ts';
import { sendChange } from '../object/change.ts';
import { findObjects } from '../object/found.ts';
import { withoutManagedFields } from '../print/printer.ts';
import { printYaml } from '../print/yaml.ts';
import { goJson } from '../go/json.ts';
import type { Found } from '../resource/builder.ts';
import { decodeStream, itemsOf } from '../resource/files.ts';
import { listOf } from './get.ts';
import { isFields, nameOf, type Fields } from '../unstructured.ts';

const RANDOM_BOUND = 4_000_000_000;

/** `kubectl edit`: changes objects in an editor. */
export const edit: Command = {
  name: 'edit',
  short: 'Edit a resource on the server',
  long: 'Open objects in an editor ($KUBE_EDITOR, $EDITOR, or vi) and send what was changed.\n\n When the server refuses a change, the editor opens again with the reasons.',
  examples: [
    '# A Service',
    'kubectl edit svc/my-nginx',
    '',
    '# With another editor',
    'KUBE_EDITOR="nano" kubectl edit svc/my-nginx',
  ],
  use: '(RESOURCE/NAME | -f FILENAME) [options]',
  takes: 'resources',
  flags: [
    ...fileFlags('what to edit'),
    ...printFlags(),
    fieldManagerFlag('kubectl-edit'),
    VALIDATE_FLAG,
    { name: 'output-patch', kind: 'bool', usage: 'Print the patch.' },
    { name: 'save-config', kind: 'bool', usage: 'Keep the configuration in an annotation.' },
    { name: 'subresource', kind: 'string', usage: 'Edit this subresource.', values: ['status'] },
    { name: 'windows-line-endings', kind: 'bool', usage: 'Line ends of Windows.' },
  ],
  *run(k) {
    const json = k.flags.text('output') === 'json';
    const printer = resultPrinter(k, 'none');
    if (!printer.ok) return printer;
    const objects = yield* findObjects(k, {
      args: k.args,
      files: k.flags.list('filename'),
      recursive: k.flags.bool('recursive'),
      typeAlone: true,
    });
    if (!objects.ok) return objects;
    const [failure] = objects.value.failures;
    if (failure !== undefined) return { ok: false, error: failure };
    if (objects.value.found.length === 0) {
      yield* k.p.warn('edit cancelled, no objects found\n');
      return good(undefined);
    }
    return yield* editObjects(k, objects.value.found, printer.value, json);
  },
};

function* editObjects(
  k: Invocation,
  found: readonly Found[],
  printer: ResultPrinter,
  json: boolean,
): Sys<Outcome> {
  const path = `/tmp/kubectl-edit-${k.p.random('kubectl').below(RANDOM_BOUND)}.${json ? 'json' : 'yaml'}`;
  const shown = found.map((one) => withoutManagedFields(one.object));
  const body = shown.length === 1 ? shown[0] : listOf(shown);
  const original = json ? `${goJson(body, { indent: 4 })}\n` : printYaml(body);
  let reasons: readonly string[] = [];
  let text = original;
  for (;;) {
    k.p.fs.writeFile(path, `${withReasons(EDIT_HEADER, reasons)}${text}`);
    const opened = yield* openEditor(k, path);
    if (!opened.ok) return opened;
    const read = k.p.fs.readText(path);
    const edited = withoutComments(read.ok ? read.value : '');
    if (edited.trim() === '') return yield* cancelled(k, path, 'Edit cancelled, saved file was empty.');
    if (edited === withoutComments(text)) {
      if (reasons.length === 0) return yield* cancelled(k, path, 'Edit cancelled, no changes made.');
      yield* k.p.warn(`A copy of your changes has been stored to "${path}"\n`);
      return failed('Edit cancelled, no valid changes were saved.');
    }
    text = edited;
    const sent = yield* sendAll(k, found, edited, path, printer);
    if (sent.ok) {
      k.p.fs.unlink(path);
      return good(undefined);
    }
    const report = reportOf(sent.error).text.trimEnd();
    yield* k.p.warn(`${shortReport(found, sent.error, report)}\n`);
    reasons = report.split('\n');
  }
}

function shortReport(found: readonly Found[], failure: Failure, report: string): string {
  const [one] = found;
  if (failure.type === 'status' && failure.status.reason === 'Invalid' && one !== undefined) {
    return `error: ${one.mapping.plural} "${one.name}" is invalid`;
  }
  return report;
}

function* cancelled(k: Invocation, path: string, words: string): Sys<Outcome> {
  k.p.fs.unlink(path);
  yield* k.p.warn(`${words}\n`);
  return good(undefined);
}

function* sendAll(
  k: Invocation,
  found: readonly Found[],
  text: string,
  path: string,
  printer: ResultPrinter,
): Sys<Outcome> {
  const decoded = decodeStream(text, path);
  if (decoded.error !== undefined) return failed(`The edited file had a syntax error: ${decoded.error}`);
  const edited = decoded.documents.flatMap(itemsOf).map((one) => one.object);
  for (const object of edited) {
    const before = matching(found, object);
    if (!before.ok) return before;
    const plain = withoutManagedFields(before.value.object);
    if (same(plain, object)) {
      yield* printer.print(before.value.object, 'skipped');
      continue;
    }
    const base = isFields(plain) ? plain : {};
    const sent = yield* sendChange(k, { ...before.value, object: base }, object, {
      dryRun: 'none',
      manager: k.flags.text('field-manager'),
      validation: 'Strict',
    });
    if (!sent.ok) return sent;
    const printed = yield* printer.print(sent.value, 'edited');
    if (!printed.ok) return printed;
  }
  return good(undefined);
}

function matching(found: readonly Found[], object: Fields): Result<Found, Failure> {
  const match = found.find((one) => one.name === nameOf(object));
  return match === undefined
    ? exitWith(1, 'error: At least one of apiVersion, kind and name was changed')
    : good(match);
}

function withoutComments(text: string): string {
  return text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n');
}
