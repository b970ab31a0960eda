import { encodeResponse } from '../../../linux/http/codec.ts';
import type { HttpResponse } from '../../../linux/http/message.ts';
import type { Location } from './site.ts';

/** Everything that the response with a whole file is made of. */
export interface Made {
  readonly location: Location;
  readonly content: Uint8Array;
  readonly modifiedAt: number;
  /** Value of its header Connection. */
  readonly connection: string;
  /** Value of its header Date. */
  readonly date: string;
}

const MOST_KNOWN = 64;

/** Responses with whole files, as they travel: within one second, the same file is answered with the same bytes. */
export class FileResponses {
  readonly #known = new Map<string, { readonly of: Made; readonly response: HttpResponse }>();

  /** The response with a file made of just these parts, made anew by `make` when any of them has changed. */
  get(file: string, of: Made, make: () => HttpResponse): HttpResponse {
    const known = this.#known.get(file);
    if (known && same(known.of, of)) return known.response;
    const made = make();
    const response = { ...made, encoded: encodeResponse(made) };
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    this.#known.set(file, { of, response });
    return response;
  }
}

function same(a: Made, b: Made): boolean {
  return (
    a.content === b.content &&
    a.date === b.date &&
    a.connection === b.connection &&
    a.modifiedAt === b.modifiedAt &&
    a.location === b.location
  );
}
