import type { Row } from '../../engine/protocol.ts';
import type { Trace } from '../../linux/trace.ts';

/**
 * Which of the new traces the page turns to: the newest that a program of the learner's began. The cluster's own
 * talk (probes, API calls) is never chosen, and a DNS question gives way to the call that it was asked for.
 */
export function chooseTrace(
  traces: readonly Trace[],
  watched: Trace | undefined,
  rows: ReadonlyMap<string, Row>,
): Trace | undefined {
  const candidates = traces.filter((trace) => trace.id !== watched?.id && isLearners(trace, rows));
  const newest = candidates.findLast((trace) => !isDns(trace)) ?? candidates.at(-1);
  if (newest === undefined || watched === undefined) return newest;
  if (!sameProgram(newest, watched)) return newest.startedAt >= watched.startedAt ? newest : undefined;
  return isDns(watched) && !isDns(newest) ? newest : undefined;
}

/** Whether a trace is a question to the cluster's DNS. */
export const isDns = (trace: Trace): boolean => trace.original.dport === 53;

const OWN_TALK = new Set(['kubelet', 'kube-proxy', 'kube-apiserver', 'coredns', 'kube-scheduler', 'kubectl']);

function isLearners(trace: Trace, rows: ReadonlyMap<string, Row>): boolean {
  if (OWN_TALK.has(trace.from.program ?? '')) return false;
  const pod = [...rows.values()].find((row) => row.kind === 'Pod' && row.place === trace.from.netns);
  return pod?.kind !== 'Pod' || pod.namespace !== 'kube-system';
}

const sameProgram = (one: Trace, other: Trace): boolean =>
  one.from.netns === other.from.netns && one.from.pid === other.from.pid;
