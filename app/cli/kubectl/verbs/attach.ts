import { good } from '../../../base/result.ts';
import { usageFailure, type Command } from '../command.ts';
import { failed } from '../failure.ts';
import { attachTo } from '../stream/attach.ts';
import { terminalWish } from '../stream/connect.ts';
import { containerOf, podOf } from '../stream/pod-of.ts';
import { nameOf, textAt } from '../unstructured.ts';

/** `kubectl attach`: joins what already runs in a container. */
export const attach: Command = {
  name: 'attach',
  short: 'Attach to a running container',
  long: 'Join the process that already runs in a container: see its output, and with -i write to it.',
  examples: [
    '# See the output',
    'kubectl attach my-pod',
    '',
    '# Go on in its shell',
    'kubectl attach my-pod -c sh -i -t',
  ],
  use: '(POD | TYPE/NAME) -c CONTAINER [options]',
  takes: 'pods',
  flags: [
    { name: 'container', short: 'c', kind: 'string', usage: 'Container to attach to.', offers: 'containers' },
    {
      name: 'pod-running-timeout',
      kind: 'duration',
      default: '1m0s',
      usage: 'How long to wait for a running Pod.',
    },
    { name: 'quiet', short: 'q', kind: 'bool', usage: 'Only print what the session prints.' },
    { name: 'stdin', short: 'i', kind: 'bool', usage: 'Pass standard input on.' },
    { name: 'tty', short: 't', kind: 'bool', usage: 'Standard input is a terminal.' },
  ],
  *run(k) {
    const [word] = k.args;
    if (word === undefined) return failed('at least 1 argument is required for attach');
    if (k.args.length > 2)
      return usageFailure(
        k,
        `expected POD, TYPE/NAME, or TYPE NAME, (at most 2 arguments) saw ${k.args.length}: [${k.args.join(' ')}]`,
      );
    const pod = yield* podOf(k, k.args.length === 2 ? k.args.join('/') : word);
    if (!pod.ok) return pod;
    const phase = textAt(pod.value, 'status', 'phase');
    if (phase === 'Succeeded' || phase === 'Failed') {
      return failed(`cannot attach a container in a completed pod; current phase is ${phase}`);
    }
    const container = containerOf(pod.value, k.flags.text('container'));
    const quiet = k.flags.bool('quiet');
    if (container.note !== '' && !quiet) yield* k.p.warn(container.note);
    const wish = yield* terminalWish(k);
    const ended = yield* attachTo(k, pod.value, container.name, wish, quiet);
    if (!ended.ok) return ended;
    const restarts = textAt(pod.value, 'spec', 'restartPolicy') === 'Always';
    if (wish.stdin && wish.tty && restarts && !quiet)
      yield* k.p.print(resumeHint(nameOf(pod.value), container.name));
    return good(undefined);
  },
};

/** How to come back to a session that goes on. */
export function resumeHint(pod: string, container: string): string {
  return `Session ended, resume using 'kubectl attach ${pod} -c ${container} -i -t' command when the pod is running\n`;
}
