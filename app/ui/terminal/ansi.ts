import { color } from '../controls/token.ts';
import type { ITheme } from '@xterm/xterm';

/** The terminal's colours from the one file that holds them; bright ones are the same, bold. */
export function terminalTheme(): ITheme {
  const ansi = (name: string) => color(`--ansi-${name}`);
  const names = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;
  const plain = Object.fromEntries(names.map((name) => [name, ansi(name)]));
  const bright = Object.fromEntries(
    names.map((name) => [`bright${name[0]?.toUpperCase()}${name.slice(1)}`, ansi(name)]),
  );
  return {
    ...plain,
    ...bright,
    background: color('--bg'),
    foreground: color('--text'),
    cursor: color('--text'),
    cursorAccent: color('--bg'),
    selectionBackground: color('--selection'),
    selectionForeground: color('--text'),
    overviewRulerBorder: color('--bg'),
    scrollbarSliderBackground: `${color('--border')}80`,
    scrollbarSliderHoverBackground: `${color('--border')}b0`,
    scrollbarSliderActiveBackground: `${color('--border')}d0`,
  };
}
