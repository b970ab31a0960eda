import type { Core } from '../../base/core.ts';
import { imageReference, type ImageStore, type Pull, type PulledImage } from '../image-store.ts';

/** How long a pull takes when nothing slows it. */
export const PULL_TIME = 800;

/** Longest wait between two tries to pull. */
const LONGEST_BACK_OFF = 300_000;
const FIRST_BACK_OFF = 10_000;

/** The images a node has, and how it gets more. */
export class ImageCache {
  readonly #core: Core;
  readonly #store: ImageStore;
  readonly #present = new Map<string, PulledImage>();
  readonly #backOff = new Map<
    string,
    { readonly delay: number; readonly since: number; readonly error: string }
  >();
  /** Milliseconds a pull takes. */
  pullTime = PULL_TIME;

  constructor(core: Core, store: ImageStore, preloaded: readonly string[] = []) {
    this.#core = core;
    this.#store = store;
    for (const name of preloaded) this.pull('', name);
  }

  /** The image of that name if it is on the node. */
  present(name: string): PulledImage | undefined {
    return this.#present.get(imageReference(name));
  }

  list(): readonly PulledImage[] {
    return [...this.#present.values()];
  }

  /** Why a Pod's pull of that name has to wait, and until when. */
  heldBack(uid: string, name: string): { readonly until: number; readonly error: string } | undefined {
    const entry = this.#backOff.get(`${uid}/${name}`);
    const until = entry ? entry.since + entry.delay : 0;
    return entry && until > this.#core.now() ? { until, error: entry.error } : undefined;
  }

  /** What the registry answers at the end of a pull; a success is kept, a failure makes the next try wait longer. */
  pull(uid: string, name: string): Pull {
    const pull = this.#store.pull(name);
    if (pull.ok) this.#present.set(pull.image.reference, pull.image);
    else this.#failed(`${uid}/${name}`, pull.message);
    return pull;
  }

  #failed(key: string, error: string): void {
    const now = this.#core.now();
    const before = this.#backOff.get(key);
    const stale = !before || now - before.since > 2 * LONGEST_BACK_OFF;
    const delay = stale ? FIRST_BACK_OFF : Math.min(LONGEST_BACK_OFF, 2 * before.delay);
    this.#backOff.set(key, { delay, since: now, error });
  }
}

/** A span as Go prints it: `800ms`, `1.25s`, `10s`, `1m20s`, `5m0s`. */
export function goDuration(milliseconds: number): string {
  const whole = Math.round(milliseconds);
  if (whole < 1000) return whole === 0 ? '0s' : `${whole}ms`;
  const hours = Math.floor(whole / 3_600_000);
  const minutes = Math.floor((whole % 3_600_000) / 60_000);
  const seconds = (whole % 60_000) / 1000;
  if (hours > 0) return `${hours}h${minutes}m${seconds}s`;
  return minutes > 0 ? `${minutes}m${seconds}s` : `${seconds}s`;
}
