const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Texts of instants, each written once a second: a server asks for the same second again and again. */
export class Dates {
  readonly #http = new Map<number, string>();
  #localSecond = Number.NaN;
  #local = '';

  /** `Tue, 24 Nov 2026 14:20:21 GMT` */
  http(epoch: number): string {
    const second = Math.floor(epoch / 1000);
    const known = this.#http.get(second);
    if (known !== undefined) return known;
    if (this.#http.size >= MOST_KNOWN) this.#http.clear();
    const text = new Date(second * 1000).toUTCString();
    this.#http.set(second, text);
    return text;
  }

  /** `24/Nov/2026:14:20:21 +0000` */
  local(epoch: number): string {
    const second = Math.floor(epoch / 1000);
    if (second !== this.#localSecond) {
      this.#localSecond = second;
      this.#local = localText(epoch);
    }
    return this.#local;
  }
}

const MOST_KNOWN = 64;

function localText(epoch: number): string {
  const at = new Date(epoch);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${two(at.getUTCDate())}/${MONTHS[at.getUTCMonth()] ?? ''}/${at.getUTCFullYear()}`;
  return `${day}:${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} +0000`;
}
