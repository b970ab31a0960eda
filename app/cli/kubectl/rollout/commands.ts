import { good, type Result } from '../../../base/result.ts';
import type { Sys } from '../../../linux/process/program.ts';
import type { Command, Flag } from '../command.ts';
import { resultPrinter } from '../dry-run.ts';
import { failed, type Failure, type Outcome } from '../failure.ts';
import { fieldManagerFlag, fileFlags, printFlags, SELECTOR_FLAG } from '../flag-sets.ts';
import type { Invocation } from '../invocation.ts';
import { sendChange } from '../object/change.ts';
import { followObject } from '../object/follow.ts';
import { eachObject, findObjects } from '../object/found.ts';
import type { Found } from '../resource/builder.ts';
import { at, withAt, type Fields } from '../unstructured.ts';
import { rolloutStatus, WATCHED_KINDS } from './status.ts';

/** Finds what a rollout command works on. */
export function* rolloutObjects(k: Invocation): ReturnType<typeof findObjects> {
  const files = k.flags.list('filename');
  if (k.args.length === 0 && files.length === 0) return failed('required resource not specified');
  return yield* findObjects(k, {
    args: k.args,
    files,
    recursive: k.flags.bool('recursive'),
    selector: k.flags.text('selector'),
    typeAlone: true,
  });
}

/** `kubectl rollout status`. */
export const rolloutStatusCommand: Command = {
  name: 'status',
  short: 'Show the status of the rollout',
  examples: ['# Follow a rollout to its end', 'kubectl rollout status deployment/web'],
  use: '(TYPE NAME | TYPE/NAME) [flags] [options]',
  takes: 'resources',
  flags: [
    ...fileFlags('what to follow'),
    SELECTOR_FLAG,
    { name: 'revision', kind: 'int', usage: 'Only this revision; 0 is the newest.' },
    { name: 'timeout', kind: 'duration', usage: 'How long to follow; 0 has no end.' },
    { name: 'watch', short: 'w', kind: 'bool', default: 'true', usage: 'Follow until the rollout is over.' },
  ],
  *run(k) {
    const objects = yield* rolloutObjects(k);
    if (!objects.ok) return objects;
    return yield* eachObject(objects.value, (found) => followRollout(k, found));
  },
};

function* followRollout(k: Invocation, found: Found): Sys<Outcome> {
  if (!WATCHED_KINDS.includes(found.mapping.kind)) {
    return failed(`no status viewer has been implemented for ${found.mapping.kind}`);
  }
  const timeout = k.flags.duration('timeout');
  const until = timeout > 0 ? k.deadline(timeout) : undefined;
  const followed = yield* followObject<true>(k, found, until, function* (seen) {
    if (seen.type !== 'present') return failed('object has been deleted');
    const status = rolloutStatus(seen.object);
    if (!status.ok) return failed(status.error);
    yield* k.p.print(status.value.text);
    return good(status.value.done || !k.flags.bool('watch') ? true : undefined);
  });
  if (!followed.ok) return followed;
  return followed.value.ended === 'timeout' ? failed('timed out waiting for the condition') : good(undefined);
}

const CHANGE_FLAGS: readonly Flag[] = [
  ...fileFlags('what to change'),
  ...printFlags(),
  fieldManagerFlag('kubectl-rollout'),
  SELECTOR_FLAG,
];

interface RolloutChange {
  readonly name: string;
  readonly short: string;
  readonly operation: string;
  readonly change: (k: Invocation, found: Found) => Result<Fields, Failure>;
}

function changeCommand(spec: RolloutChange): Command {
  return {
    name: spec.name,
    short: spec.short,
    examples: [`# The deployment web`, `kubectl rollout ${spec.name} deployment/web`],
    use: 'RESOURCE [options]',
    takes: 'resources',
    flags: CHANGE_FLAGS,
    *run(k) {
      const printer = resultPrinter(k, 'none');
      if (!printer.ok) return printer;
      const objects = yield* rolloutObjects(k);
      if (!objects.ok) return objects;
      return yield* eachObject(objects.value, function* (found) {
        const after = spec.change(k, found);
        if (!after.ok) return after;
        const sent = yield* sendChange(k, found, after.value, {
          dryRun: 'none',
          manager: k.flags.text('field-manager'),
        });
        return sent.ok ? yield* printer.value.print(sent.value, spec.operation) : sent;
      });
    },
  };
}

/** `kubectl rollout restart`: a new annotation in the template makes all Pods anew. */
export const rolloutRestart = changeCommand({
  name: 'restart',
  short: 'Restart a resource',
  operation: 'restarted',
  change(k, found) {
    const { kind } = found.mapping;
    if (!WATCHED_KINDS.includes(kind)) {
      return failed(`${found.mapping.plural} "${found.name}" restarting is not supported`);
    }
    if (kind === 'Deployment' && at(found.object, 'spec', 'paused') === true) {
      return failed(`can't restart paused deployment (run rollout resume first)`);
    }
    const time = new Date(k.dateNow()).toISOString().replace(/\.\d+Z$/, 'Z');
    return good(
      withAt(
        found.object,
        ['spec', 'template', 'metadata', 'annotations', 'kubectl.kubernetes.io/restartedAt'],
        time,
      ),
    );
  },
});

/** `kubectl rollout pause`. */
export const rolloutPause = changeCommand({
  name: 'pause',
  short: 'Mark the provided resource as paused',
  operation: 'paused',
  change: (_k, found) => pausing(found, true),
});

/** `kubectl rollout resume`. */
export const rolloutResume = changeCommand({
  name: 'resume',
  short: 'Resume a paused resource',
  operation: 'resumed',
  change: (_k, found) => pausing(found, false),
});

function pausing(found: Found, paused: boolean): Result<Fields, Failure> {
  const name = `${found.mapping.plural}.${found.mapping.group} "${found.name}"`;
  if (found.mapping.kind !== 'Deployment') {
    return failed(
      `${found.mapping.plural} "${found.name}" ${paused ? 'pausing' : 'resuming'} is not supported`,
    );
  }
  if ((at(found.object, 'spec', 'paused') === true) === paused) {
    return failed(paused ? `${name} is already paused` : `${name} is not paused`);
  }
  return good(withAt(found.object, ['spec', 'paused'], paused ? true : undefined));
}
