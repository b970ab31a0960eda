import { configmap } from './configmap/kind.ts';
import { daemonset } from './daemonset/kind.ts';
import { deployment } from './deployment/kind.ts';
import { endpoints } from './endpoints/kind.ts';
import { endpointslice } from './endpointslice/kind.ts';
import { event } from './event/kind.ts';
import { lease } from './lease/kind.ts';
import { namespace } from './namespace/kind.ts';
import { node } from './node/kind.ts';
import { pod } from './pod/kind.ts';
import { replicaset } from './replicaset/kind.ts';
import { secret } from './secret/kind.ts';
import { service } from './service/kind.ts';
import { serviceaccount } from './serviceaccount/kind.ts';

/** Every kind that the API server serves, in reading order. */
export const kinds = [
  namespace,
  node,
  pod,
  replicaset,
  deployment,
  daemonset,
  service,
  endpoints,
  endpointslice,
  configmap,
  secret,
  serviceaccount,
  event,
  lease,
] as const;
