import { dateAt, type Core } from '../../base/core.ts';
import { virtualMs } from '../../base/brand.ts';
import { encodeUtf8 } from '../../base/utf8.ts';
import type { ApiStream, Status, StreamEvent } from '../client.ts';
import type { AgentAnswer, LogOptions, NodeAgent, PodRef } from '../node-agent.ts';
import type { Run } from './containers.ts';
import { entryText, logText } from './log.ts';
import type { PodWorker } from './pod-worker.ts';

/** Makes what answers the API server's questions about the Pods of a node. */
export function createNodeAgent(core: Core, workerOf: (uid: string) => PodWorker | undefined): NodeAgent {
  const dateOf = (at: number) =>
    dateAt(core, virtualMs(at))
      .toISOString()
      .replace(/(\.\d+)Z$/, '$1000000Z');
  const runOf = (ref: PodRef, container: string): Run | undefined =>
    workerOf(ref.uid)?.slots.find(({ spec }) => spec.name === container)?.current;
  return {
    logs(ref, options) {
      const run = runForLogs(workerOf(ref.uid), ref, options);
      if (!run.ok) return run;
      const { log } = run.value;
      const text = logText(log, options, core.now(), dateOf);
      if (!options.follow || log.ended) return { ok: true, value: { text } };
      return { ok: true, value: { text, follow: followStream(run.value, text, options.timestamps, dateOf) } };
    },
    exec(ref, options) {
      const running = runOf(ref, options.container)?.running;
      return running ? running.exec(options) : notFound(options.container);
    },
    attach(ref, options) {
      const running = runOf(ref, options.container)?.running;
      return running ? running.attach(options) : notFound(options.container);
    },
  };
}

function notFound(container: string): AgentAnswer<never> {
  return {
    ok: false,
    code: 500,
    message: `unable to upgrade connection: container not found ("${container}")`,
  };
}

function runForLogs(worker: PodWorker | undefined, ref: PodRef, options: LogOptions): AgentAnswer<Run> {
  const slot = worker?.slots.find(({ spec }) => spec.name === options.container);
  const place = `container "${options.container}" in pod "${ref.name}"`;
  if (options.previous) {
    const previous = slot?.waiting && slot.current?.exit ? slot.current : slot?.previous;
    return previous
      ? { ok: true, value: previous }
      : {
          ok: false,
          code: 400,
          message: `previous terminated ${place.replace(' in pod', ' in pod')} not found`,
        };
  }
  if (slot?.current) return { ok: true, value: slot.current };
  const waiting =
    slot?.waiting?.reason ??
    (worker?.slots.some(({ kind }) => kind !== 'app') ? 'PodInitializing' : 'ContainerCreating');
  return { ok: false, code: 400, message: waitingText(place, waiting, slot?.waiting?.reason) };
}

/** @upstream pkg/kubelet/kubelet_pods.go validateContainerLogStatus */
function waitingText(place: string, waiting: string, known: string | undefined): string {
  if (known === 'ErrImagePull' || known === 'ImagePullBackOff')
    return `${place} is waiting to start: ${known === 'ErrImagePull' ? "image can't be pulled" : 'trying and failing to pull image'}`;
  return `${place} is waiting to start: ${waiting}`;
}

const DONE: Status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success' };

function followStream(
  { log }: Run,
  text: string,
  timestamps: boolean,
  dateOf: (at: number) => string,
): ApiStream {
  let stop = () => {};
  return {
    subscribe(listener: (event: StreamEvent) => void) {
      if (text !== '') listener({ type: 'data', channel: 'stdout', bytes: encodeUtf8(text) });
      stop = log.follow((entry) =>
        listener(
          entry
            ? { type: 'data', channel: 'stdout', bytes: encodeUtf8(entryText(entry, timestamps, dateOf)) }
            : { type: 'end', status: DONE },
        ),
      );
      return stop;
    },
    send: () => undefined,
    resize: () => undefined,
    close: () => stop(),
  };
}
