import { createApiClient } from '../api-client.ts';
import { partOf, type ControllerDeps, type ControllerSpec } from '../control/controller.ts';
import { NAMESPACES, nameKey, SERVICE_ACCOUNTS } from '../resource-type.ts';
import { createWorkQueue } from '../work-queue.ts';

const NAME = 'service-account-controller';
const ACCOUNT = 'default';

/** Gives every namespace a ServiceAccount called default: without one no Pod can be made there. */
export const serviceAccountController: ControllerSpec = { name: NAME, make };

/** @upstream pkg/controller/serviceaccount/serviceaccounts_controller.go */
function make({ core, door, informers }: ControllerDeps) {
  const client = createApiClient(door, NAME);
  return partOf(NAME, () => {
    const namespaces = informers.of(NAMESPACES);
    const accounts = informers.of(SERVICE_ACCOUNTS);
    const queue = createWorkQueue(core, NAME, (namespace) => {
      const found = namespaces.get(namespace);
      if (!found || found.status.phase === 'Terminating') return 'done';
      if (accounts.get(nameKey({ namespace, name: ACCOUNT }))) return 'done';
      const answer = client.create(SERVICE_ACCOUNTS, {
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { name: ACCOUNT, namespace },
      });
      return answer.ok || answer.error.reason === 'AlreadyExists' || answer.error.code === 403
        ? 'done'
        : 'retry';
    });
    return [
      namespaces.listen((after) => after && queue.add(after.metadata.name)),
      accounts.listen((after, before) => {
        if (!after && before?.metadata.name === ACCOUNT) queue.add(before.metadata.namespace ?? '');
      }),
      () => queue.clear(),
    ];
  });
}
