import { graphemes } from '../../../base/graphemes.ts';
import { STDERR, STDIN } from '../../../linux/names.ts';
import type { Signal, Sys } from '../../../linux/process/program.ts';
import type { Shell } from '../shell.ts';
import { commonPrefix, complete, inColumns } from './completion.ts';
import { EditBuffer } from './edit-buffer.ts';
import { HistoryCursor } from './history-cursor.ts';
import { IncrementalSearch } from './incremental-search.ts';
import { KEYS } from './key-bindings.ts';
import { KeyReader, type Key } from './keys.ts';
import { ScreenLine } from './screen-line.ts';

/** How editing a line ended. */
export type EditResult =
  | { readonly type: 'line'; readonly text: string }
  | { readonly type: 'interrupt' }
  | { readonly type: 'end' };

const BELL = '\u0007';
const PASTE_ON = '\u001b[?2004h';
const PASTE_OFF = '\u001b[?2004l';
/** More candidates than this are listed only when the user says so. */
const MANY = 100;

/** Edits lines at a terminal with the keys of emacs. One per shell: it keeps what was killed from line to line. */
export class LineEditor {
  readonly #sh: Shell;
  readonly #ring: string[] = [];
  readonly #keys = new KeyReader();
  readonly #screen = new ScreenLine();
  #buffer = new EditBuffer();
  #history = new HistoryCursor([]);
  #search: IncrementalSearch | undefined;
  #prompt = '';
  #result: EditResult | undefined;
  #out = '';
  /** The last key was Tab and changed nothing: the next one lists. */
  #tabbed = false;
  /** A list of so many candidates waits for y or n. */
  #asked: string | undefined;
  /** `ctrl-v` or `ctrl-x` was pressed. */
  #prefix: string | undefined;
  #wordsBack = 0;
  #wordLength = 0;

  constructor(sh: Shell) {
    this.#sh = sh;
  }

  /** Reads one line. */
  *read(prompt: string): Sys<EditResult> {
    const { p } = this.#sh;
    this.#begin(prompt);
    p.tty?.setMode('raw');
    try {
      this.#say(PASTE_ON);
      this.#redraw();
      while (!this.#result) {
        yield* this.#flush();
        const got = yield* p.readOrSignal(STDIN, 1);
        if (got === null) this.#result = { type: 'end' };
        else if (typeof got === 'string') this.#signal(got);
        else {
          const key = this.#keys.take(got[0] ?? 0);
          if (key) this.#handle(key);
        }
      }
      this.#say(PASTE_OFF);
      yield* this.#flush();
    } finally {
      p.tty?.setMode('cooked');
    }
    return this.#result;
  }

  #begin(prompt: string): void {
    // Lines of the prompt before the last are printed once, not drawn again with each key.
    const cut = prompt.lastIndexOf('\n') + 1;
    this.#prompt = prompt.slice(cut);
    this.#say(prompt.slice(0, cut));
    this.#buffer = new EditBuffer(this.#ring);
    this.#history = new HistoryCursor(this.#sh.history);
    this.#screen.begin(this.#prompt, this.#columns);
    this.#result = undefined;
    this.#search = undefined;
    this.#tabbed = false;
    this.#asked = undefined;
    this.#prefix = undefined;
    this.#wordsBack = 0;
  }

  get #columns(): number {
    return this.#sh.p.tty?.columns ?? 80;
  }

  #say(text: string): void {
    this.#out += text;
  }

  *#flush(): Sys<void> {
    const text = this.#out;
    this.#out = '';
    if (text !== '') yield* this.#sh.p.write(STDERR, text);
  }

  #redraw(): void {
    this.#say(this.#screen.draw(this.#buffer.cells, this.#buffer.cursor));
  }

  #signal(signal: Signal): void {
    if (signal === 'WINCH') {
      this.#screen.columns = this.#columns;
      this.#redraw();
    } else if (signal === 'INT') this.#interrupt();
    else if (signal === 'HUP' || signal === 'TERM') this.#result = { type: 'end' };
  }

  #interrupt(): void {
    this.#leaveSearch(false);
    this.#say(`${this.#screen.leave(this.#buffer.cells)}^C\n`);
    this.#result = { type: 'interrupt' };
  }

  #accept(): void {
    this.#say(`${this.#screen.leave(this.#buffer.cells)}\n`);
    this.#result = { type: 'line', text: this.#buffer.text };
  }

  #handle(key: Key): void {
    if (this.#asked !== undefined) this.#answer(key, this.#asked);
    else if (this.#prefix !== undefined) this.#prefixed(this.#prefix, key);
    else if (this.#search && this.#searchKey(this.#search, key)) this.#tabbed = false;
    else this.#edit(key);
  }

  #edit(key: Key): void {
    if (key.type !== 'key') {
      this.#insert(key.text);
      return;
    }
    const { name } = key;
    if (name !== 'tab') this.#tabbed = false;
    if (name !== 'meta-.' && name !== 'meta-_') this.#wordsBack = 0;
    switch (name) {
      case 'enter':
      case 'ctrl-j':
        return this.#accept();
      case 'ctrl-c':
        return this.#interrupt();
      case 'ctrl-d':
        if (this.#buffer.cells.length === 0) this.#result = { type: 'end' };
        else this.#done(this.#buffer.deleteTo(this.#buffer.cursor + 1));
        return;
      case 'tab':
        return this.#complete();
      case 'ctrl-l':
        this.#say('\u001b[H\u001b[2J');
        this.#screen.begin(this.#prompt, this.#columns);
        return this.#redraw();
      case 'ctrl-r':
      case 'ctrl-s':
        this.#search = new IncrementalSearch(this.#history, this.#buffer.text, name === 'ctrl-r' ? -1 : 1);
        return this.#showSearch(this.#search);
      case 'ctrl-v':
      case 'ctrl-q':
      case 'ctrl-x':
        this.#prefix = name;
        return;
      case 'meta-.':
      case 'meta-_':
        return this.#lastWord();
      default:
        return this.#bound(name);
    }
  }

  #bound(name: string): void {
    const action = KEYS[name];
    if (!action) this.#say(BELL);
    else this.#done(action(this.#buffer, this.#history));
  }

  #done(changed: boolean): void {
    if (changed) this.#redraw();
    else this.#say(BELL);
  }

  #insert(text: string): void {
    this.#tabbed = false;
    const atEnd = this.#buffer.atEnd;
    const before = this.#buffer.cells.length;
    const added = graphemes(text);
    this.#buffer.insert(text);
    const simple = atEnd && !text.includes('\n') && this.#buffer.cells.length === before + added.length;
    const bytes = simple ? this.#screen.append(this.#buffer.cells, added) : undefined;
    if (bytes === undefined) this.#redraw();
    else this.#say(bytes);
  }

  #prefixed(prefix: string, key: Key): void {
    this.#prefix = undefined;
    if (prefix === 'ctrl-x') {
      if (key.type === 'key' && key.name === 'ctrl-u') this.#done(this.#buffer.undo());
      else this.#say(BELL);
      return;
    }
    if (key.type !== 'key') this.#insert(key.text);
    else {
      const letter = /^ctrl-(.)$/.exec(key.name)?.[1]?.toUpperCase();
      const named: Readonly<Record<string, string>> = { tab: '\t', enter: '\n' };
      const text = letter === undefined ? named[key.name] : String.fromCharCode(letter.charCodeAt(0) ^ 0x40);
      if (text === undefined) this.#say(BELL);
      else this.#insert(text);
    }
  }

  /** Inserts the last word of the line before; again: of the one before that. */
  #lastWord(): void {
    if (this.#wordsBack > 0) this.#buffer.deleteTo(this.#buffer.cursor - this.#wordLength);
    this.#wordsBack += 1;
    const word = this.#history.lastWord(this.#wordsBack);
    if (word === undefined) {
      this.#wordsBack = 0;
      this.#say(BELL);
      return;
    }
    this.#wordLength = graphemes(word).length;
    this.#buffer.insert(word);
    this.#redraw();
  }

  #showSearch(search: IncrementalSearch): void {
    this.#buffer.set(search.line);
    this.#buffer.moveTo(graphemes(search.line.slice(0, search.column)).length);
    this.#screen.prompt = search.prompt;
    this.#redraw();
  }

  /** True when the key belonged to the search; other keys end it and then do what they do. */
  #searchKey(search: IncrementalSearch, key: Key): boolean {
    if (key.type !== 'key') search.extend(key.text);
    else if (key.name === 'ctrl-r' || key.name === 'ctrl-s') search.again(key.name === 'ctrl-r' ? -1 : 1);
    else if (key.name === 'backspace') search.shorten();
    else {
      this.#leaveSearch(key.name === 'ctrl-g');
      this.#redraw();
      return key.name === 'ctrl-g';
    }
    this.#showSearch(search);
    return true;
  }

  #leaveSearch(restore: boolean): void {
    const search = this.#search;
    if (!search) return;
    this.#search = undefined;
    if (restore) this.#buffer.set(search.begun);
    else this.#history.goTo(search.place, search.begun);
    this.#screen.prompt = this.#prompt;
  }

  #complete(): void {
    const { start, word, candidates } = complete(this.#sh, this.#buffer.before);
    const [only] = candidates;
    if (!only) {
      this.#say(BELL);
      return;
    }
    const prefix = commonPrefix(candidates);
    const single = candidates.length === 1;
    const blank = single && only.final !== false && !/[/=:]$/.test(only.text) ? ' ' : '';
    const text = single ? only.text + blank : prefix;
    if (text !== word && (single || prefix.length > word.length || !prefix.startsWith(word))) {
      if (single || prefix !== '') {
        this.#buffer.deleteTo(graphemes(this.#buffer.before.slice(0, start)).length);
        this.#buffer.insert(text);
        this.#redraw();
        this.#tabbed = false;
        if (single) return;
        this.#say(BELL);
        this.#tabbed = true;
        return;
      }
    }
    if (!this.#tabbed) {
      this.#tabbed = true;
      this.#say(BELL);
      return;
    }
    const list = inColumns(candidates, this.#columns);
    if (candidates.length <= MANY) {
      this.#list(list);
      return;
    }
    this.#asked = list;
    this.#say(
      `${this.#screen.leave(this.#buffer.cells)}\nDisplay all ${candidates.length} possibilities? (y or n)`,
    );
  }

  #answer(key: Key, list: string): void {
    const yes =
      (key.type === 'text' && /^[yY ]$/.test(key.text)) || (key.type === 'key' && key.name === 'tab');
    const no =
      (key.type === 'text' && /^[nN]$/.test(key.text)) ||
      (key.type === 'key' && ['backspace', 'ctrl-g', 'ctrl-c', 'enter'].includes(key.name));
    if (!yes && !no) {
      this.#say(BELL);
      return;
    }
    this.#asked = undefined;
    this.#say(yes ? `\n${list}\n` : '\n');
    this.#screen.begin(this.#prompt, this.#columns);
    this.#redraw();
  }

  #list(list: string): void {
    this.#say(`${this.#screen.leave(this.#buffer.cells)}\n${list}\n`);
    this.#screen.begin(this.#prompt, this.#columns);
    this.#redraw();
  }
}
