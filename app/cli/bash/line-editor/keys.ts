import { decodeUtf8, incompleteUtf8Tail } from '../../../base/utf8.ts';

/** A key as the editor sees it: text to insert, a whole paste, or a named key such as `ctrl-a`, `meta-b`, `up`. */
export type Key =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'paste'; readonly text: string }
  | { readonly type: 'key'; readonly name: string };

const ESC = 0x1b;
const PASTE_END = '\u001b[201~';

/** Names of the keys that arrive as escape sequences. */
const SEQUENCES: Readonly<Record<string, string>> = {
  '[A': 'up',
  '[B': 'down',
  '[C': 'right',
  '[D': 'left',
  '[H': 'home',
  '[F': 'end',
  OA: 'up',
  OB: 'down',
  OC: 'right',
  OD: 'left',
  OH: 'home',
  OF: 'end',
  '[1~': 'home',
  '[4~': 'end',
  '[7~': 'home',
  '[8~': 'end',
  '[3~': 'delete',
  '[2~': 'insert',
  '[5~': 'page-up',
  '[6~': 'page-down',
  '[1;5C': 'meta-f',
  '[1;5D': 'meta-b',
  '[1;3C': 'meta-f',
  '[1;3D': 'meta-b',
  '[Z': 'back-tab',
  '[3;5~': 'meta-d',
};

/** Puts keys together from the bytes of a terminal, one byte at a time. */
export class KeyReader {
  #pending: number[] = [];
  #paste: number[] | undefined;

  /** Takes one byte; gives a key when it is complete. */
  take(byte: number): Key | undefined {
    if (this.#paste) return this.#takePasted(byte);
    this.#pending.push(byte);
    const key = this.#complete();
    if (key) this.#pending = [];
    return key;
  }

  #takePasted(byte: number): Key | undefined {
    const paste = this.#paste ?? [];
    paste.push(byte);
    const tail = String.fromCharCode(...paste.slice(-PASTE_END.length));
    if (tail !== PASTE_END) return undefined;
    this.#paste = undefined;
    const text = decodeUtf8(Uint8Array.from(paste.slice(0, -PASTE_END.length)));
    return { type: 'paste', text: text.replaceAll(/\r\n?/g, '\n') };
  }

  #complete(): Key | undefined {
    const [first = 0] = this.#pending;
    if (first === ESC) return this.#escaped();
    if (first === 0x7f || first === 0x08) return { type: 'key', name: 'backspace' };
    if (first === 0x0d || first === 0x0a) return { type: 'key', name: 'enter' };
    if (first === 0x09) return { type: 'key', name: 'tab' };
    if (first < 0x20) return { type: 'key', name: `ctrl-${String.fromCharCode(first ^ 0x40).toLowerCase()}` };
    const bytes = Uint8Array.from(this.#pending);
    if (incompleteUtf8Tail(bytes) > 0) return undefined;
    return { type: 'text', text: decodeUtf8(bytes) };
  }

  #escaped(): Key | undefined {
    const rest = String.fromCharCode(...this.#pending.slice(1));
    if (rest === '' || rest === '[' || rest === 'O') return undefined;
    if (rest === '[200~') {
      this.#paste = [];
      this.#pending = [];
      return undefined;
    }
    if (rest.startsWith('[') && !/[@-~]$/.test(rest.slice(1))) return undefined;
    const known = SEQUENCES[rest];
    if (known !== undefined) return { type: 'key', name: known };
    if (rest.startsWith('[') || rest.startsWith('O')) return { type: 'key', name: `unknown ${rest}` };
    if (rest === '\u007f' || rest === '\b') return { type: 'key', name: 'meta-backspace' };
    if (rest === '\u001b') {
      this.#pending = [ESC];
      return undefined;
    }
    if (rest < ' ')
      return {
        type: 'key',
        name: `meta-ctrl-${String.fromCharCode(rest.charCodeAt(0) ^ 0x40).toLowerCase()}`,
      };
    return { type: 'key', name: `meta-${rest.toLowerCase()}` };
  }
}
