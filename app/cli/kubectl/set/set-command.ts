import { good, type Result } from '../../../base/result.ts';
import { WireSchema } from '../../../kube/kinds/wire.ts';
import type { Sys } from '../../../linux/process/program.ts';
import type { Command, Flag } from '../command.ts';
import { dryRunAndPrinter, type DryRun, type ResultPrinter } from '../dry-run.ts';
import { failed, messageOf, type Failure, type Outcome } from '../failure.ts';
import {
  DRY_RUN_FLAG,
  fieldManagerFlag,
  fileFlags,
  LOCAL_FLAG,
  printFlags,
  SELECTOR_FLAG,
} from '../flag-sets.ts';
import type { Invocation } from '../invocation.ts';
import { patchBetween, sendChange } from '../object/change.ts';
import { eachObject, findObjects } from '../object/found.ts';
import { typedForm } from '../object/typed-form.ts';
import type { Found } from '../resource/builder.ts';
import { isFields, type Fields } from '../unstructured.ts';

/** What one `kubectl set` command does to an object. */
export interface Setter {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly short: string;
  readonly examples: readonly string[];
  readonly use: string;
  readonly flags: readonly Flag[];
  /** Flags of the others that this one does not take. */
  readonly without?: readonly string[];
  /** The word of success: `image updated`. */
  readonly operation: string;
  /** Words before a refusal of the server. */
  readonly refusal?: string;
  /** Splits the arguments into resources and the rest, and complains about what is missing. */
  readonly read: (
    k: Invocation,
  ) => Result<{ readonly resources: readonly string[]; readonly rest: readonly string[] }>;
  /** The object after the change; undefined when the verb has done all itself. */
  readonly change: (
    k: Invocation,
    found: Found,
    rest: readonly string[],
  ) => Sys<Result<Fields | undefined, Failure>>;
}

const LOCAL_FILES =
  "you must specify resources by --filename when --local is set.\nExample resource specifications include:\n   '-f rsrc.yaml'\n   '--filename=rsrc.json'";

function setFlags(setter: Setter): readonly Flag[] {
  const all: readonly Flag[] = [
    ...setter.flags,
    ...fileFlags('what to change'),
    ...printFlags(),
    DRY_RUN_FLAG,
    fieldManagerFlag('kubectl-set'),
    LOCAL_FLAG,
    SELECTOR_FLAG,
    { name: 'all', kind: 'bool', usage: 'All objects of the given types in the namespace.' },
  ];
  return all.filter((flag) => setter.without?.includes(flag.name) !== true);
}

/** Makes a command of `kubectl set`. */
export function setCommand(setter: Setter): Command {
  return {
    name: setter.name,
    ...(setter.aliases === undefined ? {} : { aliases: setter.aliases }),
    short: setter.short,
    examples: setter.examples,
    use: setter.use,
    takes: 'resources',
    flags: setFlags(setter),
    *run(k) {
      const setup = yield* dryRunAndPrinter(k);
      if (!setup.ok) return setup;
      const read = setter.read(k);
      if (!read.ok) return failed(read.error);
      const local = k.flags.bool('local');
      const files = k.flags.list('filename');
      if (local && (files.length === 0 || read.value.resources.length > 0)) return failed(LOCAL_FILES);
      const objects = yield* findObjects(
        k,
        {
          args: read.value.resources,
          files,
          recursive: k.flags.bool('recursive'),
          selector: k.flags.has('selector') ? k.flags.text('selector') : '',
          all: k.flags.bool('all'),
        },
        local,
      );
      if (!objects.ok) return objects;
      const { dryRun, printer } = setup.value;
      return yield* eachObject(objects.value, (found) =>
        changeOne(k, setter, found, read.value.rest, local ? 'client' : dryRun, printer),
      );
    },
  };
}

function* changeOne(
  k: Invocation,
  setter: Setter,
  found: Found,
  rest: readonly string[],
  dryRun: DryRun,
  printer: ResultPrinter,
): Sys<Outcome> {
  const after = yield* setter.change(k, found, rest);
  if (!after.ok) return after;
  if (after.value === undefined) return good(undefined);
  const unchanged = Object.keys(patchBetween(found.object, after.value)).length === 0;
  if (unchanged && !printer.printsObjects && dryRun === 'none') return good(undefined);
  const sent = yield* sendChange(k, found, after.value, { dryRun, manager: k.flags.text('field-manager') });
  if (sent.ok) {
    const typed = isFields(sent.value) ? typedForm(new WireSchema(), sent.value) : sent.value;
    return yield* printer.print(typed, setter.operation, 'as they stand');
  }
  return setter.refusal === undefined ? sent : failed(`${setter.refusal}${messageOf(sent.error)}`);
}
