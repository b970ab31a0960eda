import { good, type Result } from '../../../base/result.ts';
import { WireSchema } from '../../../kube/kinds/wire.ts';
import type { Sys } from '../../../linux/process/program.ts';
import { withLastApplied } from '../apply/last-applied.ts';
import { usageFailure, type Command, type Flag } from '../command.ts';
import { dryRunAndPrinter, dryRunQuery } from '../dry-run.ts';
import { failed, messageOf, type Failure, type Outcome } from '../failure.ts';
import { DRY_RUN_FLAG, fieldManagerFlag, printFlags, SAVE_CONFIG_FLAG, VALIDATE_FLAG } from '../flag-sets.ts';
import type { Invocation } from '../invocation.ts';
import { typedForm } from '../object/typed-form.ts';
import { mappingOfKind, pathOf } from '../resource/mapping.ts';
import { validationOf } from '../resource/validation.ts';
import { textAt, withAt, type Fields } from '../unstructured.ts';

/** What makes one kind of object from flags. */
export interface Generator {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly short: string;
  readonly long?: string;
  readonly examples: readonly string[];
  readonly use: string;
  readonly flags?: readonly Flag[];
  /** Cluster-wide kinds get no namespace. */
  readonly clusterWide?: boolean;
  /** Words before the server's refusal: `failed to create deployment: `; without it the refusal is printed as it is. */
  readonly refusal?: string;
  readonly build: (k: Invocation, name: string) => Sys<Result<Fields, Failure>>;
}

/** Makes the command `kubectl create KIND` of a generator. */
export function generatorCommand(generator: Generator): Command {
  return {
    name: generator.name,
    short: generator.short,
    use: generator.use,
    examples: generator.examples,
    ...(generator.aliases === undefined ? {} : { aliases: generator.aliases }),
    ...(generator.long === undefined ? {} : { long: generator.long }),
    flags: [
      ...(generator.flags ?? []),
      ...printFlags(),
      DRY_RUN_FLAG,
      fieldManagerFlag('kubectl-create'),
      SAVE_CONFIG_FLAG,
      VALIDATE_FLAG,
    ],
    *run(k) {
      const setup = yield* dryRunAndPrinter(k);
      if (!setup.ok) return setup;
      const name = nameArgument(k);
      if (!name.ok) return name;
      const built = yield* generator.build(k, name.value);
      if (!built.ok) return built;
      const scoped = generator.clusterWide !== true && k.namespaceForced;
      const object = scoped ? withAt(built.value, ['metadata', 'namespace'], k.namespace) : built.value;
      const { dryRun, printer } = setup.value;
      if (dryRun === 'client') return yield* printTyped(k, object, printer);
      const created = yield* createObject(k, object, 'kubectl-create', dryRunQuery(dryRun));
      if (created.ok) return yield* printer.print(created.value, 'created');
      if (generator.refusal === undefined) return created;
      return failed(`${generator.refusal}${messageOf(created.error)}`);
    },
  };
}

function* printTyped(
  k: Invocation,
  object: Fields,
  printer: { print(object: unknown, operation: string, keys?: 'as they stand'): Sys<Outcome> },
): Sys<Outcome> {
  const saved = k.flags.bool('save-config') ? withLastApplied(object) : object;
  return yield* printer.print(typedForm(new WireSchema(), saved), 'created', 'as they stand');
}

/** The one name before `--`. */
export function nameArgument(k: Invocation): Result<string, Failure> {
  const before = k.dash === undefined ? k.args : k.args.slice(0, k.dash);
  const [name] = before;
  return before.length === 1 && name !== undefined
    ? good(name)
    : usageFailure(k, `exactly one NAME is required, got ${before.length}`);
}

/** What stands after `--`: the command of a container. */
export function commandArguments(k: Invocation): readonly string[] {
  return k.dash === undefined ? [] : k.args.slice(k.dash);
}

/** Sends a new object. */
export function* createObject(
  k: Invocation,
  object: Fields,
  manager: string,
  query: { readonly dryRun?: string },
): Sys<Result<unknown, Failure>> {
  const mapper = yield* k.mapper();
  if (!mapper.ok) return mapper;
  const mapping = mappingOfKind(mapper.value, textAt(object, 'apiVersion'), textAt(object, 'kind'));
  if (mapping === undefined) return failed(`no matches for kind "${textAt(object, 'kind')}"`);
  const validation = k.flags.has('validate') ? validationOf(k) : good(undefined);
  if (!validation.ok) return validation;
  const saved = k.flags.has('save-config') && k.flags.bool('save-config') ? withLastApplied(object) : object;
  const typed = withAt(saved, ['metadata'], saved['metadata']);
  return yield* k.call('POST', pathOf(mapping, k.namespace), {
    query: {
      ...query,
      fieldManager: k.flags.text('field-manager') || manager,
      fieldValidation: validation.value,
    },
    body: typed,
  });
}
