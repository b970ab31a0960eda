import { parseAllDocuments } from 'yaml';
import type { ApiDoor } from '../kube/client.ts';
import { kinds } from '../kube/kinds/index.ts';
import { apiVersionOf, resourcePath } from '../kube/resource-type.ts';

/** Asks the API server whether it would take a file, without changing anything. */
export class DryRun {
  readonly #door: ApiDoor;

  constructor(door: ApiDoor) {
    this.#door = door;
  }

  /** Whether every document of a manifest would be created or applied as it stands. */
  accepts(text: string): boolean {
    const documents = parseAllDocuments(text);
    if (!Array.isArray(documents) || documents.length === 0) return false;
    return documents.every((document) => document.errors.length === 0 && this.#takes(document.toJS()));
  }

  #takes(object: unknown): boolean {
    const head = headOf(object);
    if (!head) return false;
    const resource = kinds
      .map((kind) => kind.resource)
      .find((known) => known.kind === head.kind && apiVersionOf(known) === head.apiVersion);
    if (!resource) return false;
    const answer = this.#door({
      method: 'POST',
      path: resourcePath(resource, { namespace: head.namespace }),
      query: { dryRun: ['All'], fieldValidation: ['Strict'] },
      headers: { 'content-type': 'application/json' },
      body: object,
      user: 'lessons',
    });
    if (answer.type !== 'object') return false;
    // An object of that name is there already: it was valid, and apply would patch it.
    return answer.status < 300 || answer.status === 409;
  }
}

function headOf(object: unknown): { kind: string; apiVersion: string; namespace: string } | undefined {
  if (typeof object !== 'object' || object === null) return undefined;
  const fields = new Map<string, unknown>(Object.entries(object));
  const [kind, apiVersion, metadata] = ['kind', 'apiVersion', 'metadata'].map((name) => fields.get(name));
  if (typeof kind !== 'string' || typeof apiVersion !== 'string') return undefined;
  const namespace = new Map<string, unknown>(Object.entries(metadata ?? {})).get('namespace');
  return { kind, apiVersion, namespace: typeof namespace === 'string' ? namespace : 'default' };
}
