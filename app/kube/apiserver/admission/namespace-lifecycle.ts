import { bad } from '../../../base/result.ts';
import type { Status } from '../../client.ts';
import type { Call } from '../api.ts';
import { forbiddenStatus, notFound } from '../status.ts';
import type { Plugin } from './plugin.ts';

const IMMORTAL = ['default', 'kube-system', 'kube-public'];

/** Nothing is made in a namespace that is not there, or that is going. @upstream plugin NamespaceLifecycle */
export const namespaceLifecycle: Plugin = {
  name: 'NamespaceLifecycle',
  mutate: (api, call, object, old) => {
    if (old !== undefined || !call.kind.resource.namespaced) return undefined;
    const name = object.metadata.namespace ?? call.namespace;
    const namespaces = api.kind('Namespace');
    const namespace = api.store.get(namespaces, '', name);
    if (!namespace) return bad(notFound(namespaces.resource, name));
    if (namespace.metadata.deletionTimestamp === undefined) return undefined;
    return bad(
      forbiddenStatus(
        call.kind.resource,
        object.metadata.name,
        `unable to create new content in namespace ${name} because it is being terminated`,
        [
          {
            reason: 'NamespaceTerminating',
            message: `namespace ${name} is being terminated`,
            field: 'metadata.namespace',
          },
        ],
      ),
    );
  },
};

/** Some namespaces are never deleted. */
export function protectedNamespace(call: Call): Status | undefined {
  if (call.kind.resource.kind !== 'Namespace' || !IMMORTAL.includes(call.name)) return undefined;
  return forbiddenStatus(call.kind.resource, call.name, 'this namespace may not be deleted');
}
