import { bad, good, type Result } from '../../../base/result.ts';
import type { Sys } from '../../../linux/process/program.ts';
import type { Command } from '../command.ts';
import { resultPrinter, type ResultPrinter } from '../dry-run.ts';
import { failed, messageOf, type Failure, type Outcome } from '../failure.ts';
import {
  ALL_NAMESPACES_FLAG,
  FIELD_SELECTOR_FLAG,
  fileFlags,
  LOCAL_FLAG,
  printFlags,
  SELECTOR_FLAG,
} from '../flag-sets.ts';
import { goValue } from '../go/format.ts';
import type { Invocation } from '../invocation.ts';
import { followObject, type Seen } from '../object/follow.ts';
import { ended } from '../object/found.ts';
import { relaxedPath } from '../print/custom-columns.ts';
import { evaluateJsonPath } from '../print/jsonpath/evaluate.ts';
import type { PathNode } from '../print/jsonpath/node.ts';
import { parseJsonPath } from '../print/jsonpath/parse.ts';
import { fetchTarget, resolveTargets, type Found, type Target } from '../resource/builder.ts';
import { listAt, numberAt, textAt } from '../unstructured.ts';

/** What to wait for. */
type Goal =
  | { readonly type: 'delete' }
  | { readonly type: 'create' }
  | { readonly type: 'condition'; readonly name: string; readonly status: string }
  | { readonly type: 'jsonpath'; readonly nodes: readonly PathNode[]; readonly value: string | undefined };

/** A week, for --timeout below zero. */
const FOREVER_MS = 7 * 24 * 3_600_000;

/** `kubectl wait`. */
export const wait: Command = {
  name: 'wait',
  short: 'Experimental: Wait for a specific condition on one or many resources',
  long: 'Wait until objects have a condition, a field has a value, or an object exists or is gone.\n\n What was matched is printed; after --timeout the command fails.',
  examples: [
    '# Until a Pod is ready',
    'kubectl wait --for=condition=Ready pod/web-1',
    '',
    '# Until a field has a value',
    "kubectl wait --for=jsonpath='{.status.phase}'=Running pod/web-1",
    '',
    '# Until it is gone',
    'kubectl wait --for=delete pod/web-1 --timeout=60s',
  ],
  use: "([-f FILENAME] | resource.group/resource.name | resource.group [(-l label | --all)]) [--for=create|--for=delete|--for condition=available|--for=jsonpath='{}'[=value]] [options]",
  takes: 'resources',
  flags: [
    ...fileFlags('what to wait for')
      .filter((flag) => flag.name !== 'kustomize')
      .map((flag) => (flag.name === 'recursive' ? { ...flag, default: 'true' } : flag)),
    ...printFlags(),
    ALL_NAMESPACES_FLAG,
    FIELD_SELECTOR_FLAG,
    LOCAL_FLAG,
    SELECTOR_FLAG,
    { name: 'all', kind: 'bool', usage: 'All objects of the given types in the namespace.' },
    {
      name: 'for',
      kind: 'string',
      usage: "create, delete, condition=NAME[=VALUE] or jsonpath='{PATH}'[=VALUE].",
    },
    {
      name: 'timeout',
      kind: 'duration',
      default: '30s',
      usage: 'How long to wait; 0 looks once, less than 0 waits a week.',
    },
  ],
  *run(k) {
    const printer = resultPrinter(k, 'none');
    if (!printer.ok) return printer;
    const goal = goalOf(k.flags.text('for'));
    if (!goal.ok) return failed(goal.error);
    const targets = yield* resolveTargets(k, {
      args: k.args,
      files: k.flags.list('filename'),
      recursive: k.flags.bool('recursive'),
      selector: k.flags.text('selector'),
      fieldSelector: k.flags.text('field-selector'),
      all: k.flags.bool('all'),
      allNamespaces: k.flags.bool('all-namespaces'),
    });
    if (!targets.ok) return targets;
    const timeout = k.flags.duration('timeout');
    const deadline = k.deadline(timeout < 0 ? FOREVER_MS : timeout);
    return yield* waitForAll(k, targets.value, goal.value, deadline, printer.value);
  },
};

type Deadline = ReturnType<Invocation['deadline']>;

function goalOf(text: string): Result<Goal> {
  const lower = text.toLowerCase();
  if (lower === 'delete' || lower === 'create') return good({ type: lower });
  if (text.startsWith('condition=')) {
    const [name = '', status = 'true'] = text.slice('condition='.length).split('=');
    return good({ type: 'condition', name, status });
  }
  if (text.startsWith('jsonpath=')) return jsonPathGoal(text.slice('jsonpath='.length));
  return bad(`unrecognized condition: ${JSON.stringify(text)}`);
}

function jsonPathGoal(text: string): Result<Goal> {
  const braced = /^(\{.*?\}|'\{.*?\}')(?:=(.*))?$/s.exec(text);
  const split = braced ?? /^([^=]*)(?:=(.*))?$/s.exec(text);
  const expression = (split?.[1] ?? '').replace(/^'(.*)'$/s, '$1');
  const value = split?.[2]?.replace(/^(["'])(.*)\1$/s, '$2');
  if (value === '') return bad('jsonpath wait has to have a value after equal sign');
  const path = relaxedPath(expression);
  if (!path.ok) return path;
  const nodes = parseJsonPath(path.value);
  return nodes.ok ? good({ type: 'jsonpath', nodes: nodes.value, value }) : nodes;
}

function* waitForAll(
  k: Invocation,
  targets: readonly Target[],
  goal: Goal,
  deadline: Deadline,
  printer: ResultPrinter,
): Sys<Outcome> {
  const failures: Failure[] = [];
  let seen = 0;
  for (const target of targets) {
    const found = yield* present(k, target, goal, deadline);
    if (!found.ok) {
      const missing = found.error.type === 'status' && found.error.status.reason === 'NotFound';
      if (goal.type === 'delete' && missing) seen++;
      else failures.push(found.error);
      continue;
    }
    for (const one of found.value) {
      seen++;
      const met = yield* waitForOne(k, one, goal, deadline);
      if (!met.ok) failures.push(met.error);
      else yield* printer.print(met.value, 'condition met');
    }
  }
  if (failures.length === 0 && seen === 0 && goal.type !== 'delete')
    return failed('no matching resources found');
  return ended(failures);
}

/** The objects of a target; for --for=create it may take a while until there is one. */
function* present(
  k: Invocation,
  target: Target,
  goal: Goal,
  deadline: Deadline,
): Sys<Result<readonly Found[], Failure>> {
  for (;;) {
    const found = yield* fetchTarget(k, target);
    const missing = !found.ok && found.error.type === 'status' && found.error.status.reason === 'NotFound';
    const none = missing || (found.ok && found.value.length === 0);
    if (goal.type !== 'create' || !none) return found;
    if (k.p.now() >= deadline) return failed('timed out waiting for the condition');
    yield* k.p.sleep(Math.min(500, deadline - k.p.now()));
  }
}

function* waitForOne(
  k: Invocation,
  found: Found,
  goal: Goal,
  deadline: Deadline,
): Sys<Result<unknown, Failure>> {
  if (goal.type === 'create') return good(found.object);
  const uid = textAt(found.object, 'metadata', 'uid');
  const followed = yield* followObject<{ object: unknown }>(k, found, deadline, function* (seen) {
    return verdict(goal, seen, found, uid);
  });
  if (!followed.ok) {
    return goal.type === 'jsonpath' ? failed(messageOf(followed.error)) : followed;
  }
  if (followed.value.ended === 'done') return good(followed.value.value.object);
  return failed(`timed out waiting for the condition on ${found.mapping.plural}/${found.name}`);
}

function verdict(
  goal: Goal,
  seen: Seen,
  found: Found,
  uid: string,
): Result<{ object: unknown } | undefined, Failure> {
  if (goal.type === 'delete') {
    const gone = seen.type !== 'present' || textAt(seen.object, 'metadata', 'uid') !== uid;
    return good(gone ? { object: found.object } : undefined);
  }
  if (seen.type !== 'present') return good(undefined);
  const met =
    goal.type === 'condition'
      ? conditionMet(goal, seen.object)
      : goal.type === 'jsonpath'
        ? valueMet(goal, seen.object)
        : good(true);
  if (!met.ok) return failed(met.error);
  return good(met.value ? { object: seen.object } : undefined);
}

function conditionMet(goal: Extract<Goal, { type: 'condition' }>, object: unknown): Result<boolean> {
  const condition = listAt(object, 'status', 'conditions').find(
    (one) => textAt(one, 'type').toLowerCase() === goal.name.toLowerCase(),
  );
  if (condition === undefined) return good(false);
  const observed =
    numberAt(condition, 'observedGeneration') ?? numberAt(object, 'status', 'observedGeneration');
  const generation = numberAt(object, 'metadata', 'generation');
  if (observed !== undefined && generation !== undefined && observed < generation) return good(false);
  return good(textAt(condition, 'status').toLowerCase() === goal.status.toLowerCase());
}

function valueMet(goal: Extract<Goal, { type: 'jsonpath' }>, object: unknown): Result<boolean> {
  const results = evaluateJsonPath(goal.nodes, object);
  if (!results.ok) return bad(results.error);
  const values = results.value.flat();
  if (values.length === 0) return good(false);
  if (goal.value === undefined) return good(true);
  if (values.length > 1) return bad('given jsonpath expression matches more than one value');
  const [value] = values;
  if (typeof value === 'object' && value !== null) {
    return bad('jsonpath leads to a nested object or list which is not supported');
  }
  return good(goValue(value) === goal.value);
}
