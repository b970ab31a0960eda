import type { ApiDoor } from '../kube/client.ts';
import { kinds } from '../kube/kinds/index.ts';
import { resourcePath } from '../kube/resource-type.ts';

/** An object by its key (`Service/default/my-nginx`): as it is stored, and as `print` writes it. */
export function objectView(
  door: ApiDoor,
  key: string,
  print: (object: unknown) => string,
): { readonly object: unknown; readonly yaml: string } {
  const [kindName, ...rest] = key.split('/');
  const resource = kinds.map((kind) => kind.resource).find(({ kind }) => kind === kindName);
  const name = rest.pop();
  if (!resource || name === undefined) return { object: undefined, yaml: '' };
  const [namespace] = rest;
  const path = resourcePath(resource, { name, ...(namespace !== undefined && { namespace }) });
  const answer = door({ method: 'GET', path, query: {}, headers: {}, user: 'view' });
  if (answer.type !== 'object' || answer.status !== 200) return { object: undefined, yaml: '' };
  return { object: answer.body, yaml: print(withoutManagedFields(answer.body)) };
}

function withoutManagedFields(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || !('metadata' in body)) return body;
  const metadata = Object.entries(body.metadata ?? {}).filter(([field]) => field !== 'managedFields');
  return { ...body, metadata: Object.fromEntries(metadata) };
}
