import { timestampAt, type Core } from '../../base/core.ts';
import { deepEqual } from '../../base/equal.ts';
import { createApiClient, type ApiClient } from '../api-client.ts';
import { partOf, type ControllerDeps, type ControllerSpec } from '../control/controller.ts';
import { controllerOf } from '../control/owner.ts';
import { isPodReady, isPodTerminal } from '../control/pod-state.ts';
import { scaledValue } from '../control/rolling.ts';
import { createEventRecorder, type EventRecorder } from '../event-recorder.ts';
import type { Index, Informers } from '../informer.ts';
import { fromLabelSelector, matches } from '../kinds/selectors.ts';
import type { Condition, Pod, PodDisruptionBudget, PodDisruptionBudgetStatus } from '../kinds/types.data.ts';
import {
  DISRUPTION_BUDGETS,
  nameKey,
  PODS,
  REPLICA_SETS,
  STATEFUL_SETS,
  storeKey,
} from '../resource-type.ts';
import { createWorkQueue, type WorkOutcome } from '../work-queue.ts';

const NAME = 'disruption-controller';

/** Counts how many Pods of a budget may be evicted now. */
export const disruptionController: ControllerSpec = { name: NAME, make };

interface Desk {
  readonly core: Core;
  readonly client: ApiClient;
  readonly record: EventRecorder;
  readonly informers: Informers;
  readonly pods: Index<Pod>;
}

function make({ core, door, informers }: ControllerDeps) {
  const client = createApiClient(door, NAME);
  const record = createEventRecorder(core, client, { component: 'controllermanager' });
  return partOf(NAME, () => {
    const budgets = informers.of(DISRUPTION_BUDGETS);
    const pods = informers.of(PODS);
    const inNamespace = (object: { readonly metadata: { readonly namespace?: string } }) => [
      object.metadata.namespace ?? '',
    ];
    const byNamespace = budgets.index('namespace', inNamespace);
    const desk: Desk = { core, client, record, informers, pods: pods.index('namespace', inNamespace) };
    const queue = createWorkQueue(
      core,
      NAME,
      (key) => {
        const budget = budgets.get(key);
        return budget && budget.metadata.deletionTimestamp === undefined ? sync(desk, budget) : 'done';
      },
      { delay: 0 },
    );
    return [
      budgets.listen((after) => after && queue.add(storeKey(after))),
      pods.listen((after, before) => {
        const pod = after ?? before;
        for (const budget of byNamespace.get(pod?.metadata.namespace ?? ''))
          if (matches(fromLabelSelector(budget.spec?.selector), pod?.metadata.labels))
            queue.add(storeKey(budget));
      }),
      () => queue.clear(),
    ];
  });
}

/** @upstream pkg/controller/disruption/disruption.go trySync */
function sync(desk: Desk, budget: PodDisruptionBudget): WorkOutcome {
  const selector = fromLabelSelector(budget.spec?.selector);
  const pods = desk.pods
    .get(budget.metadata.namespace ?? '')
    .filter((pod) => matches(selector, pod.metadata.labels));
  if (pods.length === 0)
    desk.record(budget, { type: 'Normal', reason: 'NoPods', message: 'No matching pods found' });
  const expected = expectedPods(desk, budget, pods);
  const healthy = pods.filter(
    (pod) => isPodReady(pod) && pod.metadata.deletionTimestamp === undefined && !isPodTerminal(pod),
  ).length;
  const desired = desiredHealthy(budget, expected);
  const allowed = expected <= 0 ? 0 : Math.max(0, healthy - desired);
  const status: PodDisruptionBudgetStatus = {
    ...budget.status,
    observedGeneration: budget.metadata.generation ?? 0,
    disruptionsAllowed: allowed,
    currentHealthy: healthy,
    desiredHealthy: desired,
    expectedPods: expected,
    conditions: [allowedCondition(desk.core, budget, allowed)],
  };
  if (deepEqual(budget.status, status)) return 'done';
  const answer = desk.client.update(DISRUPTION_BUDGETS, { ...budget, status }, 'status');
  return answer.ok || answer.error.code === 404 ? 'done' : 'retry';
}

function desiredHealthy({ spec }: PodDisruptionBudget, expected: number): number {
  if (spec?.maxUnavailable !== undefined)
    return Math.max(0, expected - scaledValue(spec.maxUnavailable, expected, 'up'));
  return scaledValue(spec?.minAvailable, expected, 'up');
}

/** The Pods that should exist: those that do, or for shares what their controllers ask for. */
function expectedPods({ informers }: Desk, { spec }: PodDisruptionBudget, pods: readonly Pod[]): number {
  if (spec?.maxUnavailable === undefined && typeof spec?.minAvailable !== 'string') return pods.length;
  const scales = new Map<string, number>();
  for (const pod of pods) {
    const owner = controllerOf(pod);
    if (!owner) continue;
    const key = nameKey({ namespace: pod.metadata.namespace, name: owner.name });
    const replicas =
      owner.kind === 'ReplicaSet'
        ? informers.of(REPLICA_SETS).get(key)?.spec.replicas
        : owner.kind === 'StatefulSet'
          ? informers.of(STATEFUL_SETS).get(key)?.spec.replicas
          : undefined;
    if (replicas !== undefined) scales.set(owner.uid, replicas);
  }
  return [...scales.values()].reduce((sum, replicas) => sum + replicas, 0);
}

function allowedCondition(core: Core, { metadata, status }: PodDisruptionBudget, allowed: number): Condition {
  const before = status?.conditions?.find(({ type }) => type === 'DisruptionAllowed');
  const state = allowed > 0 ? 'True' : 'False';
  return {
    type: 'DisruptionAllowed',
    status: state,
    observedGeneration: metadata.generation ?? 0,
    lastTransitionTime: before?.status === state ? before.lastTransitionTime : timestampAt(core),
    reason: allowed > 0 ? 'SufficientPods' : 'InsufficientPods',
    message: '',
  };
}
