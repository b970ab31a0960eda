import type { ObjectMeta } from './types.data.ts';

/** What every API object has. Stored objects are deeply frozen and fully defaulted. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
}

/** Which resource a kind is served as: `apps`, `v1`, `deployments`. The core group is the empty string. */
export interface Resource {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly namespaced: boolean;
  readonly categories: readonly string[];
}

/** Key of an object in tables, rows and the graph: `Service/default/my-nginx`, `Node/node-905m`. */
export function objectKey(kind: string, name: string, namespace?: string): string {
  return namespace === undefined || namespace === '' ? `${kind}/${name}` : `${kind}/${namespace}/${name}`;
}
