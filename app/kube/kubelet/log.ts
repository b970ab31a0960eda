import { decodeUtf8, encodeUtf8 } from '../../base/utf8.ts';
import type { LogOptions } from '../node-agent.ts';

/** One line, or the piece of a line that was written at once. */
export interface LogEntry {
  readonly at: number;
  readonly channel: 'stdout' | 'stderr';
  readonly text: string;
}

/** Lines a container keeps; older ones are rotated away. */
const KEPT = 10_000;

/** What a container has written, line by line, with its followers. */
export class ContainerLog {
  #entries: LogEntry[] = [];
  #open = new Map<LogEntry['channel'], { at: number; text: string }>();
  #followers: readonly ((entry: LogEntry | undefined) => void)[] = [];
  readonly #now: () => number;
  #ended = false;

  constructor(now: () => number) {
    this.#now = now;
  }

  get ended(): boolean {
    return this.#ended;
  }

  append(channel: LogEntry['channel'], bytes: Uint8Array): void {
    const open = this.#open.get(channel);
    const text = (open?.text ?? '') + decodeUtf8(bytes);
    const lines = text.split('\n');
    const rest = lines.pop() ?? '';
    let at = open?.at ?? this.#now();
    for (const line of lines) {
      this.#add({ at, channel, text: `${line}\n` });
      at = this.#now();
    }
    if (rest === '') this.#open.delete(channel);
    else this.#open.set(channel, { at, text: rest });
  }

  /** The container has ended: unfinished lines are kept as they are, followers leave. */
  end(): void {
    for (const [channel, { at, text }] of this.#open) this.#add({ at, channel, text });
    this.#open.clear();
    this.#ended = true;
    for (const follower of this.#followers) follower(undefined);
    this.#followers = [];
  }

  /** Calls for each later entry, then once with undefined at the end. */
  follow(follower: (entry: LogEntry | undefined) => void): () => void {
    this.#followers = [...this.#followers, follower];
    return () => {
      this.#followers = this.#followers.filter((other) => other !== follower);
    };
  }

  entries(): readonly LogEntry[] {
    const open = [...this.#open].map(([channel, { at, text }]) => ({ at, channel, text }));
    return [...this.#entries, ...open];
  }

  #add(entry: LogEntry): void {
    this.#entries.push(entry);
    if (this.#entries.length > KEPT * 1.1) this.#entries = this.#entries.slice(-KEPT);
    for (const follower of this.#followers) follower(entry);
  }
}

/** The text that the options of a request leave of a log. `dateOf` writes an instant as the log file does. */
export function logText(
  log: ContainerLog,
  options: LogOptions,
  now: number,
  dateOf: (at: number) => string,
): string {
  let entries = log.entries();
  const { sinceSeconds, tailLines, limitBytes } = options;
  if (sinceSeconds !== undefined) entries = entries.filter(({ at }) => at >= now - sinceSeconds * 1000);
  if (tailLines !== undefined) entries = tailLines === 0 ? [] : entries.slice(-tailLines);
  const text = entries.map((entry) => entryText(entry, options.timestamps, dateOf)).join('');
  return limitBytes === undefined ? text : decodeUtf8(encodeUtf8(text).subarray(0, limitBytes));
}

/** One entry as it is printed. */
export function entryText(
  { at, text }: LogEntry,
  timestamps: boolean,
  dateOf: (at: number) => string,
): string {
  return timestamps ? `${dateOf(at)} ${text}` : text;
}
