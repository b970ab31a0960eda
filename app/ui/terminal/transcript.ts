import type { Terminal } from '@xterm/xterm';

const LIMIT = 40;

/** What a command printed since the last prompt, as lines of plain text; long output is cut, and says so. */
export function outputSince(
  terminal: Terminal,
  from: number,
): { readonly lines: string[]; readonly rest: number } {
  const buffer = terminal.buffer.active;
  const end = buffer.baseY + buffer.cursorY;
  const lines: string[] = [];
  for (let at = from; at < end; at++) {
    const line = buffer.getLine(at);
    if (line === undefined) continue;
    const text = line.translateToString(true);
    if (line.isWrapped && lines.length > 0) lines[lines.length - 1] += text;
    else lines.push(text);
  }
  return { lines: lines.slice(0, LIMIT), rest: Math.max(0, lines.length - LIMIT) };
}

/** The row of the buffer where the cursor stands. */
export const cursorRow = (terminal: Terminal): number =>
  terminal.buffer.active.baseY + terminal.buffer.active.cursorY;
