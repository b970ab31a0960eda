import { good } from '../../../base/result.ts';
import { fd } from '../../../linux/names.ts';
import type { Sys } from '../../../linux/process/program.ts';
import { withLastApplied } from '../apply/last-applied.ts';
import { usageFailure, type Command } from '../command.ts';
import {
  createConfigMap,
  createNamespace,
  createQuota,
  createSecret,
  createServiceAccount,
} from '../create/configuration.ts';
import {
  createClusterRole,
  createClusterRoleBinding,
  createIngress,
  createPodDisruptionBudget,
  createPriorityClass,
  createRole,
  createRoleBinding,
} from '../create/policies.ts';
import { createService } from '../create/services.ts';
import { createToken } from '../create/token.ts';
import { createCronJob, createDeployment, createJob } from '../create/workloads.ts';
import { dryRunAndPrinter, dryRunQuery, type DryRun, type ResultPrinter } from '../dry-run.ts';
import { failed, prefixed, together, type Failure, type Outcome } from '../failure.ts';
import {
  DRY_RUN_FLAG,
  fieldManagerFlag,
  fileFlags,
  printFlags,
  SAVE_CONFIG_FLAG,
  SELECTOR_FLAG,
  VALIDATE_FLAG,
} from '../flag-sets.ts';
import type { Invocation } from '../invocation.ts';
import type { Target } from '../resource/builder.ts';
import { pathOf } from '../resource/mapping.ts';
import { resolveFiles, validationOf } from '../resource/validation.ts';
import { filesOf } from './apply.ts';

/** `kubectl create`: new objects from files, or of one kind from flags. */
export const create: Command = {
  name: 'create',
  short: 'Create a resource from a file or from stdin',
  long: 'Create objects from a file or standard input, or one object of a kind from flags.\n\n JSON and YAML are understood.',
  examples: [
    '# From a file',
    'kubectl create -f ./pod.json',
    '',
    '# From standard input',
    'cat pod.json | kubectl create -f -',
    '',
    '# Change it in the editor first',
    'kubectl create -f pod.yaml --edit',
  ],
  use: '-f FILENAME [options]',
  takes: 'files',
  flags: [
    ...fileFlags('the objects to create'),
    ...printFlags(),
    DRY_RUN_FLAG,
    fieldManagerFlag('kubectl-create'),
    SAVE_CONFIG_FLAG,
    SELECTOR_FLAG,
    VALIDATE_FLAG,
    { name: 'edit', kind: 'bool', usage: 'Edit the objects first.' },
    { name: 'raw', kind: 'string', usage: 'Post the file to this address and print the answer.' },
    { name: 'windows-line-endings', kind: 'bool', usage: 'With --edit: line ends of Windows.' },
  ],
  commands: [
    createClusterRole,
    createClusterRoleBinding,
    createConfigMap,
    createCronJob,
    createDeployment,
    createIngress,
    createJob,
    createNamespace,
    createPodDisruptionBudget,
    createPriorityClass,
    createQuota,
    createRole,
    createRoleBinding,
    createSecret,
    createService,
    createServiceAccount,
    createToken,
  ],
  *run(k) {
    if (k.args.length > 0) return usageFailure(k, `Unexpected args: [${k.args.join(' ')}]`);
    const files = yield* filesOf(k);
    if (!files.ok) return files;
    if (k.flags.text('raw') !== '') return yield* sendRaw(k, 'POST', files.value);
    const setup = yield* dryRunAndPrinter(k);
    if (!setup.ok) return setup;
    const validation = validationOf(k);
    if (!validation.ok) return validation;
    const targets = yield* resolveFiles(k, files.value, validation.value);
    if (!targets.ok) return targets;
    if (targets.value.length === 0)
      return { ok: false, error: { type: 'plain', message: 'no objects passed to create' } };
    const failures: Failure[] = [];
    for (const target of targets.value) {
      const created = yield* createTarget(
        k,
        target,
        setup.value.dryRun,
        setup.value.printer,
        validation.value,
      );
      if (!created.ok) failures.push(created.error);
    }
    const [only] = failures;
    return failures.length === 1 && only !== undefined ? { ok: false, error: only } : together(failures);
  },
};

function* createTarget(
  k: Invocation,
  target: Target,
  dryRun: DryRun,
  printer: ResultPrinter,
  validation: string,
): Sys<Outcome> {
  const object = target.object ?? {};
  const body = k.flags.bool('save-config') ? withLastApplied(object) : object;
  if (dryRun === 'client') return yield* printer.print(body, 'created');
  const created = yield* k.call('POST', pathOf(target.mapping, target.namespace), {
    query: {
      ...dryRunQuery(dryRun),
      fieldManager: k.flags.text('field-manager'),
      fieldValidation: validation,
    },
    body,
  });
  if (!created.ok) {
    return { ok: false, error: prefixed(created.error, `error when creating "${target.source ?? ''}": `) };
  }
  return yield* printer.print(created.value, 'created');
}

/** Sends a file to an address as it is and prints the answer. */
export function* sendRaw(k: Invocation, method: 'POST' | 'PUT', files: readonly string[]): Sys<Outcome> {
  const [file = ''] = files;
  const read = file === '-' ? good(yield* k.p.readAll(fd(0))) : k.p.fs.readText(file);
  if (!read.ok) return failed(`the path "${file}" does not exist`);
  const answer = yield* k.call(method, k.flags.text('raw'), { body: read.value });
  if (!answer.ok) return answer;
  yield* k.p.print(`${typeof answer.value === 'string' ? answer.value : JSON.stringify(answer.value)}\n`);
  return good(undefined);
}
