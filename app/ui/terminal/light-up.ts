import { color } from '../controls/token.ts';
import type { IDecoration, IMarker, Terminal } from '@xterm/xterm';

/** Lights every place of the visible buffer where a text stands. The result puts it out. */
export function lightUp(terminal: Terminal, text: string | undefined): () => void {
  const marks: (IDecoration | IMarker)[] = [];
  if (text === undefined || text === '') return () => undefined;
  const buffer = terminal.buffer.active;
  const cursor = buffer.baseY + buffer.cursorY;
  const lit = color('--selection');
  for (let row = Math.max(0, buffer.length - 400); row < buffer.length; row++) {
    const line = buffer.getLine(row)?.translateToString(true) ?? '';
    for (let at = line.indexOf(text); at !== -1; at = line.indexOf(text, at + 1)) {
      const marker = terminal.registerMarker(row - cursor);
      const decoration = terminal.registerDecoration({
        marker,
        x: at,
        width: text.length,
        backgroundColor: lit,
        layer: 'bottom',
      });
      decoration?.onRender((element) => element.setAttribute('data-hl', text));
      marks.push(marker, ...(decoration === undefined ? [] : [decoration]));
    }
  }
  return () => marks.forEach((mark) => mark.dispose());
}
