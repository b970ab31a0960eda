/* oxlint-disable typescript/no-unnecessary-type-parameters -- the caller says what the value is */
import type { Status, Table } from '../../kube/client.ts';
import { at } from './unstructured.ts';

/** Whether a body is the API's Status. */
export function isStatus(body: unknown): body is Status {
  return at(body, 'kind') === 'Status';
}

/** Whether a body is a server-side table. */
export function isTable(body: unknown): body is Table {
  return at(body, 'kind') === 'Table';
}

/** The Status of a body that is one. */
export function statusIn(body: unknown): Status | undefined {
  return isStatus(body) ? body : undefined;
}

/** An object of a known kind: what the server stores has that kind's shape. */
export function typed<Kind>(object: unknown): Kind {
  return object as Kind;
}
