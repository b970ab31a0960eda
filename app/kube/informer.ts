import { Invariant } from '../base/assert.ts';
import { listOf, watchedOf } from './body.decode.ts';
import type { ApiDoor, ApiResponse } from './client.ts';
import type { KubeObject } from './kinds/object.ts';
import { nameKey, resourcePath, storeKey, type ObjectName, type ResourceType } from './resource-type.ts';

/**
 * Told of every change inside the write that makes it: `before` is missing for a new object, `after` for one that went.
 * It must only enqueue. Objects are frozen and shared.
 */
export type InformerListener<Obj> = (after: Obj | undefined, before: Obj | undefined) => void;

/** Objects of one kind by a key computed from each: by owner, by node, by namespace. Groups keep the order of arrival. */
export interface Index<Obj> {
  get(key: string): readonly Obj[];
  /** How many objects the group has, without listing them. */
  count(key: string): number;
}

/** The objects of one kind as the API server has them now. */
export interface Informer<Obj extends KubeObject> {
  readonly type: ResourceType<Obj>;
  /** By store key, `namespace/name`. */
  get(key: string): Obj | undefined;
  find(name: ObjectName): Obj | undefined;
  all(): IterableIterator<Obj>;
  readonly size: number;
  /** Calls the listener for all objects known (as new ones) and for every later change. Returns how to stop. */
  listen(listener: InformerListener<Obj>): () => void;
  /** The index of that name; the first caller's `keysOf` makes it. */
  index(name: string, keysOf: (object: Obj) => readonly string[]): Index<Obj>;
}

/** All informers of a process: one list and one watch a kind, whoever asks. */
export interface Informers {
  of<Obj extends KubeObject>(type: ResourceType<Obj>): Informer<Obj>;
  /** Ends all watches. */
  stop(): void;
}

/**
 * Makes the informers of a process (the controller manager, a kube-proxy). A kind is listed and watched from the first
 * time somebody asks for it.
 * @upstream k8s.io/client-go/informers SharedInformerFactory
 */
export function createInformers(door: ApiDoor, user: string): Informers {
  const informers = new Map<string, { readonly informer: unknown; readonly stop: () => void }>();
  return {
    of<Obj extends KubeObject>(type: ResourceType<Obj>): Informer<Obj> {
      const key = `${type.group}/${type.plural}`;
      const known = informers.get(key);
      // Kept as unknown only because one map holds informers of all kinds; the key names the kind.
      if (known?.informer instanceof WatchedStore) return known.informer;
      const made = new WatchedStore<Obj>(type, door, user);
      informers.set(key, { informer: made, stop: () => made.stop() });
      return made;
    },
    stop() {
      for (const { stop } of informers.values()) stop();
      informers.clear();
    },
  };
}

class WatchedStore<Obj extends KubeObject> implements Informer<Obj> {
  readonly type: ResourceType<Obj>;
  readonly #objects = new Map<string, Obj>();
  readonly #indexes = new Map<string, GroupedIndex<Obj>>();
  #listeners: readonly InformerListener<Obj>[] = [];
  #unsubscribe: () => void = () => undefined;
  readonly #door: ApiDoor;
  readonly #user: string;

  constructor(type: ResourceType<Obj>, door: ApiDoor, user: string) {
    this.type = type;
    this.#door = door;
    this.#user = user;
    const version = this.#list();
    if (version !== undefined) this.#watch(version);
  }

  get size(): number {
    return this.#objects.size;
  }

  get(key: string): Obj | undefined {
    return this.#objects.get(key);
  }

  find(name: ObjectName): Obj | undefined {
    return this.#objects.get(nameKey(name));
  }

  all(): IterableIterator<Obj> {
    return this.#objects.values();
  }

  listen(listener: InformerListener<Obj>): () => void {
    for (const object of this.#objects.values()) listener(object, undefined);
    this.#listeners = [...this.#listeners, listener];
    return () => {
      this.#listeners = this.#listeners.filter((other) => other !== listener);
    };
  }

  index(name: string, keysOf: (object: Obj) => readonly string[]): Index<Obj> {
    const known = this.#indexes.get(name);
    if (known) return known;
    const index = new GroupedIndex<Obj>(keysOf);
    for (const [key, object] of this.#objects) index.change(key, object);
    this.#indexes.set(name, index);
    return index;
  }

  stop(): void {
    this.#unsubscribe();
    this.#listeners = [];
  }

  /** Reads all objects and gives the revision to watch from; undefined for a kind that this server does not know. */
  #list(): string | undefined {
    const response = this.#request({});
    if (isUnknownKind(response)) return undefined;
    if (response.type !== 'object' || response.status !== 200)
      throw new Invariant('informer-list-refused', { kind: this.type.kind, response });
    const list = listOf<Obj>(response.body);
    const gone = new Set(this.#objects.keys());
    for (const object of list.items) {
      gone.delete(storeKey(object));
      this.#store(object);
    }
    for (const key of gone) this.#forget(key);
    return list.metadata.resourceVersion;
  }

  #watch(resourceVersion: string): void {
    const response = this.#request({ watch: ['1'], resourceVersion: [resourceVersion] });
    if (response.type !== 'watch') throw new Invariant('informer-watch-refused', this.type.kind);
    this.#unsubscribe = response.subscribe((raw) => {
      const event = watchedOf<Obj>(raw);
      if (event.type === 'ADDED' || event.type === 'MODIFIED') this.#store(event.object);
      else if (event.type === 'DELETED') this.#forget(storeKey(event.object), event.object);
    });
  }

  #request(query: Readonly<Record<string, readonly string[]>>) {
    return this.#door({ method: 'GET', path: resourcePath(this.type), query, headers: {}, user: this.#user });
  }

  #store(object: Obj): void {
    const key = storeKey(object);
    const before = this.#objects.get(key);
    if (before?.metadata.resourceVersion === object.metadata.resourceVersion) return;
    this.#objects.set(key, object);
    this.#tell(key, object, before);
  }

  #forget(key: string, last = this.#objects.get(key)): void {
    if (!this.#objects.delete(key) || !last) return;
    this.#tell(key, undefined, last);
  }

  #tell(key: string, after: Obj | undefined, before: Obj | undefined): void {
    for (const index of this.#indexes.values()) index.change(key, after);
    for (const listener of this.#listeners) listener(after, before);
  }
}

function isUnknownKind(response: ApiResponse): boolean {
  return (response.type === 'object' || response.type === 'text') && response.status === 404;
}

const NOBODY: readonly never[] = [];

class GroupedIndex<Obj> implements Index<Obj> {
  readonly #groups = new Map<string, Map<string, Obj>>();
  readonly #lists = new Map<string, readonly Obj[]>();
  readonly #keys = new Map<string, readonly string[]>();
  readonly #keysOf: (object: Obj) => readonly string[];

  constructor(keysOf: (object: Obj) => readonly string[]) {
    this.#keysOf = keysOf;
  }

  get(key: string): readonly Obj[] {
    const known = this.#lists.get(key);
    if (known) return known;
    const group = this.#groups.get(key);
    if (!group) return NOBODY;
    const list = [...group.values()];
    this.#lists.set(key, list);
    return list;
  }

  count(key: string): number {
    return this.#groups.get(key)?.size ?? 0;
  }

  change(key: string, after: Obj | undefined): void {
    const old = this.#keys.get(key) ?? NOBODY;
    const now = after === undefined ? NOBODY : this.#keysOf(after);
    for (const group of old) if (!now.includes(group)) this.#leave(group, key);
    if (after === undefined) this.#keys.delete(key);
    else {
      this.#keys.set(key, now);
      for (const group of now) this.#enter(group, key, after);
    }
  }

  #enter(group: string, key: string, object: Obj): void {
    const members = this.#groups.get(group);
    if (members) members.set(key, object);
    else this.#groups.set(group, new Map([[key, object]]));
    this.#lists.delete(group);
  }

  #leave(group: string, key: string): void {
    const members = this.#groups.get(group);
    members?.delete(key);
    if (members?.size === 0) this.#groups.delete(group);
    this.#lists.delete(group);
  }
}
