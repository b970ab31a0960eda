import type { ChapterText, TermText } from '../app/tutorial/lesson-text.ts';

/** The words of all chapters and of the glossary in one language. */
export interface Texts {
  readonly chapters: readonly ChapterText[];
  readonly terms: readonly TermText[];
}

/** Loads the words of a language: each language is a part of the app of its own, fetched when it is first shown. */
export const texts: Readonly<Record<'id' | 'en', () => Promise<Texts>>> = {
  id: async () => {
    const [terms, ...chapters] = await Promise.all([
      import('./glossary/id.md'),
      import('./01-exposing-pods/id.md'),
      import('./02-creating-service/id.md'),
    ]);
    return { terms: terms.default, chapters: chapters.map((module) => module.default) };
  },
  en: async () => {
    const [terms, ...chapters] = await Promise.all([
      import('./glossary/en.md'),
      import('./01-exposing-pods/en.md'),
      import('./02-creating-service/en.md'),
    ]);
    return { terms: terms.default, chapters: chapters.map((module) => module.default) };
  },
};
