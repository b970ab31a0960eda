import type { Sys } from '../../../linux/process/program.ts';
import type { Invocation } from '../invocation.ts';
import type { Fields } from '../unstructured.ts';

/** Describes the objects of one kind. */
export interface Describer {
  readonly kind: string;
  /** The group, where another one has a kind of the same name. */
  readonly group?: string;
  readonly describe: (k: Invocation, object: Fields, showEvents: boolean) => Sys<string>;
}
