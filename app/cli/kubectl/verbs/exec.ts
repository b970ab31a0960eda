import type { Sys } from '../../../linux/process/program.ts';
import { usageFailure, type Command } from '../command.ts';
import { failed, type Outcome } from '../failure.ts';
import { fileFlags } from '../flag-sets.ts';
import type { Invocation } from '../invocation.ts';
import { openStream, terminalWish } from '../stream/connect.ts';
import { containerOf, podOf } from '../stream/pod-of.ts';
import { outcomeOf, runSession } from '../stream/session.ts';
import { nameOf, namespaceOf, textAt } from '../unstructured.ts';

/** `kubectl exec`: runs a command inside a container. */
export const exec: Command = {
  name: 'exec',
  short: 'Execute a command in a container',
  long: 'Run a command in a container of a Pod. Its exit status becomes that of kubectl.',
  examples: [
    '# One command',
    'kubectl exec my-pod -- date',
    '',
    '# A shell, with a terminal',
    'kubectl exec -it my-pod -- sh',
    '',
    '# In a Pod of a deployment',
    'kubectl exec deploy/web -- env',
  ],
  use: '(POD | TYPE/NAME) [-c CONTAINER] [flags] -- COMMAND [args...] [options]',
  takes: 'pods',
  flags: [
    fileFlags('what to exec into').filter((flag) => flag.name === 'filename')[0] ?? {
      name: 'filename',
      kind: 'list',
      usage: '',
    },
    { name: 'container', short: 'c', kind: 'string', usage: 'Container to run in.', offers: 'containers' },
    {
      name: 'pod-running-timeout',
      kind: 'duration',
      default: '1m0s',
      usage: 'How long to wait for a running Pod.',
    },
    { name: 'quiet', short: 'q', kind: 'bool', usage: 'Only print what the command prints.' },
    { name: 'stdin', short: 'i', kind: 'bool', usage: 'Pass standard input on.' },
    { name: 'tty', short: 't', kind: 'bool', usage: 'Standard input is a terminal.' },
  ],
  *run(k) {
    const before = k.dash ?? k.args.length;
    const [word] = k.args;
    if (word === undefined || before === 0) return failed('pod, type/name or --filename must be specified');
    if (k.dash === undefined && k.args.length > 1) {
      return usageFailure(
        k,
        'exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead',
      );
    }
    const command = k.args.slice(before);
    if (command.length === 0) return failed('you must specify at least one command for the container');
    return yield* execIn(k, word, command);
  },
};

function* execIn(k: Invocation, word: string, command: readonly string[]): Sys<Outcome> {
  const pod = yield* podOf(k, word);
  if (!pod.ok) return pod;
  const phase = textAt(pod.value, 'status', 'phase');
  if (phase === 'Succeeded' || phase === 'Failed') {
    return failed(`cannot exec into a container in a completed pod; current phase is ${phase}`);
  }
  const container = containerOf(pod.value, k.flags.text('container'));
  if (container.note !== '' && !k.flags.bool('quiet')) yield* k.p.warn(container.note);
  const wish = yield* terminalWish(k);
  const stream = yield* openStream(
    k,
    `/api/v1/namespaces/${namespaceOf(pod.value)}/pods/${nameOf(pod.value)}/exec`,
    {
      command,
      container: container.name,
      stdin: wish.stdin ? 'true' : undefined,
      stdout: 'true',
      stderr: wish.tty ? undefined : 'true',
      tty: wish.tty ? 'true' : undefined,
    },
  );
  if (!stream.ok) return stream;
  return outcomeOf(yield* runSession(k.p, stream.value, wish));
}
