import { clusterrole } from './clusterrole/kind.ts';
import { clusterrolebinding } from './clusterrolebinding/kind.ts';
import { configmap } from './configmap/kind.ts';
import { controllerrevision } from './controllerrevision/kind.ts';
import { cronjob } from './cronjob/kind.ts';
import { daemonset } from './daemonset/kind.ts';
import { deployment } from './deployment/kind.ts';
import { endpoints } from './endpoints/kind.ts';
import { endpointslice } from './endpointslice/kind.ts';
import { event } from './event/kind.ts';
import { horizontalpodautoscaler } from './horizontalpodautoscaler/kind.ts';
import { ingress } from './ingress/kind.ts';
import { ingressclass } from './ingressclass/kind.ts';
import { ipaddress } from './ipaddress/kind.ts';
import { job } from './job/kind.ts';
import { lease } from './lease/kind.ts';
import { limitrange } from './limitrange/kind.ts';
import { namespace } from './namespace/kind.ts';
import { networkpolicy } from './networkpolicy/kind.ts';
import { node } from './node/kind.ts';
import { persistentvolume } from './persistentvolume/kind.ts';
import { persistentvolumeclaim } from './persistentvolumeclaim/kind.ts';
import { pod } from './pod/kind.ts';
import { poddisruptionbudget } from './poddisruptionbudget/kind.ts';
import { podtemplate } from './podtemplate/kind.ts';
import { priorityclass } from './priorityclass/kind.ts';
import { replicaset } from './replicaset/kind.ts';
import { replicationcontroller } from './replicationcontroller/kind.ts';
import { resourcequota } from './resourcequota/kind.ts';
import { role } from './role/kind.ts';
import { rolebinding } from './rolebinding/kind.ts';
import { secret } from './secret/kind.ts';
import { service } from './service/kind.ts';
import { serviceaccount } from './serviceaccount/kind.ts';
import { servicecidr } from './servicecidr/kind.ts';
import { statefulset } from './statefulset/kind.ts';
import { storageclass } from './storageclass/kind.ts';

/** Every kind that the API server serves, in reading order. */
export const kinds = [
  namespace,
  node,
  pod,
  replicaset,
  deployment,
  daemonset,
  statefulset,
  job,
  cronjob,
  replicationcontroller,
  podtemplate,
  service,
  endpoints,
  endpointslice,
  ingress,
  ingressclass,
  networkpolicy,
  servicecidr,
  ipaddress,
  configmap,
  secret,
  serviceaccount,
  persistentvolume,
  persistentvolumeclaim,
  storageclass,
  horizontalpodautoscaler,
  poddisruptionbudget,
  priorityclass,
  resourcequota,
  limitrange,
  controllerrevision,
  role,
  clusterrole,
  rolebinding,
  clusterrolebinding,
  event,
  lease,
] as const;
