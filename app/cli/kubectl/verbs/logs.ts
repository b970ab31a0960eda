import { good, type Result } from '../../../base/result.ts';
import { decodeUtf8 } from '../../../base/utf8.ts';
import type { ApiStream, StreamEvent } from '../../../kube/client.ts';
import type { Sys } from '../../../linux/process/program.ts';
import { usageFailure, type Command } from '../command.ts';
import { exitWith, failed, messageOf, type Failure, type Outcome } from '../failure.ts';
import { SELECTOR_FLAG } from '../flag-sets.ts';
import { objectOf, type Invocation } from '../invocation.ts';
import { ended } from '../object/found.ts';
import { containerOf, podOf } from '../stream/pod-of.ts';
import { isFields, listAt, nameOf, namespaceOf, textAt, type Fields } from '../unstructured.ts';

const EXPECTED =
  "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command";

/** `kubectl logs`. */
export const logs: Command = {
  name: 'logs',
  short: 'Print the logs for a container in a pod',
  long: 'Print what a container has written. With one container in the Pod its name may be left out.',
  examples: [
    '# A Pod with one container',
    'kubectl logs my-pod',
    '',
    '# Go on with what comes',
    'kubectl logs -f my-pod',
    '',
    '# The container before the last restart',
    'kubectl logs -p my-pod',
    '',
    '# All Pods with a label',
    'kubectl logs -l app=web --all-containers',
  ],
  use: '[-f] [-p] (POD | TYPE/NAME) [-c CONTAINER] [options]',
  takes: 'pods',
  flags: [
    SELECTOR_FLAG,
    { name: 'all-containers', kind: 'bool', usage: 'Of all containers.' },
    { name: 'all-pods', kind: 'bool', usage: 'Of all Pods of TYPE/NAME.' },
    { name: 'container', short: 'c', kind: 'string', usage: 'Of this container.', offers: 'containers' },
    { name: 'follow', short: 'f', kind: 'bool', usage: 'Go on with what comes.' },
    { name: 'ignore-errors', kind: 'bool', usage: 'Go on after errors.' },
    {
      name: 'insecure-skip-tls-verify-backend',
      kind: 'bool',
      usage: "Do not check the kubelet's certificate.",
    },
    { name: 'limit-bytes', kind: 'int', usage: 'At most so many bytes.' },
    { name: 'max-log-requests', kind: 'int', default: '5', usage: 'How many logs to follow at once.' },
    {
      name: 'pod-running-timeout',
      kind: 'duration',
      default: '20s',
      usage: 'How long to wait for a running Pod.',
    },
    { name: 'prefix', kind: 'bool', usage: 'Put Pod and container before each line.' },
    { name: 'previous', short: 'p', kind: 'bool', usage: 'Of the container before the last restart.' },
    { name: 'since', kind: 'duration', usage: 'Only what is younger than this.' },
    { name: 'since-time', kind: 'string', usage: 'Only what is younger than this time (RFC 3339).' },
    {
      name: 'tail',
      kind: 'int',
      default: '-1',
      usage: 'Only the last lines; with a selector 10 unless said.',
    },
    { name: 'timestamps', kind: 'bool', usage: 'Put the time before each line.' },
  ],
  *run(k) {
    const selector = k.flags.text('selector');
    if (k.args.length === 0 && selector === '') return usageFailure(k, EXPECTED);
    if (k.args.length > 0 && selector !== '') {
      return usageFailure(k, 'only a selector (-l) or a POD name is allowed');
    }
    if (k.args.length > 2) return usageFailure(k, EXPECTED);
    const pods = selector === '' ? yield* onePod(k) : yield* selectedPods(k, selector);
    if (!pods.ok) return pods;
    const wanted = k.args[1] ?? k.flags.text('container');
    const failures: Failure[] = [];
    for (const pod of pods.value) {
      for (const container of yield* containersFor(k, pod, wanted)) {
        const printed = yield* printLog(k, pod, container);
        if (!printed.ok) failures.push(printed.error);
        if (!printed.ok && !k.flags.bool('ignore-errors')) return ended(failures);
      }
    }
    return ended(failures);
  },
};

function* onePod(k: Invocation): Sys<Result<readonly Fields[], Failure>> {
  const word = k.args[0] ?? '';
  const pod = yield* podOf(k, word, true);
  if (pod.ok) return good([pod.value]);
  if (pod.error.type === 'status' && pod.error.status.reason === 'NotFound') {
    return failed(`error from server (NotFound): ${messageOf(pod.error)} in namespace "${k.namespace}"`);
  }
  return pod;
}

function* selectedPods(k: Invocation, labelSelector: string): Sys<Result<readonly Fields[], Failure>> {
  const listed = yield* k.get(`/api/v1/namespaces/${k.namespace}/pods`, { labelSelector });
  if (!listed.ok) return listed;
  const pods = listAt(listed.value, 'items').filter(isFields);
  if (pods.length === 0) return exitWith(0, `No resources found in ${k.namespace} namespace.`);
  return good(pods);
}

function* containersFor(k: Invocation, pod: Fields, wanted: string): Sys<readonly string[]> {
  if (k.flags.bool('all-containers')) {
    return ['initContainers', 'containers', 'ephemeralContainers'].flatMap((field) =>
      listAt(pod, 'spec', field).map((one) => textAt(one, 'name')),
    );
  }
  const container = containerOf(pod, wanted);
  if (container.note !== '') yield* k.p.warn(container.note);
  return [container.name];
}

function* printLog(k: Invocation, pod: Fields, container: string): Sys<Outcome> {
  const known = ['initContainers', 'containers', 'ephemeralContainers'].some((field) =>
    listAt(pod, 'spec', field).some((one) => textAt(one, 'name') === container),
  );
  if (!known) return failed(`container ${container} is not valid for pod ${nameOf(pod)}`);
  const since = k.flags.duration('since');
  const tail = k.flags.int('tail') >= 0 ? k.flags.int('tail') : k.flags.text('selector') === '' ? -1 : 10;
  const limit = k.flags.int('limit-bytes');
  const answer = yield* k.request('GET', `/api/v1/namespaces/${namespaceOf(pod)}/pods/${nameOf(pod)}/log`, {
    query: {
      container,
      follow: k.flags.bool('follow') ? 'true' : undefined,
      previous: k.flags.bool('previous') ? 'true' : undefined,
      timestamps: k.flags.bool('timestamps') ? 'true' : undefined,
      tailLines: tail >= 0 ? String(tail) : undefined,
      sinceSeconds: since > 0 ? String(Math.ceil(since / 1000)) : undefined,
      sinceTime: k.flags.text('since-time') || undefined,
      limitBytes: limit > 0 ? String(limit) : undefined,
    },
  });
  const prefix = k.flags.bool('prefix') ? `[pod/${nameOf(pod)}/${container}] ` : '';
  if (answer.type === 'stream') return yield* followLog(k, answer.stream, prefix);
  const text = objectOf(answer);
  if (!text.ok) return text;
  yield* k.p.print(prefixed(String(text.value), prefix));
  return good(undefined);
}

function prefixed(text: string, prefix: string): string {
  return prefix === '' ? text : text.replace(/^(?=.)/gm, prefix);
}

function* followLog(k: Invocation, stream: ApiStream, prefix: string): Sys<Outcome> {
  const inbox = k.p.inbox<StreamEvent>();
  const leave = stream.subscribe((event) => inbox.push(event));
  try {
    for (;;) {
      const event = yield* k.p.receive(inbox);
      if (event === undefined || !('type' in event)) continue;
      if (event.type === 'end') return good(undefined);
      if (event.type === 'data') yield* k.p.print(prefixed(decodeUtf8(event.bytes), prefix));
    }
  } finally {
    leave();
    stream.close();
  }
}
