import { good } from '../../../base/result.ts';
import type { Sys } from '../../../linux/process/program.ts';
import type { Command } from '../command.ts';
import { describers } from '../describe/index.ts';
import type { Describer } from '../description/describer.ts';
import { describeAnything } from '../description/generic.ts';
import { failed, together, type Failure, type Outcome } from '../failure.ts';
import { ALL_NAMESPACES_FLAG, CHUNK_SIZE_FLAG, fileFlags, SELECTOR_FLAG } from '../flag-sets.ts';
import type { Invocation } from '../invocation.ts';
import { fetchTarget, resolveTargets, type Found, type Target } from '../resource/builder.ts';

/** `kubectl describe`: an object with what belongs to it, for reading. */
export const describe: Command = {
  name: 'describe',
  short: 'Show details of a specific resource or group of resources',
  long: 'Show an object together with what belongs to it, such as its events or endpoints.\n\n A name that no object has is taken as the beginning of names.',
  examples: [
    '# A Service',
    'kubectl describe svc my-nginx',
    '',
    '# All Pods of the namespace',
    'kubectl describe pods',
    '',
    '# By label',
    'kubectl describe pods -l run=my-nginx',
  ],
  use: '(-f FILENAME | TYPE [NAME_PREFIX | -l label] | TYPE/NAME) [options]',
  takes: 'resources',
  flags: [
    ...fileFlags('what to describe'),
    ALL_NAMESPACES_FLAG,
    CHUNK_SIZE_FLAG,
    SELECTOR_FLAG,
    { name: 'show-events', kind: 'bool', default: 'true', usage: 'Show the events of the object too.' },
  ],
  *run(k) {
    const files = k.flags.list('filename');
    if (k.args.length === 0 && files.length === 0) {
      return failed(
        'You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of supported resources.',
      );
    }
    const targets = yield* resolveTargets(k, {
      args: k.args,
      files,
      recursive: k.flags.bool('recursive'),
      selector: k.flags.text('selector'),
      allNamespaces: k.flags.bool('all-namespaces'),
      typeAlone: true,
    });
    if (!targets.ok) return targets;
    const failures: Failure[] = [];
    const found: Found[] = [];
    for (const target of targets.value) {
      const fetched = yield* fetchTarget(k, target);
      if (fetched.ok) found.push(...fetched.value);
      else {
        const near = yield* byPrefix(k, target);
        if (near.length === 0) failures.push(fetched.error);
        found.push(...near);
      }
    }
    return yield* printAll(k, targets.value, found, failures);
  },
};

function* printAll(
  k: Invocation,
  targets: readonly Target[],
  found: readonly Found[],
  failures: readonly Failure[],
): Sys<Outcome> {
  for (const [index, one] of found.entries()) {
    const text = yield* describeOne(k, one);
    yield* k.p.print(index === 0 ? text : `\n\n${text}`);
  }
  if (found.length === 0 && failures.length === 0) {
    const namespaced = targets.some((target) => target.mapping.namespaced) && !k.flags.bool('all-namespaces');
    yield* k.p.warn(
      namespaced ? `No resources found in ${k.namespace} namespace.\n` : 'No resources found\n',
    );
    return good(undefined);
  }
  return together(failures);
}

function* describeOne(k: Invocation, found: Found): Sys<string> {
  const all: readonly Describer[] = describers;
  const describer = all.find(
    (one) => one.kind === found.mapping.kind && (one.group ?? found.mapping.group) === found.mapping.group,
  );
  const events = k.flags.bool('show-events');
  return describer === undefined
    ? yield* describeAnything(k, found.object, events)
    : yield* describer.describe(k, found.object, events);
}

/** Objects whose names begin with a name that was not found. */
function* byPrefix(k: Invocation, target: Target): Sys<readonly Found[]> {
  if (target.name === undefined) return [];
  const prefix = target.name;
  const listed = yield* fetchTarget(k, { ...target, name: undefined, selector: '', fieldSelector: '' });
  return listed.ok ? listed.value.filter((one) => one.name.startsWith(prefix)) : [];
}
