import { good } from '../../../base/result.ts';
import type { Sys } from '../../../linux/process/program.ts';
import type { Command } from '../command.ts';
import { dryRunAndPrinter, type DryRun } from '../dry-run.ts';
import { failed, type Outcome } from '../failure.ts';
import {
  ALL_NAMESPACES_FLAG,
  DRY_RUN_FLAG,
  fieldManagerFlag,
  FIELD_SELECTOR_FLAG,
  fileFlags,
  LOCAL_FLAG,
  printFlags,
  SELECTOR_FLAG,
} from '../flag-sets.ts';
import type { Invocation } from '../invocation.ts';
import type { Found } from '../resource/builder.ts';
import { fieldsAt, nameOf, stringEntries, textAt, withAt, type Fields } from '../unstructured.ts';
import { patchBetween, sendChange } from './change.ts';
import { eachObject, findObjects } from './found.ts';
import {
  mapChanges,
  resourcesAndPairs,
  type ResourcesAndPairs,
  type MapChanges,
} from './resources-and-pairs.ts';

/** What tells `label` and `annotate` apart. */
export interface MapVerb {
  readonly name: 'label' | 'annotate';
  readonly what: 'label' | 'annotation';
  readonly field: 'labels' | 'annotations';
  readonly manager: string;
  readonly short: string;
  readonly long: string;
  readonly examples: readonly string[];
  readonly use: string;
}

/** Makes a verb that changes a string map of metadata. */
export function mapVerb(verb: MapVerb): Command {
  return {
    name: verb.name,
    short: verb.short,
    long: verb.long,
    examples: verb.examples,
    use: verb.use,
    takes: 'resources',
    flags: [
      ...fileFlags('what to change'),
      ...printFlags(),
      ALL_NAMESPACES_FLAG,
      DRY_RUN_FLAG,
      fieldManagerFlag(verb.manager),
      FIELD_SELECTOR_FLAG,
      LOCAL_FLAG,
      SELECTOR_FLAG,
      { name: 'all', kind: 'bool', usage: 'All objects of the given types in the namespace.' },
      { name: 'list', kind: 'bool', usage: `Show the ${verb.field} of the objects.` },
      { name: 'overwrite', kind: 'bool', usage: `Change ${verb.field} that are there already.` },
      { name: 'resource-version', kind: 'string', usage: 'Change only this version of the object.' },
    ],
    *run(k) {
      const parsed = resourcesAndPairs(k.args, verb.what);
      if (!parsed.ok) return failed(parsed.error);
      const changes = mapChanges(parsed.value.pairs, verb.what);
      if (!changes.ok) return failed(changes.error);
      const complaint = wrongTarget(k, verb, parsed.value);
      if (complaint !== undefined) return failed(complaint);
      const setup = yield* dryRunAndPrinter(k);
      if (!setup.ok) return setup;
      const objects = yield* findObjects(
        k,
        {
          args: parsed.value.resources,
          files: k.flags.list('filename'),
          recursive: k.flags.bool('recursive'),
          selector: k.flags.text('selector'),
          fieldSelector: k.flags.text('field-selector'),
          all: k.flags.bool('all'),
          allNamespaces: k.flags.bool('all-namespaces'),
        },
        k.flags.bool('local'),
      );
      if (!objects.ok) return objects;
      const heading = !isNamedAlone(k, objects.value.found);
      return yield* eachObject(objects.value, (found) =>
        changeOne(k, verb, found, changes.value, setup.value.dryRun, (object, operation) =>
          k.flags.bool('list')
            ? listOne(k, verb, object, heading ? found.mapping.group : undefined)
            : setup.value.printer.print(object, operation),
        ),
      );
    },
  };
}

/** What is wrong with what the change is meant for. */
function wrongTarget(
  k: Invocation,
  verb: MapVerb,
  { resources, pairs }: ResourcesAndPairs,
): string | undefined {
  const files = k.flags.list('filename');
  if (k.flags.bool('local') && resources.length > 0)
    return 'can only use local files by -f pod.yaml or --filename=pod.json when --local=true is set';
  if (resources.length === 0 && files.length === 0)
    return 'one or more resources must be specified as <resource> <name> or <resource>/<name>';
  if (pairs.length === 0 && !k.flags.bool('list')) return `at least one ${verb.what} update is required`;
  return undefined;
}

function* changeOne(
  k: Invocation,
  verb: MapVerb,
  found: Found,
  changes: MapChanges,
  dryRun: DryRun,
  show: (object: unknown, operation: string) => Sys<Outcome>,
): Sys<Outcome> {
  const current = fieldsAt(found.object, 'metadata', verb.field);
  const taken = Object.entries(changes.set).filter(
    ([key, value]) => key in current && current[key] !== value,
  );
  if (taken.length > 0 && !k.flags.bool('overwrite')) return failed(takenText(verb, taken, current));
  for (const key of changes.remove) {
    if (!(key in current) && verb.name === 'label') yield* k.p.print(`label "${key}" not found.\n`);
  }
  const kept = Object.entries({ ...current, ...changes.set }).filter(
    ([key]) => !changes.remove.includes(key),
  );
  const version = k.flags.text('resource-version');
  const changed = withAt(found.object, ['metadata', verb.field], Object.fromEntries(kept));
  const after = version === '' ? changed : withAt(changed, ['metadata', 'resourceVersion'], version);
  const local = k.flags.bool('local') || dryRun === 'client' || k.flags.bool('list');
  const sent = local
    ? good(after)
    : yield* sendChange(k, found, after, { dryRun, manager: k.flags.text('field-manager'), merge: true });
  if (!sent.ok) return sent;
  return yield* show(sent.value, operationOf(verb, found.object, after, changes));
}

function takenText(verb: MapVerb, taken: readonly [string, string][], current: Fields): string {
  const each = taken.map(([key]) => `'${key}' already has a value (${String(current[key])})`);
  if (verb.name === 'label') {
    const messages = each.map((one) => `${one}, and --overwrite is false`);
    return messages.length === 1 ? (messages[0] ?? '') : `[${messages.join(', ')}]`;
  }
  return `--overwrite is false but found the following declared annotation(s): ${each.join('; ')}`;
}

function operationOf(verb: MapVerb, before: Fields, after: Fields, changes: MapChanges): string {
  if (verb.name === 'annotate') return 'annotated';
  if (Object.keys(patchBetween(before, after, true)).length === 0) return 'not labeled';
  return Object.keys(changes.set).length === 0 ? 'unlabeled' : 'labeled';
}

/** Whether the command names just one object, by its file or its name. */
function isNamedAlone(k: Invocation, found: readonly Found[]): boolean {
  const selects =
    k.flags.text('selector') !== '' || k.flags.text('field-selector') !== '' || k.flags.bool('all');
  return found.length === 1 && !selects && !k.flags.list('filename').includes('-');
}

/** The entries, under a heading where there may be several objects. */
function* listOne(k: Invocation, verb: MapVerb, object: unknown, group: string | undefined): Sys<Outcome> {
  const title = verb.name === 'label' ? 'labels' : 'annotations';
  const kindInGroup = `${textAt(object, 'kind')}.${group ?? ''}`;
  if (group !== undefined) yield* k.p.print(`Listing ${title} for ${kindInGroup}/${nameOf(object)}:\n`);
  for (const [key, value] of stringEntries(object, 'metadata', verb.field))
    yield* k.p.print(`${group === undefined ? '' : ' '}${key}=${value}\n`);
  return good(undefined);
}
