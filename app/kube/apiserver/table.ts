import type { Table, TableColumn, TableRow } from '../client.ts';
import { AGE_COLUMN, NAME_COLUMN, type Kind, type KindContext } from '../kinds/kind.ts';
import type { KubeObject } from '../kinds/object.ts';
import { ageOf } from '../kinds/age.ts';
import type { Listed } from './read.ts';

/** Which part of each object comes with its row. */
export type IncludeObject = 'None' | 'Metadata' | 'Object';

/** The columns of a kind; kinds without their own have name and age. */
export function columnsOf(kind: Kind): readonly TableColumn[] {
  return kind.columns ?? [NAME_COLUMN, AGE_COLUMN];
}

/** A server-side table of objects. @upstream apiserver/pkg/registry/rest/table.go, printers/tablegenerator.go */
export function tableOf(
  kind: Kind,
  listed: Listed,
  context: KindContext,
  include: IncludeObject,
  withColumns = true,
): Table {
  const ordered = kind.tableOrder ? listed.items.toSorted(kind.tableOrder) : listed.items;
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: listed.metadata,
    columnDefinitions: withColumns ? columnsOf(kind) : NO_COLUMNS,
    rows: ordered.map((object) => rowOf(kind, object, context, include)),
  };
}

const NO_COLUMNS: readonly TableColumn[] = [];

function rowOf(kind: Kind, object: KubeObject, context: KindContext, include: IncludeObject): TableRow {
  const cells = kind.row
    ? kind.row(object, context)
    : [object.metadata.name, ageOf(object.metadata.creationTimestamp, context.now)];
  return { cells, object: included(object, include) };
}

function included(object: KubeObject, include: IncludeObject): unknown {
  if (include === 'None') return null;
  return include === 'Object' ? object : partialMetadata(object);
}

/** An object without anything but its metadata. */
export function partialMetadata({ metadata }: KubeObject): object {
  return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata };
}
