import { good, type Result } from '../../../base/result.ts';
import { WireSchema } from '../../../kube/kinds/wire.ts';
import type { Sys } from '../../../linux/process/program.ts';
import { lastApplied, withLastApplied } from '../apply/last-applied.ts';
import { threeWayMergePatch, threeWayPatch } from '../apply/three-way.ts';
import { usageFailure, type Command } from '../command.ts';
import { exitWith, failed, prefixed, type Failure, type Outcome } from '../failure.ts';
import { fieldManagerFlag, fileFlags, SELECTOR_FLAG } from '../flag-sets.ts';
import { goJson } from '../go/json.ts';
import type { Invocation } from '../invocation.ts';
import { wireTypeOf } from '../object/typed-form.ts';
import { withoutManagedFields } from '../print/printer.ts';
import { printYaml } from '../print/yaml.ts';
import { resolveTargets, type Target } from '../resource/builder.ts';
import { pathOf } from '../resource/mapping.ts';
import { isFields, textAt } from '../unstructured.ts';
import { filesOf } from './apply.ts';

const RANDOM_BOUND = 4_000_000_000;

/** `kubectl diff`: what apply would change. */
export const diff: Command = {
  name: 'diff',
  short: 'Diff the live version against a would-be applied version',
  long: 'Compare what is on the server with what it would be after apply.\n\n Status 0: no difference, 1: some, above: an error.',
  examples: [
    '# A file',
    'kubectl diff -f pod.json',
    '',
    '# Standard input',
    'cat service.yaml | kubectl diff -f -',
  ],
  use: '-f FILENAME [options]',
  takes: 'files',
  flags: [
    ...fileFlags('the configuration to compare'),
    fieldManagerFlag('kubectl-client-side-apply'),
    SELECTOR_FLAG,
    { name: 'concurrency', kind: 'int', default: '1', usage: 'How many objects at once.' },
    { name: 'force-conflicts', kind: 'bool', usage: 'With --server-side: take over fields that others own.' },
    { name: 'prune', kind: 'bool', usage: 'Include what would be pruned (not simulated).' },
    { name: 'prune-allowlist', kind: 'array', usage: 'Types that --prune may delete.' },
    { name: 'server-side', kind: 'bool', usage: 'Let the server merge.' },
    { name: 'show-managed-fields', kind: 'bool', usage: 'Compare managedFields too.' },
  ],
  *run(k) {
    if (k.args.length > 0) return usageFailure(k, `Unexpected args: [${k.args.join(' ')}]`);
    const files = yield* filesOf(k);
    if (!files.ok) return files;
    const targets = yield* resolveTargets(k, {
      args: [],
      files: files.value,
      recursive: k.flags.bool('recursive'),
    });
    if (!targets.ok) return targets;
    const random = k.p.random('kubectl');
    const [live, merged] = ['LIVE', 'MERGED'].map((name) => `/tmp/${name}-${random.below(RANDOM_BOUND)}`);
    for (const directory of [live ?? '', merged ?? '']) k.p.fs.mkdir(directory, { parents: true });
    for (const target of targets.value) {
      const written = yield* writeBoth(k, target, live ?? '', merged ?? '');
      if (!written.ok) return written;
    }
    return yield* compare(k, live ?? '', merged ?? '');
  },
};

function* writeBoth(k: Invocation, target: Target, live: string, merged: string): Sys<Outcome> {
  const path = pathOf(target.mapping, target.namespace, target.name);
  const current = yield* k.get(path);
  const missing =
    !current.ok && current.error.type === 'status' && current.error.status.reason === 'NotFound';
  if (!current.ok && !missing) return current;
  const after = yield* wouldBe(k, target, current.ok ? current.value : undefined);
  if (!after.ok) return after;
  const { group, version, kind } = target.mapping;
  const file = [group, version, kind, target.namespace, target.name].filter((part) => part !== '').join('.');
  const text = (object: unknown): string =>
    printYaml(k.flags.bool('show-managed-fields') ? object : withoutManagedFields(object));
  if (current.ok) k.p.fs.writeFile(`${live}/${file}`, text(current.value));
  k.p.fs.writeFile(`${merged}/${file}`, text(after.value));
  return good(undefined);
}

/** The object as it would be: the server tells under a dry run, where other owners do not matter. */
function* wouldBe(k: Invocation, target: Target, current: unknown): Sys<Result<unknown, Failure>> {
  const path = pathOf(target.mapping, target.namespace, target.name);
  const manager =
    k.flags.changed('field-manager') || !k.flags.bool('server-side')
      ? k.flags.text('field-manager')
      : 'kubectl';
  if (k.flags.bool('server-side')) {
    return yield* k.call('PATCH', path, {
      query: {
        dryRun: 'All',
        fieldManager: manager,
        force: 'true',
      },
      contentType: 'application/apply-patch+yaml',
      body: goJson(target.object),
    });
  }
  const modified = withLastApplied(target.object ?? {});
  if (!isFields(current)) {
    const created = yield* k.call('POST', pathOf(target.mapping, target.namespace), {
      query: { dryRun: 'All', fieldManager: manager },
      body: modified,
    });
    return created.ok ? created : { ok: false, error: prefixed(created.error, '') };
  }
  const schema = new WireSchema();
  const type = wireTypeOf(schema, textAt(modified, 'apiVersion'), target.mapping.kind);
  const versions = { original: lastApplied(current) ?? {}, modified, current };
  const patch = type === undefined ? threeWayMergePatch(versions) : threeWayPatch(schema, type, versions);
  return yield* k.call('PATCH', path, {
    query: { dryRun: 'All', fieldManager: manager },
    contentType:
      type === undefined ? 'application/merge-patch+json' : 'application/strategic-merge-patch+json',
    body: patch,
  });
}

function* compare(k: Invocation, live: string, merged: string): Sys<Outcome> {
  const program = (k.p.env.get('KUBECTL_EXTERNAL_DIFF') || 'diff -u -N').split(' ');
  const child = k.p.spawn([...program, live, merged]);
  if (!child.ok)
    return failed(`failed to run ${JSON.stringify(program[0])}: executable file not found in $PATH`);
  const ended = yield* k.p.wait(child.value);
  return ended.code === 0 ? good(undefined) : exitWith(ended.code);
}
