import type { ControllerSpec } from '../control/controller.ts';
import { deploymentController } from './deployment/deployment.ts';
import { endpointSliceController } from './endpointslice.ts';
import { endpointsController } from './endpoints.ts';
import { replicaSetController } from './replicaset.ts';
import { rootCaController } from './root-ca.ts';
import { serviceAccountController } from './serviceaccount.ts';

/** The controllers of the controller manager, in the order in which they start. */
export const controllers = [
  serviceAccountController,
  rootCaController,
  deploymentController,
  replicaSetController,
  endpointSliceController,
  endpointsController,
] as const satisfies readonly ControllerSpec[];
