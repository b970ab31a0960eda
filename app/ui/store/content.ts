import { create } from 'zustand';
import type { Lang } from '../../engine/protocol.ts';
import type { ChapterText, StepText, TermText } from '../../tutorial/lesson-text.ts';

/** One chapter in the table of contents. `steps` is empty while a chapter has no content yet. */
export interface ChapterEntry {
  readonly number: number;
  readonly slug: string;
  readonly title: Readonly<Record<Lang, string>>;
  readonly minutes: number;
  readonly steps: readonly { readonly slug: string; readonly title: Readonly<Record<Lang, string>> }[];
}

/** All words of the lessons; main.tsx brings them in. Chapters and glossary are loaded when they are needed. */
export interface PageContent {
  readonly chapters: readonly ChapterEntry[];
  readonly chapter: (lang: Lang, number: number) => Promise<ChapterText | undefined>;
  readonly glossary: (lang: Lang) => Promise<readonly TermText[]>;
  /** The world that the lessons run in, and the files on its laptop. */
  readonly world: {
    readonly name: string;
    readonly seed: number;
    readonly files: Readonly<Record<string, string>>;
  };
}

interface ContentStore {
  readonly content: PageContent | undefined;
  /** Loaded chapters, as `id/2`. */
  readonly texts: Readonly<Record<string, ChapterText>>;
  readonly terms: Readonly<Partial<Record<Lang, readonly TermText[]>>>;
}

/** Lesson texts as far as they have been loaded. */
export const useContent = create<ContentStore>()(() => ({ content: undefined, texts: {}, terms: {} }));

/** Loads a chapter and the glossary in one language, once. */
export async function loadChapter(lang: Lang, number: number): Promise<void> {
  const { content, texts, terms } = useContent.getState();
  if (content === undefined) return;
  const key = `${lang}/${number}`;
  const [text, glossary] = await Promise.all([
    texts[key] ?? content.chapter(lang, number),
    terms[lang] ?? content.glossary(lang),
  ]);
  useContent.setState((state) => ({
    texts: text === undefined ? state.texts : { ...state.texts, [key]: text },
    terms: { ...state.terms, [lang]: glossary },
  }));
}

/** The text of a step, if its chapter has been loaded. */
export function stepText(
  texts: ContentStore['texts'],
  lang: Lang,
  address: { readonly chapter: number; readonly step: string },
): StepText | undefined {
  return texts[`${lang}/${address.chapter}`]?.steps.find(({ slug }) => slug === address.step);
}
