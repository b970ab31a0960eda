import type { ControllerSpec } from '../control/controller.ts';
import { daemonSetController } from './daemonset/daemonset.ts';
import { deploymentController } from './deployment/deployment.ts';
import { endpointSliceController } from './endpointslice.ts';
import { endpointsController } from './endpoints.ts';
import { garbageCollector } from './garbage-collector.ts';
import { namespaceController } from './namespace.ts';
import { nodeLifecycleController } from './node-lifecycle.ts';
import { taintEvictionController } from './taint-eviction.ts';
import { replicaSetController } from './replicaset.ts';
import { rootCaController } from './root-ca.ts';
import { serviceAccountController } from './serviceaccount.ts';

/** The controllers of the controller manager, in the order in which they start. */
export const controllers = [
  serviceAccountController,
  rootCaController,
  deploymentController,
  replicaSetController,
  daemonSetController,
  endpointSliceController,
  endpointsController,
  namespaceController,
  garbageCollector,
  nodeLifecycleController,
  taintEvictionController,
] as const satisfies readonly ControllerSpec[];
