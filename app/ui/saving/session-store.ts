import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { PROTOCOL, type Entry, type Saved } from '../../engine/protocol.ts';

/** Where a learner looks, beside what happened: kept latest only, nothing is proved by it. */
export interface ViewRecord {
  readonly drawer: string | undefined;
  readonly terminal: string;
  readonly file: string | undefined;
  readonly object: string | undefined;
  /** How far the lesson is scrolled, in CSS pixels. */
  readonly scroll: number;
}

/** What is found again after a reload. */
export interface FoundSession {
  readonly saved: Saved;
  readonly view: ViewRecord | undefined;
}

/** Entries that came after the snapshot. */
interface Piece {
  readonly from: number;
  readonly entries: readonly Entry[];
  readonly now: number;
}

interface Schema extends DBSchema {
  /** `session`: the snapshot; `now`: virtual time; `view`: the view record; `unreadable …`: what we could not read. */
  records: { key: string; value: unknown };
  pieces: { key: number; value: Piece };
}

/** The session in the browser's own database: a snapshot, and the entries since then in small pieces. */
export class SessionStore {
  readonly #db: IDBPDatabase<Schema>;

  private constructor(db: IDBPDatabase<Schema>) {
    this.#db = db;
  }

  /** Opens the database. Rejects where the browser forbids storage. */
  static async open(): Promise<SessionStore> {
    const db = await openDB<Schema>('lintas', 1, {
      upgrade: (fresh) => {
        fresh.createObjectStore('records');
        fresh.createObjectStore('pieces', { autoIncrement: true });
      },
    });
    return new SessionStore(db);
  }

  /** The session as it was left. One that cannot be read is put aside, never thrown away, and `unreadable` says so. */
  async find(): Promise<FoundSession | 'unreadable' | undefined> {
    const [snapshot, now, view, pieces] = await Promise.all([
      this.#db.get('records', 'session'),
      this.#db.get('records', 'now'),
      this.#db.get('records', 'view'),
      this.#db.getAll('pieces'),
    ]);
    if (snapshot === undefined) return undefined;
    if (isSaved(snapshot))
      return { saved: continued(snapshot, pieces, now), view: isView(view) ? view : undefined };
    const transaction = this.#db.transaction(['records', 'pieces'], 'readwrite');
    const records = transaction.objectStore('records');
    await Promise.all([
      records.put({ snapshot, now, pieces }, `unreadable ${new Date().toISOString()}`),
      records.delete('session'),
      transaction.objectStore('pieces').clear(),
      transaction.done,
    ]);
    return 'unreadable';
  }

  /** Takes the whole session in place of all that was kept. */
  async keep(saved: Saved): Promise<void> {
    const transaction = this.#db.transaction(['records', 'pieces'], 'readwrite');
    const records = transaction.objectStore('records');
    await Promise.all([
      records.put(saved, 'session'),
      records.put(saved.head.journal.now, 'now'),
      transaction.objectStore('pieces').clear(),
      transaction.done,
    ]);
  }

  /** Adds entries to the snapshot. */
  async add(from: number, entries: readonly Entry[], now: number): Promise<void> {
    await this.#db.add('pieces', { from, entries, now });
  }

  /** Notes how far virtual time has gone. */
  async passTo(now: number): Promise<void> {
    await this.#db.put('records', now, 'now');
  }

  /** Notes where the learner looks. */
  async look(view: ViewRecord): Promise<void> {
    await this.#db.put('records', view, 'view');
  }
}

/** The snapshot with the entries that came after it. */
function continued({ head, heads }: Saved, pieces: readonly Piece[], now: unknown): Saved {
  const entries = [...head.journal.entries];
  let reached: number = head.journal.now;
  for (const piece of pieces) {
    if (piece.from > entries.length) break;
    entries.push(...piece.entries.slice(entries.length - piece.from));
    reached = Math.max(reached, piece.now);
  }
  if (typeof now === 'number') reached = Math.max(reached, now);
  const journal = { ...head.journal, entries, now: reached as typeof head.journal.now };
  return { head: { ...head, journal }, heads };
}

/** Whether a record is a session of this version. What the entries hold is for the engine to judge. */
function isSaved(record: unknown): record is Saved {
  const head = part(record, 'head');
  const journal = part(head, 'journal');
  const heads = part(record, 'heads');
  return (
    part(journal, 'version') === PROTOCOL &&
    typeof part(journal, 'world') === 'string' &&
    typeof part(journal, 'now') === 'number' &&
    Array.isArray(part(journal, 'entries')) &&
    ['moved', 'undone', 'kept'].every((name) => Array.isArray(part(heads, name)))
  );
}

function isView(record: unknown): record is ViewRecord {
  return typeof part(record, 'terminal') === 'string' && typeof part(record, 'scroll') === 'number';
}

function part(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
