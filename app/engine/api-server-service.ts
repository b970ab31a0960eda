import type { Core } from '../base/core.ts';
import type { Informers } from '../kube/informer.ts';
import type { KubeObject } from '../kube/kinds/object.ts';
import { ENDPOINT_SLICES, ENDPOINTS, SERVICES } from '../kube/resource-type.ts';
import { createWorkQueue } from '../kube/work-queue.ts';

const NAME = 'kube-apiserver';
/** How often the API server looks after its own Service, in milliseconds. */
const INTERVAL = 10_000;

/**
 * The API server's care for its own Service: what is deleted of it comes back at the next look.
 * @upstream pkg/controlplane/controller/kubernetesservice/controller.go
 */
export function keepApiServerService(core: Core, informers: Informers, restore: () => void): void {
  const queue = createWorkQueue(core, NAME, () => {
    restore();
    return 'done';
  });
  const look = (after: KubeObject | undefined, before: KubeObject | undefined): void => {
    const isOwn = before?.metadata.name === 'kubernetes' && before.metadata.namespace === 'default';
    if (!after && isOwn) queue.addAfter('kubernetes', INTERVAL - (core.now() % INTERVAL));
  };
  informers.of(SERVICES).listen(look);
  informers.of(ENDPOINTS).listen(look);
  informers.of(ENDPOINT_SLICES).listen(look);
}
