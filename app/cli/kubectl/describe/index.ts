import { clusterRoleBinding } from './cluster-role-binding.ts';
import { clusterRole } from './cluster-role.ts';
import { configMap } from './config-map.ts';
import { cronJob } from './cron-job.ts';
import { daemonSet } from './daemon-set.ts';
import { deployment } from './deployment.ts';
import { endpointSlice } from './endpoint-slice.ts';
import { endpoints } from './endpoints.ts';
import { horizontalPodAutoscaler } from './horizontal-pod-autoscaler.ts';
import { ingressClass } from './ingress-class.ts';
import { ingress } from './ingress.ts';
import { job } from './job.ts';
import { limitRange } from './limit-range.ts';
import { namespace } from './namespace.ts';
import { networkPolicy } from './network-policy.ts';
import { node } from './node.ts';
import { persistentVolumeClaim } from './persistent-volume-claim.ts';
import { podDisruptionBudget } from './pod-disruption-budget.ts';
import { pod } from './pod.ts';
import { priorityClass } from './priority-class.ts';
import { replicaSet } from './replica-set.ts';
import { resourceQuota } from './resource-quota.ts';
import { roleBinding } from './role-binding.ts';
import { role } from './role.ts';
import { secret } from './secret.ts';
import { serviceAccount } from './service-account.ts';
import { service } from './service.ts';
import { statefulSet } from './stateful-set.ts';

/** Kinds with a description of their own; all others get the generic one. */
export const describers = [
  pod,
  replicaSet,
  deployment,
  statefulSet,
  daemonSet,
  job,
  cronJob,
  service,
  endpoints,
  endpointSlice,
  ingress,
  ingressClass,
  networkPolicy,
  configMap,
  secret,
  serviceAccount,
  namespace,
  node,
  resourceQuota,
  limitRange,
  horizontalPodAutoscaler,
  podDisruptionBudget,
  persistentVolumeClaim,
  priorityClass,
  role,
  clusterRole,
  roleBinding,
  clusterRoleBinding,
] as const;
