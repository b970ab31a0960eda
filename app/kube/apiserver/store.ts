import type { Core } from '../../base/core.ts';
import { freezeDeep } from '../../base/json.ts';
import type { Table } from '../../base/tables.ts';
import type { Kind } from '../kinds/kind.ts';
import { objectKey, type KubeObject } from '../kinds/object.ts';
import { ownedMetadata, ownersOf, type Owners } from './fields/ledger.ts';

/** One write as watches see it. `before` is missing when the object is new, `gone` marks its end. */
export interface StoreEvent {
  readonly revision: number;
  readonly object: KubeObject;
  readonly before: KubeObject | undefined;
  readonly gone: boolean;
}

/** Objects of one kind: by namespace, and the events that watches may still ask for. */
interface Shelf {
  readonly table: Table<KubeObject>;
  readonly namespaces: Map<string, Map<string, KubeObject>>;
  /** Sorted lists by namespace ('' for all), until the next write. */
  readonly sorted: Map<string, readonly KubeObject[]>;
  events: StoreEvent[];
  listeners: readonly ((event: StoreEvent) => void)[];
}

/** So many events of a kind are remembered at least, for watches that begin in the past. */
const REMEMBERED = 1000;
/** Revisions older than this are compacted, as etcd is by the API server. */
const COMPACTION_MS = 5 * 60_000;

/**
 * Keeps all objects of a cluster: rows of the world's tables, with one revision counter for all of them, lists by
 * namespace in the order of names, and the recent past for watches.
 */
export class Store {
  readonly #shelves = new Map<string, Shelf>();
  readonly #lasting: Table<KubeObject>;
  readonly #fleeting: Table<KubeObject>;
  readonly #core: Core;
  /** Beginnings of periods of five minutes, each with its revision; the last but one is what is remembered. */
  #marks: readonly { readonly at: number; readonly revision: number }[] = [];
  #revision = 1;

  constructor(core: Core) {
    this.#core = core;
    this.#lasting = core.tables.open<KubeObject>({ name: 'objects', lasting: true });
    this.#fleeting = core.tables.open<KubeObject>({ name: 'objects/fleeting', lasting: false });
  }

  /** The revision of the last write of any object. */
  get revision(): number {
    return this.#revision;
  }

  /** Revisions below this one cannot be asked for any more. */
  get compacted(): number {
    this.#mark();
    const now = this.#core.now();
    return this.#marks.findLast((mark) => now - mark.at >= COMPACTION_MS)?.revision ?? 0;
  }

  get(kind: Kind, namespace: string, name: string): KubeObject | undefined {
    return this.#shelf(kind).namespaces.get(namespace)?.get(name);
  }

  /** The objects of a namespace, or of all with '' given, in the order of etcd's keys. */
  list(kind: Kind, namespace: string): readonly KubeObject[] {
    const shelf = this.#shelf(kind);
    const known = shelf.sorted.get(namespace);
    if (known) return known;
    const list =
      namespace === '' && kind.resource.namespaced
        ? [...shelf.namespaces.keys()].toSorted().flatMap((one) => this.list(kind, one))
        : [...(shelf.namespaces.get(namespace)?.values() ?? [])].toSorted(byName);
    shelf.sorted.set(namespace, list);
    return list;
  }

  /** Writes an object under the next revision and tells everyone who watches. */
  put(kind: Kind, object: KubeObject, owners = ownersOf(object.metadata)): KubeObject {
    const shelf = this.#shelf(kind);
    this.#mark();
    this.#revision++;
    const { name, namespace = '' } = object.metadata;
    const before = shelf.namespaces.get(namespace)?.get(name);
    const stored = kept(object, owners, this.#revision);
    shelf.table.put(objectKey(kind.resource.kind, name, namespace), stored);
    place(shelf, namespace, name, stored);
    this.#tell(shelf, { revision: this.#revision, object: stored, before, gone: false });
    return stored;
  }

  /** Removes an object; watches are told of its last state under a new revision. */
  remove(kind: Kind, object: KubeObject): KubeObject {
    const shelf = this.#shelf(kind);
    this.#mark();
    this.#revision++;
    const { name, namespace = '' } = object.metadata;
    const last = kept(object, ownersOf(object.metadata), this.#revision);
    const before = shelf.namespaces.get(namespace)?.get(name);
    shelf.table.delete(objectKey(kind.resource.kind, name, namespace));
    place(shelf, namespace, name, undefined);
    this.#tell(shelf, { revision: this.#revision, object: last, before, gone: true });
    return object;
  }

  /** What happened to a kind after a revision, oldest first; undefined when that is too long ago. */
  eventsAfter(kind: Kind, revision: number): readonly StoreEvent[] | undefined {
    if (revision < this.compacted) return undefined;
    const { events } = this.#shelf(kind);
    const from = events.findIndex((event) => event.revision > revision);
    return from < 0 ? [] : events.slice(from);
  }

  /** Calls the listener inside every later write of the kind; it must not write itself. Returns how to stop. */
  listen(kind: Kind, listener: (event: StoreEvent) => void): () => void {
    const shelf = this.#shelf(kind);
    shelf.listeners = [...shelf.listeners, listener];
    return () => {
      shelf.listeners = shelf.listeners.filter((other) => other !== listener);
    };
  }

  #shelf(kind: Kind): Shelf {
    const key = `${kind.resource.group}/${kind.resource.plural}`;
    const known = this.#shelves.get(key);
    if (known) return known;
    const made: Shelf = {
      table: kind.fleeting === true ? this.#fleeting : this.#lasting,
      namespaces: new Map(),
      sorted: new Map(),
      events: [],
      listeners: [],
    };
    this.#shelves.set(key, made);
    return made;
  }

  #tell(shelf: Shelf, event: StoreEvent): void {
    shelf.events.push(event);
    if (shelf.events.length > 2 * REMEMBERED) this.#forget(shelf);
    for (const listener of shelf.listeners) listener(event);
  }

  #forget(shelf: Shelf): void {
    const { compacted } = this;
    const keep = shelf.events.findIndex((event) => event.revision >= compacted);
    if (keep > 0) shelf.events = shelf.events.slice(keep);
  }

  #mark(): void {
    const now = this.#core.now();
    const last = this.#marks.at(-1);
    if (last && now - last.at < COMPACTION_MS) return;
    this.#marks = [...this.#marks.slice(-2), { at: now, revision: this.#revision }];
  }
}

/** An object as it is kept under a revision: frozen in all its parts, so that everybody may share it. */
function kept(object: KubeObject, owners: Owners, revision: number): KubeObject {
  const metadata = ownedMetadata(object.metadata, owners, String(revision));
  return freezeDeep({ ...object, metadata });
}

function place(shelf: Shelf, namespace: string, name: string, object: KubeObject | undefined): void {
  shelf.sorted.delete(namespace);
  shelf.sorted.delete('');
  const objects = shelf.namespaces.get(namespace);
  if (object === undefined) {
    objects?.delete(name);
    if (objects?.size === 0) shelf.namespaces.delete(namespace);
  } else if (objects) objects.set(name, object);
  else shelf.namespaces.set(namespace, new Map([[name, object]]));
}

function byName(a: KubeObject, b: KubeObject): number {
  return a.metadata.name < b.metadata.name ? -1 : 1;
}
