import type { Theme } from '../store/preferences.ts';

/**
 * A colour of the token file as it holds in a theme, as `#rrggbb`: canvas, terminal and editor know neither variables
 * nor the words for system colours that the tokens become where the computer forces its own.
 */
export function color(name: string, theme?: Theme): string {
  const value = probed(theme, (probe) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  });
  const parts = value.match(/[\d.]+/g)?.slice(0, 3) ?? [];
  return `#${parts.map((part) => Number(part).toString(16).padStart(2, '0')).join('')}`;
}

/** A size of the token file in pixels. */
export const size = (name: string): number =>
  Number.parseFloat(probed(undefined, (probe) => getComputedStyle(probe).getPropertyValue(name)));

function probed<Value>(theme: Theme | undefined, read: (probe: HTMLElement) => Value): Value {
  const probe = document.createElement('i');
  if (theme !== undefined) probe.dataset['theme'] = theme;
  document.body.append(probe);
  const value = read(probe);
  probe.remove();
  return value;
}
