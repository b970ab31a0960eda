import { good, type Result } from '../../../base/result.ts';
import type { Sys } from '../../../linux/process/program.ts';
import { selectorQuery } from '../description/selector.ts';
import { failed, type Failure } from '../failure.ts';
import { byCodePoint } from '../go/json.ts';
import type { Invocation } from '../invocation.ts';
import { resolveTargets } from '../resource/builder.ts';
import { pathOf } from '../resource/mapping.ts';
import { at, isFields, listAt, nameOf, namespaceOf, textAt, type Fields } from '../unstructured.ts';

/** Finds the Pod that a word means: itself, or one of those that TYPE/NAME runs. */
export function* podOf(k: Invocation, word: string, announce = false): Sys<Result<Fields, Failure>> {
  const args = word.includes('/') ? [word] : ['pods', word];
  const targets = yield* resolveTargets(k, {
    args,
    files: k.flags.has('filename') ? k.flags.list('filename') : [],
  });
  if (!targets.ok) return targets;
  const [target] = targets.value;
  if (target === undefined) return failed('no pod was specified');
  const found = yield* k.get(pathOf(target.mapping, target.namespace, target.name));
  if (!found.ok) return found;
  if (!isFields(found.value)) return failed('the server answered with no object');
  if (target.mapping.kind === 'Pod') return good(found.value);
  return yield* firstPod(k, found.value, target.mapping.kind, announce);
}

function* firstPod(
  k: Invocation,
  owner: Fields,
  kind: string,
  announce: boolean,
): Sys<Result<Fields, Failure>> {
  const labelSelector =
    kind === 'Service' ? serviceSelector(owner) : selectorQuery(at(owner, 'spec', 'selector'));
  if (labelSelector === '') return failed(`cannot get the pods of a ${kind}: selector not found`);
  const listed = yield* k.get(`/api/v1/namespaces/${namespaceOf(owner)}/pods`, { labelSelector });
  if (!listed.ok) return listed;
  const pods = listAt(listed.value, 'items').filter(isFields).toSorted(byUsefulness);
  const [first] = pods;
  if (first === undefined) return failed('timed out waiting for the condition');
  if (announce && pods.length > 1) yield* k.p.warn(`Found ${pods.length} pods, using pod/${nameOf(first)}\n`);
  return good({ apiVersion: 'v1', kind: 'Pod', ...first });
}

function serviceSelector(service: Fields): string {
  return selectorQuery({ matchLabels: at(service, 'spec', 'selector') });
}

/** Running before pending, ready before not ready, older before younger. */
function byUsefulness(a: Fields, b: Fields): number {
  const rank = (pod: Fields): number => {
    const ready = listAt(pod, 'status', 'conditions').some(
      (one) => textAt(one, 'type') === 'Ready' && textAt(one, 'status') === 'True',
    );
    return (textAt(pod, 'status', 'phase') === 'Running' ? 0 : 2) + (ready ? 0 : 1);
  };
  return (
    rank(a) - rank(b) ||
    byCodePoint(textAt(a, 'metadata', 'creationTimestamp'), textAt(b, 'metadata', 'creationTimestamp')) ||
    byCodePoint(nameOf(a), nameOf(b))
  );
}

/** The container that is meant, and the note about it when it was chosen among several. */
export function containerOf(pod: Fields, wanted: string): { readonly name: string; readonly note: string } {
  if (wanted !== '') return { name: wanted, note: '' };
  const names = (field: string): readonly string[] =>
    listAt(pod, 'spec', field).map((one) => textAt(one, 'name'));
  const containers = names('containers');
  const all = [
    ...containers,
    ...names('ephemeralContainers').map((name) => `${name} (ephem)`),
    ...names('initContainers').map((name) => `${name} (init)`),
  ];
  const preferred = textAt(pod, 'metadata', 'annotations', 'kubectl.kubernetes.io/default-container');
  if (containers.includes(preferred)) return { name: preferred, note: '' };
  const [first = ''] = containers;
  const note = all.length > 1 ? `Defaulted container "${first}" out of: ${all.join(', ')}\n` : '';
  return { name: first, note };
}
