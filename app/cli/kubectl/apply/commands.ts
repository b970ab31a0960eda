import { good } from '../../../base/result.ts';
import { dryRunAndPrinter, dryRunQuery } from '../dry-run.ts';
import type { Command } from '../command.ts';
import { failed } from '../failure.ts';
import { DRY_RUN_FLAG, fileFlags, printFlags, SELECTOR_FLAG } from '../flag-sets.ts';
import { goJson } from '../go/json.ts';
import { notSimulated } from '../not-simulated.ts';
import { eachObject, findObjects } from '../object/found.ts';
import { printYaml } from '../print/yaml.ts';
import { resolveTargets } from '../resource/builder.ts';
import { pathOf } from '../resource/mapping.ts';
import { at, nameOf, textAt } from '../unstructured.ts';
import { LAST_APPLIED, lastApplied, withLastApplied } from './last-applied.ts';

/** `kubectl apply view-last-applied`. */
export const viewLastApplied: Command = {
  name: 'view-last-applied',
  short: 'View the latest last-applied-configuration annotations of a resource/object',
  examples: ['# As YAML', 'kubectl apply view-last-applied deployment/web'],
  use: '(TYPE [NAME | -l label] | TYPE/NAME | -f FILENAME) [options]',
  takes: 'resources',
  flags: [
    ...fileFlags('what to look at'),
    SELECTOR_FLAG,
    { name: 'all', kind: 'bool', usage: 'All objects of the given types in the namespace.' },
    {
      name: 'output',
      short: 'o',
      kind: 'string',
      default: 'yaml',
      usage: 'yaml or json.',
      values: ['yaml', 'json'],
    },
  ],
  *run(k) {
    const objects = yield* findObjects(k, {
      args: k.args,
      files: k.flags.list('filename'),
      selector: k.flags.text('selector'),
      all: k.flags.bool('all'),
      typeAlone: true,
    });
    if (!objects.ok) return objects;
    return yield* eachObject(objects.value, function* (found) {
      const applied = lastApplied(found.object);
      if (applied === undefined)
        return failed(`no last-applied-configuration annotation found on resource: ${found.name}`);
      yield* k.p.print(
        k.flags.text('output') === 'json' ? `${goJson(applied, { indent: 2 })}\n` : printYaml(applied),
      );
      return good(undefined);
    });
  },
};

/** `kubectl apply set-last-applied`. */
export const setLastApplied: Command = {
  name: 'set-last-applied',
  short: 'Set the last-applied-configuration annotation on a live object to match the contents of a file',
  examples: ['# From a file', 'kubectl apply set-last-applied -f deploy.yaml'],
  use: '-f FILENAME [options]',
  takes: 'files',
  flags: [
    ...fileFlags('the configuration to note').filter((flag) => flag.name === 'filename'),
    ...printFlags(),
    DRY_RUN_FLAG,
    { name: 'create-annotation', kind: 'bool', usage: 'Also where there is no such annotation yet.' },
  ],
  *run(k) {
    const setup = yield* dryRunAndPrinter(k);
    if (!setup.ok) return setup;
    const targets = yield* resolveTargets(k, { args: [], files: k.flags.list('filename') });
    if (!targets.ok) return targets;
    for (const target of targets.value) {
      const path = pathOf(target.mapping, target.namespace, target.name);
      const current = yield* k.get(path);
      if (!current.ok) return current;
      if (
        at(current.value, 'metadata', 'annotations', LAST_APPLIED) === undefined &&
        !k.flags.bool('create-annotation')
      ) {
        return failed(
          `no last-applied-configuration annotation found on resource: ${nameOf(current.value)}, to create the annotation, run the command with --create-annotation`,
        );
      }
      const noted = textAt(withLastApplied(target.object ?? {}), 'metadata', 'annotations', LAST_APPLIED);
      const answer = yield* k.call('PATCH', path, {
        query: dryRunQuery(setup.value.dryRun),
        contentType: 'application/merge-patch+json',
        body: { metadata: { annotations: { [LAST_APPLIED]: noted } } },
      });
      if (!answer.ok) return answer;
      const printed = yield* setup.value.printer.print(answer.value, 'configured');
      if (!printed.ok) return printed;
    }
    return good(undefined);
  },
};

/** `kubectl apply edit-last-applied`. */
export const editLastApplied = notSimulated(
  'edit-last-applied',
  'Edit latest last-applied-configuration annotations of a resource/object',
  '(RESOURCE/NAME | -f FILENAME) [options]',
  [
    ...fileFlags('what to edit'),
    ...printFlags(),
    {
      name: 'field-manager',
      kind: 'string',
      default: 'kubectl-client-side-apply',
      usage: 'Name under which the changed fields are owned.',
    },
    { name: 'windows-line-endings', kind: 'bool', usage: 'Line ends of Windows.' },
  ],
  'resources',
);
