import { good, type Result } from '../../../base/result.ts';
import type { Sys } from '../../../linux/process/program.ts';
import { ownedBy } from '../description/owned-pods.ts';
import { describePodTemplate } from '../description/pod-template.ts';
import { DescriptionWriter } from '../description/writer.ts';
import type { Command } from '../command.ts';
import { dryRunAndPrinter, dryRunQuery } from '../dry-run.ts';
import { failed, type Failure, type Outcome } from '../failure.ts';
import { DRY_RUN_FLAG, fileFlags, printFlags, SELECTOR_FLAG } from '../flag-sets.ts';
import type { Invocation } from '../invocation.ts';
import { eachObject } from '../object/found.ts';
import { mergePatched } from '../object/merge-patch.ts';
import { nameWord } from '../print/name.ts';
import { alignTabs, DESCRIBE_STOPS } from '../print/tab-writer.ts';
import type { Found } from '../resource/builder.ts';
import { pathOf } from '../resource/mapping.ts';
import { same } from '../apply/three-way.ts';
import { at, fieldsAt, numberAt, textAt, withoutAt, type Fields } from '../unstructured.ts';
import { rolloutObjects } from './commands.ts';
import { revisionOf } from './replica-sets.ts';

const CHANGE_CAUSE = 'kubernetes.io/change-cause';
const HASH = 'pod-template-hash';

/** One remembered template. */
interface Revision {
  readonly number: number;
  readonly cause: string;
  readonly template: Fields;
  readonly annotations: Fields;
}

/** `kubectl rollout history`. */
export const rolloutHistory: Command = {
  name: 'history',
  short: 'View rollout history',
  examples: [
    '# All revisions',
    'kubectl rollout history deployment/web',
    '',
    '# One of them',
    'kubectl rollout history deployment/web --revision=2',
  ],
  use: '(TYPE NAME | TYPE/NAME) [flags] [options]',
  takes: 'resources',
  flags: [
    ...fileFlags('what to look at'),
    ...printFlags(),
    SELECTOR_FLAG,
    { name: 'revision', kind: 'int', usage: 'Show this revision with its template.' },
  ],
  *run(k) {
    const objects = yield* rolloutObjects(k);
    if (!objects.ok) return objects;
    return yield* eachObject(objects.value, (found) => showHistory(k, found));
  },
};

function* showHistory(k: Invocation, found: Found): Sys<Outcome> {
  const revisions = yield* revisionsOf(k, found);
  if (!revisions.ok) return revisions;
  const wanted = k.flags.int('revision');
  if (wanted < 0) return failed(`revision must be a positive integer: ${wanted}`);
  if (wanted > 0) {
    const revision = revisions.value.find((one) => one.number === wanted);
    if (revision === undefined) return failed('unable to find the specified revision');
    yield* k.p.print(`${nameWord(found.object)} with revision #${wanted}\n${templateText(revision)}\n`);
    return good(undefined);
  }
  const lines = revisions.value.map((one) => `${one.number}\t${one.cause || '<none>'}`);
  const table = alignTabs(['REVISION\tCHANGE-CAUSE', ...lines, ''].join('\n'), DESCRIBE_STOPS);
  yield* k.p.print(`${nameWord(found.object)} \n${table}\n`);
  return good(undefined);
}

function templateText(revision: Revision): string {
  const w = new DescriptionWriter();
  const annotated =
    revision.cause === ''
      ? revision.template
      : mergePatched(revision.template, { metadata: { annotations: { [CHANGE_CAUSE]: revision.cause } } });
  describePodTemplate(w, annotated);
  return w.text();
}

/** The templates that ReplicaSets or ControllerRevisions remember, oldest first. */
function* revisionsOf(k: Invocation, found: Found): Sys<Result<readonly Revision[], Failure>> {
  const selector = at(found.object, 'spec', 'selector');
  const root = `/apis/apps/v1/namespaces/${found.namespace}`;
  switch (found.mapping.kind) {
    case 'Deployment': {
      const sets = yield* ownedBy(k, found.object, `${root}/replicasets`, selector);
      return good(ordered(sets.map(fromReplicaSet)));
    }
    case 'StatefulSet':
    case 'DaemonSet': {
      const kept = yield* ownedBy(k, found.object, `${root}/controllerrevisions`, selector);
      return good(ordered(kept.map((one) => fromControllerRevision(one, found.object))));
    }
    default:
      return failed(`no history viewer has been implemented for "${found.mapping.kind}"`);
  }
}

function ordered(revisions: readonly Revision[]): readonly Revision[] {
  return revisions.toSorted((a, b) => a.number - b.number);
}

function fromReplicaSet(set: unknown): Revision {
  return {
    number: revisionOf(set),
    cause: textAt(set, 'metadata', 'annotations', CHANGE_CAUSE),
    template: fieldsAt(set, 'spec', 'template'),
    annotations: fieldsAt(set, 'metadata', 'annotations'),
  };
}

function fromControllerRevision(revision: unknown, owner: Fields): Revision {
  const merged = mergePatched(owner, withoutAt(at(revision, 'data'), 'spec', 'template', '$patch'));
  return {
    number: numberAt(revision, 'revision') ?? 0,
    cause: textAt(revision, 'metadata', 'annotations', CHANGE_CAUSE),
    template: fieldsAt(merged, 'spec', 'template'),
    annotations: {},
  };
}

/** `kubectl rollout undo`. */
export const rolloutUndo: Command = {
  name: 'undo',
  short: 'Undo a previous rollout',
  examples: [
    '# Back to the revision before',
    'kubectl rollout undo deployment/web',
    '',
    '# To a certain one',
    'kubectl rollout undo deployment/web --to-revision=3',
  ],
  use: '(TYPE NAME | TYPE/NAME) [flags] [options]',
  takes: 'resources',
  flags: [
    ...fileFlags('what to undo'),
    ...printFlags(),
    DRY_RUN_FLAG,
    SELECTOR_FLAG,
    { name: 'to-revision', kind: 'int', usage: 'The revision to go back to; 0 is the one before.' },
  ],
  *run(k) {
    const setup = yield* dryRunAndPrinter(k);
    if (!setup.ok) return setup;
    const objects = yield* rolloutObjects(k);
    if (!objects.ok) return objects;
    const { dryRun, printer } = setup.value;
    return yield* eachObject(objects.value, function* (found) {
      const revisions = yield* revisionsOf(k, found);
      if (!revisions.ok) return failed(`no rollbacker has been implemented for "${found.mapping.kind}"`);
      const target = targetRevision(found, revisions.value, k.flags.int('to-revision'));
      if (!target.ok) return target;
      const bare = withoutAt(target.value.template, 'metadata', 'labels', HASH);
      if (same(bare, at(found.object, 'spec', 'template'))) {
        return yield* printer.print(
          found.object,
          `skipped rollback (current template already matches revision ${target.value.number})`,
        );
      }
      if (dryRun === 'client') return yield* printer.print(found.object, 'rolled back');
      const answer = yield* k.call('PATCH', pathOf(found.mapping, found.namespace, found.name), {
        query: dryRunQuery(dryRun),
        contentType: 'application/json-patch+json',
        body: [
          { op: 'replace', path: '/spec/template', value: bare },
          {
            op: 'replace',
            path: '/metadata/annotations',
            value: annotationsAfter(found.object, target.value),
          },
        ],
      });
      return answer.ok ? yield* printer.print(answer.value, 'rolled back') : answer;
    });
  },
};

function targetRevision(
  found: Found,
  revisions: readonly Revision[],
  wanted: number,
): Result<Revision, Failure> {
  if (at(found.object, 'spec', 'paused') === true) {
    return failed(
      `you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again`,
    );
  }
  if (wanted > 0) {
    const target = revisions.find((one) => one.number === wanted);
    return target === undefined
      ? failed(`unable to find specified revision ${wanted} in history`)
      : good(target);
  }
  const target = revisions.at(-2);
  return target === undefined
    ? failed(`no rollout history found for ${found.mapping.kind.toLowerCase()} "${found.name}"`)
    : good(target);
}

/** The Deployment keeps what is its own and takes the rest from the revision. */
function annotationsAfter(object: Fields, target: Revision): Fields {
  const own = [
    'kubectl.kubernetes.io/last-applied-configuration',
    'deployment.kubernetes.io/revision',
    'deployment.kubernetes.io/revision-history',
    'deployment.kubernetes.io/desired-replicas',
    'deployment.kubernetes.io/max-replicas',
  ];
  const current = fieldsAt(object, 'metadata', 'annotations');
  const kept = Object.entries(current).filter(([key]) => own.includes(key));
  const taken = Object.entries(target.annotations).filter(([key]) => !own.includes(key));
  return Object.fromEntries([...kept, ...taken]);
}
