import type { Core } from '../../base/core.ts';
import type { Pod } from '../kinds/types.data.ts';
import { isPodReady, podCondition } from './pod-state.ts';

/** Annotation by which a Pod says how much its end would cost. */
const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';

/**
 * Orders Pods for a scale-down, the first to go in front: not placed before placed, pending before running, not ready
 * before ready, cheaper before dearer, on a crowded node before alone, younger before older (ready time, restarts,
 * creation), where ages count only by their power of two and the UID decides among equals.
 * @upstream pkg/controller/controller_utils.go ActivePodsWithRanks
 */
export function deletionOrder(core: Core, pods: readonly Pod[], related: readonly Pod[]): readonly Pod[] {
  const crowd = new Map<string, number>();
  for (const { spec } of related) crowd.set(spec.nodeName ?? '', (crowd.get(spec.nodeName ?? '') ?? 0) + 1);
  const now = BigInt(Math.floor((core.epoch + core.now()) * 1000)) * 1000n;
  const ranked = pods.map((pod) => rankOf(pod, crowd, now));
  return ranked.toSorted(compare).map(({ pod }) => pod);
}

interface Ranked {
  readonly pod: Pod;
  /** Compared one after the other; smaller goes first. */
  readonly keys: readonly number[];
  readonly ready: boolean;
  readonly readySince: string | undefined;
  readonly readyRank: number;
  readonly restarts: number;
  readonly createdRank: number;
}

const PHASES: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };

function rankOf(pod: Pod, crowd: ReadonlyMap<string, number>, now: bigint): Ranked {
  const node = pod.spec.nodeName ?? '';
  const ready = isPodReady(pod);
  const readySince = podCondition(pod, 'Ready')?.lastTransitionTime;
  return {
    pod,
    keys: [
      node === '' ? 0 : 1,
      PHASES[pod.status.phase ?? 'Pending'] ?? 0,
      ready ? 1 : 0,
      costOf(pod),
      -(crowd.get(node) ?? 0),
    ],
    ready,
    readySince,
    readyRank: powerOfAge(readySince, now),
    restarts: mostRestarts(pod),
    createdRank: powerOfAge(pod.metadata.creationTimestamp, now),
  };
}

function compare(one: Ranked, other: Ranked): number {
  for (const [index, key] of one.keys.entries()) {
    const difference = key - (other.keys[index] ?? 0);
    if (difference !== 0) return difference;
  }
  if (one.ready && other.ready && one.readySince !== other.readySince)
    return one.readyRank - other.readyRank || byUid(one, other);
  if (one.restarts !== other.restarts) return other.restarts - one.restarts;
  if (one.pod.metadata.creationTimestamp !== other.pod.metadata.creationTimestamp)
    return one.createdRank - other.createdRank || byUid(one, other);
  return 0;
}

function byUid(one: Ranked, other: Ranked): number {
  return one.pod.metadata.uid < other.pod.metadata.uid ? -1 : 1;
}

function costOf({ metadata }: Pod): number {
  const text = metadata.annotations?.[DELETION_COST] ?? '0';
  return /^(0|-?[1-9]\d*)$/.test(text) ? Number(text) : 0;
}

function mostRestarts({ status }: Pod): number {
  return Math.max(0, ...(status.containerStatuses ?? []).map(({ restartCount }) => restartCount));
}

/** The power of two below an age in nanoseconds; -1 for no age at all. */
function powerOfAge(since: string | undefined, now: bigint): number {
  if (since === undefined) return -1;
  const age = now - BigInt(Date.parse(since)) * 1_000_000n;
  return age > 0n ? age.toString(2).length - 1 : -1;
}
