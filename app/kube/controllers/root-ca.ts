import { createApiClient } from '../api-client.ts';
import { partOf, type ControllerDeps, type ControllerSpec } from '../control/controller.ts';
import { CONFIG_MAPS, NAMESPACES, nameKey } from '../resource-type.ts';
import { createWorkQueue } from '../work-queue.ts';

const NAME = 'root-ca-cert-publisher';
const MAP = 'kube-root-ca.crt';

/** Puts the certificate of the cluster's authority into every namespace. */
export const rootCaController: ControllerSpec = { name: NAME, make };

/** @upstream pkg/controller/certificates/rootcacertpublisher/publisher.go */
function make({ core, door, informers, rootCa = '' }: ControllerDeps) {
  const client = createApiClient(door, NAME);
  const data = { 'ca.crt': rootCa };
  return partOf(NAME, () => {
    const namespaces = informers.of(NAMESPACES);
    const maps = informers.of(CONFIG_MAPS);
    const queue = createWorkQueue(core, NAME, (namespace) => {
      const found = namespaces.get(namespace);
      if (!found || found.status.phase === 'Terminating') return 'done';
      const known = maps.get(nameKey({ namespace, name: MAP }));
      if (known?.data?.['ca.crt'] === rootCa) return 'done';
      const answer = known
        ? client.update(CONFIG_MAPS, { ...known, data })
        : client.create(CONFIG_MAPS, {
            apiVersion: 'v1',
            kind: 'ConfigMap',
            metadata: { name: MAP, namespace, annotations: { 'kubernetes.io/description': DESCRIPTION } },
            data,
          });
      return answer.ok || answer.error.code === 403 || answer.error.code === 409 ? 'done' : 'retry';
    });
    return [
      namespaces.listen((after) => after && queue.add(after.metadata.name)),
      maps.listen((after, before) => {
        const map = after ?? before;
        if (map?.metadata.name === MAP) queue.add(map.metadata.namespace ?? '');
      }),
      () => queue.clear(),
    ];
  });
}

const DESCRIPTION =
  'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.';
