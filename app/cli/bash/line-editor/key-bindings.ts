import type { EditBuffer } from './edit-buffer.ts';
import type { HistoryCursor } from './history-cursor.ts';

/** What a key does to the line; false rings the bell. */
export type KeyAction = (buffer: EditBuffer, history: HistoryCursor) => boolean;

const move =
  (place: (buffer: EditBuffer) => number): KeyAction =>
  (buffer) => {
    const before = buffer.cursor;
    buffer.moveTo(place(buffer));
    return buffer.cursor !== before;
  };

/** As move, but at the end it stays silently. */
const jump =
  (place: (buffer: EditBuffer) => number): KeyAction =>
  (buffer) => {
    buffer.moveTo(place(buffer));
    return true;
  };

const recall =
  (by: 1 | -1): KeyAction =>
  (buffer, history) => {
    const line = history.step(by, buffer.text);
    if (line === undefined) return false;
    buffer.set(line);
    return true;
  };

const recallAt =
  (place: (history: HistoryCursor) => number): KeyAction =>
  (buffer, history) => {
    const line = history.goTo(place(history), buffer.text);
    if (line === undefined) return false;
    buffer.set(line);
    return true;
  };

const changeWord =
  (change: (word: string) => string): KeyAction =>
  (buffer) => {
    buffer.changeWord(change);
    return true;
  };

const lineStart = jump((buffer) => buffer.lineBounds()[0]);
const lineEnd = jump((buffer) => buffer.lineBounds()[1]);
const right = move((buffer) => buffer.cursor + 1);
const left = move((buffer) => buffer.cursor - 1);
const killWordBack: KeyAction = (buffer) => buffer.killTo(buffer.wordStart());

/** The keys of emacs, as readline binds them. */
export const KEYS: Readonly<Record<string, KeyAction>> = {
  'ctrl-a': lineStart,
  home: lineStart,
  'ctrl-e': lineEnd,
  end: lineEnd,
  'ctrl-b': left,
  left,
  'ctrl-f': right,
  right,
  'meta-b': jump((buffer) => buffer.wordStart()),
  'meta-f': jump((buffer) => buffer.wordEnd()),
  'ctrl-p': recall(-1),
  up: recall(-1),
  'ctrl-n': recall(1),
  down: recall(1),
  'meta-<': recallAt(() => 0),
  'meta->': recallAt((history) => history.size),
  backspace: (buffer) => buffer.deleteTo(buffer.cursor - 1),
  delete: (buffer) => buffer.deleteTo(buffer.cursor + 1),
  'ctrl-k': (buffer) => buffer.killTo(Math.max(buffer.lineBounds()[1], buffer.cursor)) || true,
  'ctrl-u': (buffer) => buffer.killTo(buffer.lineBounds()[0]),
  'ctrl-w': (buffer) => buffer.killTo(buffer.blankWordStart()),
  'meta-d': (buffer) => buffer.killTo(buffer.wordEnd()),
  'meta-backspace': killWordBack,
  'ctrl-y': (buffer) => buffer.yank(),
  'meta-y': (buffer) => buffer.yankPop(),
  'ctrl-t': (buffer) => buffer.transpose(),
  'ctrl-_': (buffer) => buffer.undo(),
  'meta-u': changeWord((word) => word.toUpperCase()),
  'meta-l': changeWord((word) => word.toLowerCase()),
  'meta-c': changeWord((word) => word.toLowerCase().replace(/\p{L}/u, (letter) => letter.toUpperCase())),
  'meta-r': (buffer) => {
    while (buffer.undo());
    return true;
  },
};
