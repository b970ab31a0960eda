import { bad, good, type Result } from '../../base/result.ts';
import type { Status } from '../client.ts';
import { valueAt } from '../kinds/plain.ts';
import { fromLabelSelector, matches } from '../kinds/selectors.ts';
import { retyped } from '../kinds/typed.decode.ts';
import type { Pod, PodDisruptionBudget } from '../kinds/types.data.ts';
import type { Api, Call, Outcome } from './api.ts';
import { decodeBody } from './body.ts';
import { deleteObject } from './delete.ts';
import { badRequest, created, failure, forbiddenStatus, notFound } from './status.ts';
import { nowText } from './write.ts';

const RETRY_SECONDS = 10;

/** Evicts a Pod as far as its disruption budget allows. @upstream pkg/registry/core/pod/storage/eviction.go */
export function evictPod(api: Api, call: Call): Outcome {
  const eviction = { kindName: 'Eviction', wire: 'policy.Eviction', group: 'policy', version: 'v1' };
  const read = decodeBody(api, { ...call, served: { ...call.served, ...eviction } });
  if (!read.ok) return read;
  if (read.value.metadata.name !== call.name)
    return bad(badRequest('name in URL does not match name in Eviction object'));
  const stored = api.store.get(call.kind, call.namespace, call.name);
  if (!stored) return bad(notFound(call.kind.resource, call.name));
  const pod = retyped<Pod>(stored);
  const options = valueAt(read.value, 'deleteOptions');
  const dryRun = call.dryRun || valueAt(options, 'dryRun') !== undefined;
  const allowed = needsNoBudget(pod) ? good(undefined) : askBudget(api, call, pod, dryRun);
  if (!allowed.ok) return allowed;
  const deleted = deleteObject(api, { ...call, request: withBody(call, options) });
  return deleted.ok ? good({ code: 201, object: created() }) : deleted;
}

function withBody(call: Call, options: unknown): Call['request'] {
  const { body: _body, ...request } = call.request;
  return options === undefined ? request : { ...request, body: options };
}

/** What does not run, or is going already, disturbs nobody. */
function needsNoBudget({ metadata, status }: Pod): boolean {
  const phase = status.phase ?? '';
  return ['Succeeded', 'Failed', 'Pending'].includes(phase) || metadata.deletionTimestamp !== undefined;
}

function askBudget(api: Api, call: Call, pod: Pod, dryRun: boolean): Result<undefined, Status> {
  const kind = api.kind('PodDisruptionBudget');
  const budgets = api.store
    .list(kind, call.namespace)
    .map((one) => retyped<PodDisruptionBudget>(one))
    .filter(({ spec }) => spec?.selector && matches(fromLabelSelector(spec.selector), pod.metadata.labels));
  const [budget, second] = budgets;
  if (!budget) return good(undefined);
  if (second)
    return bad(
      failure(
        500,
        '',
        'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
      ),
    );
  if (!isReady(pod) && mayGoUnready(budget)) return good(undefined);
  const refused = refusal(budget);
  if (refused) return bad(refused);
  if (!dryRun) api.store.put(kind, retyped(spent(api, budget, pod)));
  return good(undefined);
}

function isReady({ status }: Pod): boolean {
  return (status.conditions ?? []).some(({ type, status: state }) => type === 'Ready' && state === 'True');
}

function mayGoUnready({ spec, status }: PodDisruptionBudget): boolean {
  if (spec?.unhealthyPodEvictionPolicy === 'AlwaysAllow') return true;
  const { currentHealthy = 0, desiredHealthy = 0 } = status ?? {};
  return currentHealthy >= desiredHealthy && desiredHealthy > 0;
}

function refusal({ metadata, status }: PodDisruptionBudget): Status | undefined {
  const {
    observedGeneration = 0,
    disruptionsAllowed = 0,
    currentHealthy = 0,
    desiredHealthy = 0,
  } = status ?? {};
  if (observedGeneration < (metadata.generation ?? 0))
    return tooMany(`The disruption budget ${metadata.name} is still being processed by the server.`);
  if (disruptionsAllowed < 0)
    return forbiddenStatus(
      { group: 'policy', kind: 'PodDisruptionBudget', plural: 'poddisruptionbudgets' },
      metadata.name,
      'pdb disruptions allowed is negative',
    );
  if (disruptionsAllowed > 0) return undefined;
  return tooMany(
    `The disruption budget ${metadata.name} needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`,
  );
}

function tooMany(message: string): Status {
  const text = "Cannot evict pod as it would violate the pod's disruption budget.";
  return failure(429, 'TooManyRequests', text, {
    causes: [{ reason: 'DisruptionBudget', message }],
    retryAfterSeconds: RETRY_SECONDS,
  });
}

/** The budget with one disruption less, for which it remembers the Pod. */
function spent(api: Api, budget: PodDisruptionBudget, pod: Pod): object {
  const { status } = budget;
  return {
    ...budget,
    status: {
      ...status,
      disruptionsAllowed: (status?.disruptionsAllowed ?? 0) - 1,
      disruptedPods: { ...status?.disruptedPods, [pod.metadata.name]: nowText(api) },
    },
  };
}
