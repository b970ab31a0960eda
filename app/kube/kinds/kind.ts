import type { TableColumn } from '../client.ts';
import type { FieldError } from './field-error.ts';
import type { Problems } from './names.ts';
import type { KubeObject, Resource } from './object.ts';

/** What a kind's rules may look at besides the object. */
export interface KindContext {
  /** The date now, in milliseconds since 1970. */
  readonly now: number;
  /** The API group of the request. */
  readonly group?: string;
  /** Frozen parts in which nothing was found before, with what they were checked for: they stay right. */
  readonly checked?: WeakMap<object, string>;
}

/** A cell of a server-side table. */
export type Cell = string | number | boolean | null;

/** How a kind is scaled: where the replicas and the selector stand. */
export interface ScaleRule<Obj> {
  replicas(object: Obj): number;
  statusReplicas(object: Obj): number;
  /** The selector as text, for autoscalers. */
  selector(object: Obj): string;
  scaled(object: Obj, replicas: number): Obj;
}

/**
 * Everything that is special about one kind. All of it is optional except what it is called; the API server does the rest
 * for every kind in the same way.
 */
export interface KindRules<Obj extends KubeObject> {
  readonly resource: Resource;
  /** Name of its type in the wire table. */
  readonly wire: string;
  /** Further groups and versions under which it is served, each with its own form. */
  readonly versions?: readonly {
    readonly group: string;
    readonly version: string;
    readonly wire: string;
    readonly toStored: (object: KubeObject) => KubeObject;
    readonly fromStored: (object: KubeObject) => KubeObject;
  }[];
  /** Objects that are traces of work (Events, Leases): undo does not count them. */
  readonly fleeting?: boolean;
  /** It counts the changes of its spec in metadata.generation; a rule says which other changes count. */
  readonly generation?: true | ((object: Obj, old: Obj) => boolean);
  readonly subresources?: readonly string[];
  readonly scale?: ScaleRule<Obj>;
  /** PUT to a name that is not there makes it. */
  readonly createOnUpdate?: boolean;
  /** Updates must say which version they change. */
  readonly needsVersion?: boolean;
  /** A delete answers with the object instead of a Status. */
  readonly deleteShowsObject?: boolean;
  readonly noDeleteCollection?: boolean;
  /** What propagation a delete has when none is given. */
  readonly orphansByDefault?: boolean;
  /** What status updates leave alone besides spec. */
  readonly statusKeepsLabels?: boolean;
  readonly nameProblems?: (name: string, prefix: boolean) => Problems;
  readonly defaults?: (object: Obj) => Obj;
  /** Drops and sets what a client may not, before validation; `old` is undefined for a create. */
  readonly prepare?: (object: Obj, old: Obj | undefined, context: KindContext) => Obj;
  readonly prepareStatus?: (object: Obj, old: Obj, context: KindContext) => Obj;
  readonly validate?: (object: Obj, context: KindContext) => readonly FieldError[];
  /** Only what updates add; without it the object is validated as a new one. */
  readonly validateUpdate?: (object: Obj, old: Obj, context: KindContext) => readonly FieldError[];
  readonly validateStatus?: (object: Obj, old: Obj, context: KindContext) => readonly FieldError[];
  /** What an update through a further subresource writes, and its rules. */
  readonly parts?: Readonly<
    Record<
      string,
      {
        readonly select: (object: Obj, old: Obj) => Obj;
        readonly validate?: (object: Obj, old: Obj) => readonly FieldError[];
      }
    >
  >;
  readonly canonical?: (object: Obj) => Obj;
  readonly warnings?: (object: Obj, old: Obj | undefined) => readonly string[];
  /** Fields that a field selector may name besides metadata.name and metadata.namespace. */
  readonly fieldNames?: readonly string[];
  /** The values of those fields. */
  readonly fields?: (object: Obj) => Readonly<Record<string, string>>;
  readonly columns?: readonly TableColumn[];
  readonly row?: (object: Obj, context: KindContext) => readonly Cell[];
  /** Order of rows of a table, where it is not that of the names. */
  readonly tableOrder?: (a: Obj, b: Obj) => number;
}

/** A kind as the API server holds it: its rules for any object. Made by defineKind. */
export type Kind = KindRules<KubeObject>;

/** One column of a table; wide ones have priority 1. */
export function column(
  name: string,
  type: TableColumn['type'] = 'string',
  priority = 0,
  format = '',
): TableColumn {
  return { name, type, format, description: '', priority };
}

/** The first column of every table. */
export const NAME_COLUMN: TableColumn = column('Name', 'string', 0, 'name');
/** The age of an object. */
export const AGE_COLUMN: TableColumn = column('Age');
