/** Lessons are compiled while building: a chapter's words, or a glossary. */
declare module '*/glossary/id.md' {
  const terms: readonly import('../app/tutorial/lesson-text.ts').TermText[];
  export default terms;
}
declare module '*/glossary/en.md' {
  const terms: readonly import('../app/tutorial/lesson-text.ts').TermText[];
  export default terms;
}
declare module '*.md' {
  const chapter: import('../app/tutorial/lesson-text.ts').ChapterText;
  export default chapter;
}
