import { freezeDeep } from '../../../base/json.ts';
import type { KubeObject } from '../../kinds/object.ts';
import { isEqual, isObject } from '../../kinds/plain.ts';
import { retyped } from '../../kinds/typed.decode.ts';
import type { ManagedFieldsEntry, ObjectMeta } from '../../kinds/types.data.ts';

type Entries = readonly ManagedFieldsEntry[];

/** Works out the entries that a write leaves behind. */
export type Tracking = () => Entries;

/** So many writes wait at most to be looked at: each keeps the object as it was. */
const LONGEST = 8;

/**
 * Who owns which field of an object. Few objects are ever asked, so a write only leaves what is needed to answer, and the
 * answer is worked out when somebody reads metadata.managedFields.
 */
export class Ledger {
  #entries: Entries | undefined;
  #tracking: Tracking | undefined;
  readonly #length: number;

  constructor(before: Ledger | undefined, tracking: Tracking) {
    this.#tracking = tracking;
    this.#length = (before?.waiting ?? 0) + 1;
    if (this.#length > LONGEST) this.read();
  }

  /** How many writes have to be looked at to answer. */
  get waiting(): number {
    return this.#tracking === undefined ? 0 : this.#length;
  }

  read(): Entries {
    if (this.#tracking) {
      this.#entries = this.#tracking();
      this.#tracking = undefined;
    }
    return this.#entries ?? [];
  }
}

const LEDGER = Symbol('ledger');

/** The same getter for all, so that all metadata have the same shape. */
const MANAGED_FIELDS: PropertyDescriptor & ThisType<ObjectMeta> = {
  enumerable: true,
  get() {
    return ledgerOf(this)?.read();
  },
};

/** The ledger of stored metadata; undefined where the entries stand there themselves. */
export function ledgerOf(metadata: ObjectMeta): Ledger | undefined {
  return retyped<Ledger | undefined>(Reflect.get(metadata, LEDGER));
}

/** Who owns the fields of an object: the entries, or the ledger that knows them. */
export type Owners = Ledger | Entries | undefined;

/** The owners that stored metadata tell of. */
export function ownersOf(metadata: ObjectMeta): Owners {
  return ledgerOf(metadata) ?? metadata.managedFields;
}

/** The entries of owners. */
export function entriesOf(owners: Owners): Entries {
  return owners instanceof Ledger ? owners.read() : (owners ?? []);
}

/** Metadata without entries; nobody has to work them out for that. */
export function bareMetadata(metadata: ObjectMeta): ObjectMeta {
  const bare: Record<string, unknown> = {};
  for (const key in metadata) if (key !== 'managedFields') bare[key] = Reflect.get(metadata, key);
  return retyped<ObjectMeta>(bare);
}

/** Metadata with owners and a version instead of those it had, frozen. */
export function ownedMetadata(
  metadata: ObjectMeta,
  owners: Owners,
  version: string | undefined = metadata.resourceVersion,
): ObjectMeta {
  const owned: Record<string, unknown> = {};
  for (const key in metadata)
    if (key !== 'managedFields') owned[key] = freezeDeep(Reflect.get(metadata, key));
  if (version !== undefined) owned['resourceVersion'] = version;
  if (owners instanceof Ledger) {
    Object.defineProperty(owned, LEDGER, { value: owners });
    Object.defineProperty(owned, 'managedFields', MANAGED_FIELDS);
  } else if (owners && owners.length > 0) owned['managedFields'] = freezeDeep(owners);
  return Object.freeze(retyped<ObjectMeta>(owned));
}

/** An object with owners instead of those it had. */
export function withOwners(object: KubeObject, owners: Owners): KubeObject {
  return { ...object, metadata: ownedMetadata(object.metadata, owners) };
}

/** Whether an object is as it was; only when all the rest is, its owners are looked at. */
export function isUnchanged(object: KubeObject, owners: Owners, old: KubeObject): boolean {
  const [parts, before] = [
    { ...object, metadata: undefined },
    { ...old, metadata: undefined },
  ];
  if (!isEqual(parts, before)) return false;
  if (!isEqual(bareMetadata(object.metadata), bareMetadata(old.metadata))) return false;
  const olds = ownersOf(old.metadata);
  return owners === olds || isEqual(entriesOf(owners), entriesOf(olds));
}

/**
 * Whether a write surely leaves an entry: a plain field below the top has a new value. (Metadata without any entry has
 * no managedFields at all, which has to be known at once.)
 */
export function surelyOwns(live: KubeObject | undefined, next: KubeObject, ignored: object): boolean {
  const [olds, news] = [retyped<Parts>(live ?? {}), retyped<Parts>(next)];
  for (const key in news) {
    if (key === 'metadata' || key === 'kind' || key === 'apiVersion' || `f:${key}` in ignored) continue;
    const [old, now] = [olds[key], news[key]];
    if (old !== now && (isNewScalar(old, now) || hasNewScalar(old, now))) return true;
  }
  return false;
}

type Parts = Readonly<Record<string, unknown>>;

function hasNewScalar(old: unknown, now: unknown): boolean {
  if (!isObject(now)) return false;
  const olds = isObject(old) ? old : {};
  for (const key in now) if (isNewScalar(olds[key], now[key])) return true;
  return false;
}

function isNewScalar(old: unknown, now: unknown): boolean {
  return now !== old && (typeof now === 'string' ? now !== '' : typeof now === 'number' && now !== 0);
}
