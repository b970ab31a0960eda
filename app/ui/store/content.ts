import { create } from 'zustand';
import type { Lang } from '../../engine/protocol.ts';
import type { ChapterText, StepText, TermText } from '../../tutorial/lesson-text.ts';
import type { StepAddress } from '../../tutorial/progress.ts';
import { usePreferences } from './preferences.ts';

/** All words of the lessons in one language. */
export interface LessonTexts {
  readonly chapters: readonly ChapterText[];
  readonly terms: readonly TermText[];
}

/** A chapter that is announced, but not written yet. */
export interface PlannedChapter {
  readonly number: number;
  readonly title: Readonly<Record<Lang, string>>;
  readonly minutes: number;
}

/** Everything that the page gets from the lessons; main.tsx brings it in. Each language is loaded when it is first shown. */
export interface PageContent {
  readonly texts: Readonly<Record<Lang, () => Promise<LessonTexts>>>;
  readonly planned: readonly PlannedChapter[];
  /** The world that the lessons run in, and the files on its laptop. */
  readonly world: {
    readonly name: string;
    readonly seed: number;
    readonly files: Readonly<Record<string, string>>;
  };
}

/** One line of the table of contents. `steps` is empty while a chapter is still to come. */
export interface ChapterEntry {
  readonly number: number;
  readonly title: string;
  readonly minutes: number;
  readonly steps: readonly { readonly slug: string; readonly title: string }[];
}

interface ContentStore {
  readonly content: PageContent | undefined;
  readonly texts: Readonly<Partial<Record<Lang, LessonTexts>>>;
  /** The lessons did not come over the network. */
  readonly failed: boolean;
}

/** Lesson texts as far as they have been loaded. */
export const useContent = create<ContentStore>()(() => ({
  content: undefined,
  texts: {},
  failed: false,
}));

/** Loads the lessons of a language, once. */
export async function loadTexts(lang: Lang): Promise<void> {
  const { content, texts } = useContent.getState();
  if (content === undefined || texts[lang] !== undefined) return;
  try {
    const loaded = await content.texts[lang]();
    useContent.setState((state) => ({ texts: { ...state.texts, [lang]: loaded }, failed: false }));
  } catch {
    useContent.setState({ failed: true });
  }
}

/** Texts in the learner's language, or, until these have come, in the other. */
export function textsIn({ texts }: ContentStore, lang: Lang): LessonTexts | undefined {
  return texts[lang] ?? texts.id ?? texts.en;
}

/** The text of a step, if it has been loaded. */
export function stepText(state: ContentStore, lang: Lang, address: StepAddress): StepText | undefined {
  const chapter = textsIn(state, lang)?.chapters.find(({ number }) => number === address.chapter);
  return chapter?.steps.find(({ slug }) => slug === address.step);
}

/** The table of contents in one language. */
export function chaptersIn(state: ContentStore, lang: Lang): ChapterEntry[] {
  const written = textsIn(state, lang)?.chapters ?? [];
  const planned = (state.content?.planned ?? []).filter(
    (plan) => !written.some(({ number }) => number === plan.number),
  );
  return [
    ...written,
    ...planned.map(({ number, title, minutes }) => ({ number, title: title[lang], minutes, steps: [] })),
  ].toSorted((one, other) => one.number - other.number);
}

const NOTHING: ChapterEntry[] = [];
let known:
  { readonly state: ContentStore; readonly lang: Lang; readonly chapters: ChapterEntry[] } | undefined;

/** The table of contents in the learner's language. */
export function useChapters(): readonly ChapterEntry[] {
  const lang = usePreferences((preferences) => preferences.lang);
  return useContent((state) => {
    if (state.content === undefined) return NOTHING;
    if (known?.state !== state || known.lang !== lang)
      known = { state, lang, chapters: chaptersIn(state, lang) };
    return known.chapters;
  });
}

/** The table of contents as it is now, outside components. */
export const chaptersNow = (): readonly ChapterEntry[] =>
  chaptersIn(useContent.getState(), usePreferences.getState().lang);

/** A step's number as people say it: 2.7. */
export function stepNumber({ chapter, step }: StepAddress): string {
  const steps = chaptersNow().find(({ number }) => number === chapter)?.steps ?? [];
  return `${chapter}.${steps.findIndex(({ slug }) => slug === step) + 1}`;
}
