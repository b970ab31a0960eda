import { create } from 'zustand';
import type { Lang } from '../../engine/protocol.ts';

/** Light, dark, or as the system says. */
export type Theme = 'light' | 'dark';

interface Preferences {
  readonly lang: Lang;
  readonly theme: Theme;
}

const KEY = 'lintas.preferences';

/** What the learner chose for this computer: language and theme. */
export const usePreferences = create<Preferences>()(() => initial());

/** Takes over a choice, shows it on the page and keeps it where the browser lets us. */
export function prefer(choice: Partial<Preferences>): void {
  usePreferences.setState(choice);
  show();
  try {
    const { lang, theme } = usePreferences.getState();
    localStorage.setItem(KEY, JSON.stringify({ lang, theme }));
  } catch {
    // Storage may be forbidden (private windows, files from disk); the choice then lives as long as the page.
  }
}

/** Puts language and theme on the document; called before the first paint. */
export function show(): void {
  const { lang, theme } = usePreferences.getState();
  document.documentElement.lang = lang;
  document.documentElement.dataset['theme'] = theme;
}

function initial(): Preferences {
  const asked =
    typeof location === 'undefined' ? new URLSearchParams() : new URLSearchParams(location.search);
  const kept = stored();
  return {
    lang: oneOf(asked.get('lang') ?? kept.lang ?? browserLanguage(), ['id', 'en'], 'en'),
    theme: oneOf(asked.get('theme') ?? kept.theme ?? systemTheme(), ['light', 'dark'], 'light'),
  };
}

function stored(): { readonly lang?: string; readonly theme?: string } {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}') as { lang?: string; theme?: string };
  } catch {
    return {};
  }
}

function browserLanguage(): string {
  if (typeof navigator === 'undefined') return 'en';
  return navigator.languages.some((tag) => /^(id|ms|jv|su)\b/.test(tag)) ? 'id' : 'en';
}

function systemTheme(): Theme {
  const dark = typeof matchMedia !== 'undefined' && matchMedia('(prefers-color-scheme: dark)').matches;
  return dark ? 'dark' : 'light';
}

function oneOf<Choice extends string>(value: string, choices: readonly Choice[], otherwise: Choice): Choice {
  return choices.find((choice) => choice === value) ?? otherwise;
}
