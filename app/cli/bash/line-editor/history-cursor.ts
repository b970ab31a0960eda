/** A walk through the history while one line is edited; the line that was begun waits at the end. */
export class HistoryCursor {
  readonly #history: readonly string[];
  #place: number;
  #begun = '';

  constructor(history: readonly string[]) {
    this.#history = history;
    this.#place = history.length;
  }

  /** One line back or forth; undefined at either end. */
  step(by: 1 | -1, current: string): string | undefined {
    return this.goTo(this.#place + by, current);
  }

  goTo(place: number, current: string): string | undefined {
    if (place < 0 || place > this.#history.length || place === this.#place) return undefined;
    if (this.#place === this.#history.length) this.#begun = current;
    this.#place = place;
    return place === this.#history.length ? this.#begun : this.#history[place];
  }

  get size(): number {
    return this.#history.length;
  }

  /** The nearest line that contains the text, from a place on. */
  search(text: string, from: number, by: 1 | -1): number | undefined {
    for (let place = from; place >= 0 && place < this.#history.length; place += by) {
      if (this.#history[place]?.includes(text) === true) return place;
    }
    return undefined;
  }

  line(place: number): string {
    return this.#history[place] ?? '';
  }

  /** Last word of the line that many lines back. */
  lastWord(back: number): string | undefined {
    return this.#history.at(-back)?.trim().split(/\s+/).at(-1);
  }
}
