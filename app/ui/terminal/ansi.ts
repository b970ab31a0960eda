import { token } from '../controls/token.ts';
import type { ITheme } from '@xterm/xterm';

/** The terminal's colours from the one file that holds them; bright ones are the same, bold. */
export function terminalTheme(): ITheme {
  const ansi = (name: string) => token(`--ansi-${name}`);
  const names = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;
  const plain = Object.fromEntries(names.map((name) => [name, ansi(name)]));
  const bright = Object.fromEntries(
    names.map((name) => [`bright${name[0]?.toUpperCase()}${name.slice(1)}`, ansi(name)]),
  );
  return {
    ...plain,
    ...bright,
    background: token('--bg'),
    foreground: token('--text'),
    cursor: token('--text'),
    cursorAccent: token('--bg'),
    selectionBackground: token('--selection'),
    selectionForeground: token('--text'),
  };
}
