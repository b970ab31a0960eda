import type { ControllerSpec } from '../control/controller.ts';
import { claimProtectionController } from './claim-protection.ts';
import { cronJobController } from './cronjob/cronjob.ts';
import { daemonSetController } from './daemonset/daemonset.ts';
import { deploymentController } from './deployment/deployment.ts';
import { disruptionController } from './disruption.ts';
import { mirroringController } from './endpointslice-mirroring.ts';
import { endpointSliceController } from './endpointslice.ts';
import { endpointsController } from './endpoints.ts';
import { garbageCollector } from './garbage-collector.ts';
import { jobController } from './job/job.ts';
import { namespaceController } from './namespace.ts';
import { nodeLifecycleController } from './node-lifecycle.ts';
import { persistentVolumeController } from './persistent-volume.ts';
import { replicaSetController } from './replicaset.ts';
import { resourceQuotaController } from './resource-quota.ts';
import { rootCaController } from './root-ca.ts';
import { serviceAccountController } from './serviceaccount.ts';
import { statefulSetController } from './statefulset/statefulset.ts';
import { taintEvictionController } from './taint-eviction.ts';
import { ttlController } from './ttl-after-finished.ts';

/** The controllers of the controller manager, in the order in which they start. */
export const controllers = [
  serviceAccountController,
  rootCaController,
  deploymentController,
  replicaSetController,
  daemonSetController,
  statefulSetController,
  jobController,
  cronJobController,
  ttlController,
  endpointSliceController,
  endpointsController,
  mirroringController,
  disruptionController,
  persistentVolumeController,
  claimProtectionController,
  resourceQuotaController,
  namespaceController,
  garbageCollector,
  nodeLifecycleController,
  taintEvictionController,
] as const satisfies readonly ControllerSpec[];
