import { create } from 'zustand';
import type { Lang } from '../../engine/protocol.ts';
import type { PageWords } from '../../tutorial/page-words.ts';
import { usePreferences } from '../store/preferences.ts';

/** Names a text of the page. */
export type WordKey = keyof PageWords;

type Values = Readonly<Record<string, string | number>>;

/** The words of the page in every language; main.tsx brings them in. */
export const useWords = create<{ readonly words: Readonly<Record<Lang, PageWords>> | undefined }>()(() => ({
  words: undefined,
}));

/** Puts a text into words, filling `{name}` from the values. */
export type Translate = (key: WordKey, values?: Values) => string;

/** The translation into the language that the learner chose. */
export function useT(): Translate {
  const lang = usePreferences((preferences) => preferences.lang);
  const words = useWords((state) => state.words);
  return (key, values) => fill(words?.[lang][key] ?? key, values);
}

function fill(text: string, values: Values = {}): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
