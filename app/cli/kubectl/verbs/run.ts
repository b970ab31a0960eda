import { good } from '../../../base/result.ts';
import type { Sys } from '../../../linux/process/program.ts';
import { usageFailure, type Command } from '../command.ts';
import { dryRunOf, resultPrinter, type DryRun, type ResultPrinter } from '../dry-run.ts';
import { failed, type Outcome } from '../failure.ts';
import { DRY_RUN_FLAG, fieldManagerFlag, fileFlags, printFlags, SAVE_CONFIG_FLAG } from '../flag-sets.ts';
import type { Invocation } from '../invocation.ts';
import { overridden } from '../object/overrides.ts';
import { runAttached } from '../run/attached.ts';
import { createTyped, podObject, serviceObject } from '../run/objects.ts';

/** `kubectl run`: one Pod from an image. */
export const run: Command = {
  name: 'run',
  short: 'Run a particular image on the cluster',
  long: 'Make a Pod that runs an image. With -i and -t the terminal is connected with it.',
  examples: [
    '# A Pod with nginx',
    'kubectl run web --image=nginx',
    '',
    '# A shell for trying things out, gone afterwards',
    'kubectl run curl --image=curlimages/curl -i -t --rm --restart=Never -- sh',
    '',
    '# Only print what would be made',
    'kubectl run web --image=nginx --dry-run=client -o yaml',
  ],
  use: 'NAME --image=image [--env="key=value"] [--port=port] [--dry-run=server|client] [--overrides=inline-json] [--command] -- [COMMAND] [args...] [options]',
  flags: [
    ...printFlags(),
    ...fileFlags('what to run'),
    DRY_RUN_FLAG,
    fieldManagerFlag('kubectl-run'),
    SAVE_CONFIG_FLAG,
    { name: 'annotations', kind: 'array', usage: 'Annotations of the Pod.' },
    { name: 'attach', kind: 'bool', usage: 'Wait until the Pod runs and show its output.' },
    {
      name: 'cascade',
      kind: 'string',
      default: 'background',
      alone: 'background',
      usage: 'With --rm: what happens to dependents.',
    },
    { name: 'command', kind: 'bool', usage: 'What follows -- is the command, not its arguments.' },
    { name: 'env', kind: 'array', usage: 'Environment variables: NAME=VALUE.' },
    { name: 'expose', kind: 'bool', usage: 'Make a Service for it too; needs --port.' },
    { name: 'force', kind: 'bool', usage: 'With --rm: do not wait for its end.' },
    { name: 'grace-period', kind: 'int', default: '-1', usage: 'With --rm: seconds to end in.' },
    { name: 'image', kind: 'string', usage: 'Image to run.', required: true },
    {
      name: 'image-pull-policy',
      kind: 'string',
      usage: 'Always, IfNotPresent or Never.',
      values: ['Always', 'IfNotPresent', 'Never'],
    },
    { name: 'labels', short: 'l', kind: 'string', usage: 'Labels of the Pod.' },
    { name: 'leave-stdin-open', kind: 'bool', usage: 'Keep standard input open after the first session.' },
    {
      name: 'override-type',
      kind: 'string',
      default: 'merge',
      usage: 'How --overrides are merged: json, merge or strategic.',
      values: ['json', 'merge', 'strategic'],
    },
    { name: 'overrides', kind: 'string', usage: 'JSON that changes the made object.' },
    {
      name: 'pod-running-timeout',
      kind: 'duration',
      default: '1m0s',
      usage: 'How long to wait until it runs.',
    },
    { name: 'port', kind: 'string', usage: 'Port of the container.' },
    { name: 'privileged', kind: 'bool', usage: 'Run with all privileges.' },
    { name: 'quiet', short: 'q', kind: 'bool', usage: 'Print no hints.' },
    {
      name: 'restart',
      kind: 'string',
      default: 'Always',
      usage: 'Always, OnFailure or Never.',
      values: ['Always', 'OnFailure', 'Never'],
    },
    { name: 'rm', kind: 'bool', usage: 'Delete the Pod when the session is over.' },
    { name: 'stdin', short: 'i', kind: 'bool', usage: 'Pass standard input on.' },
    { name: 'timeout', kind: 'duration', usage: 'With --rm: how long to wait until it is gone.' },
    { name: 'tty', short: 't', kind: 'bool', usage: 'Give the container a terminal.' },
    { name: 'wait', kind: 'bool', usage: 'With --rm: wait until it is gone.' },
  ],
  *run(k) {
    const dryRun = yield* dryRunOf(k);
    if (!dryRun.ok) return dryRun;
    const printer = resultPrinter(k, dryRun.value);
    if (!printer.ok) return printer;
    const complaint = complaintOf(k, dryRun.value);
    if (complaint !== undefined) return complaint;
    const pod = podObject(k);
    if (!pod.ok) return failed(pod.error);
    const object = overridden(k, pod.value);
    if (!object.ok) return failed(object.error);
    const attach = k.flags.bool('attach') || k.flags.bool('stdin') || k.flags.bool('tty');
    return yield* attach
      ? runAttached(k, object.value)
      : runDetached(k, object.value, dryRun.value, printer.value);
  },
};

/** What the flags contradict; a failure with or without the hint to the help. */
function complaintOf(k: Invocation, dryRun: DryRun): Outcome | undefined {
  const [stdin, tty, attach] = ['stdin', 'tty', 'attach'].map((name) => k.flags.bool(name));
  if (k.args.length === 0 || k.dash === 0) return usageFailure(k, 'NAME is required for run');
  if (k.flags.text('image') === '') return failed('--image is required');
  if (tty === true && stdin !== true)
    return usageFailure(k, '-i/--stdin is required for containers with -t/--tty=true');
  if (k.flags.bool('expose') && k.flags.text('port') === '') {
    return usageFailure(k, '--port must be set when exposing a service');
  }
  const attached = attach === true || stdin === true || tty === true;
  if (k.flags.bool('rm') && !attached)
    return usageFailure(k, '--rm should only be used for attached containers');
  if (attached && dryRun !== 'none') {
    return usageFailure(
      k,
      "--dry-run=[server|client] can't be used with attached containers options (--attach, --stdin, or --tty)",
    );
  }
  const policy = k.flags.text('image-pull-policy');
  if (!['', 'Always', 'IfNotPresent', 'Never'].includes(policy)) {
    return usageFailure(k, `invalid image pull policy: ${policy}`);
  }
  const restart = k.flags.text('restart');
  if (!['', 'Always', 'OnFailure', 'Never'].includes(restart))
    return usageFailure(k, `invalid restart policy: ${restart}`);
  return undefined;
}

function* runDetached(
  k: Invocation,
  pod: Readonly<Record<string, unknown>>,
  dryRun: DryRun,
  printer: ResultPrinter,
): Sys<Outcome> {
  const created = yield* createTyped(k, pod, 'pods', dryRun);
  if (!created.ok) return created;
  const keys = dryRun === 'client' ? 'as they stand' : 'sorted';
  if (k.flags.bool('expose')) {
    const service = yield* createTyped(k, serviceObject(k), 'services', dryRun);
    if (!service.ok) return service;
    const printed = yield* printer.print(service.value, 'created', keys);
    if (!printed.ok) return printed;
    if (printer.printsObjects) yield* k.p.print('---\n');
  }
  const printed = yield* printer.print(created.value, 'created', keys);
  return printed.ok ? good(undefined) : printed;
}
