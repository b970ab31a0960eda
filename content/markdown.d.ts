/** Lessons are compiled while building: a glossary, or the words of a chapter. */
declare module '*/glossary/id.md' {
  import type { TermText } from '../app/tutorial/lesson-text.ts';

  const terms: readonly TermText[];
  export default terms;
}
declare module '*/glossary/en.md' {
  import type { TermText } from '../app/tutorial/lesson-text.ts';

  const terms: readonly TermText[];
  export default terms;
}
declare module '*.md' {
  import type { ChapterText } from '../app/tutorial/lesson-text.ts';

  const chapter: ChapterText;
  export default chapter;
}
