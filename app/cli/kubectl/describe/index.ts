import { configMap } from './config-map.ts';
import { deployment } from './deployment.ts';
import { endpointSlice } from './endpoint-slice.ts';
import { endpoints } from './endpoints.ts';
import { namespace } from './namespace.ts';
import { node } from './node.ts';
import { pod } from './pod.ts';
import { replicaSet } from './replica-set.ts';
import { secret } from './secret.ts';
import { service } from './service.ts';

/** Kinds with a description of their own; all others get the generic one. */
export const describers = [
  pod,
  replicaSet,
  deployment,
  service,
  endpoints,
  endpointSlice,
  configMap,
  secret,
  namespace,
  node,
] as const;
