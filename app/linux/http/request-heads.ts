import { freezeDeep } from '../../base/json.ts';
import { parseRequestHead, type RequestHead } from './codec.ts';

const MOST_KNOWN = 64;
const LONGEST_KNOWN = 1024;

/** Heads of requests that a server knows again: a client asks the same way every time. */
export class RequestHeads {
  readonly #known = new Map<string, RequestHead>();

  /** What a head says, without the empty line at its end; undefined when it is no request. */
  parse(text: string): RequestHead | undefined {
    const known = this.#known.get(text);
    if (known) return known;
    const parsed = parseRequestHead(text);
    if (!parsed || text.length > LONGEST_KNOWN) return parsed;
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    this.#known.set(text, freezeDeep(parsed));
    return parsed;
  }
}
