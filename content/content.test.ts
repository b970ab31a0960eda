import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { chapterText, structureOf } from '../app/tutorial/compile/chapter.ts';
import { glossaryText } from '../app/tutorial/compile/glossary.ts';
import { parseMarkdown } from '../app/tutorial/compile/markdown.ts';
import type { Inline } from '../app/tutorial/lesson-text.ts';
import { chapters } from './index.ts';

const here = import.meta.dirname;
const folders = readdirSync(here).filter((name) => /^\d\d-/.test(name));
const read = (...parts: string[]) => readFileSync(path.join(here, ...parts), 'utf8');
const languages = ['id', 'en'];

test.for(folders)('%s says the same things in the same order in both languages', (folder) => {
  const [id, en] = languages.map((language) => structureOf(parseMarkdown(read(folder, `${language}.md`))));
  expect(id).toEqual(en);
});

test('both glossaries have the same terms', () => {
  const [id, en] = languages.map((language) =>
    glossaryText(parseMarkdown(read('glossary', `${language}.md`))).map((term) => term.id),
  );
  expect(id).toEqual(en);
});

const texts = chapters.flatMap((chapter, index) =>
  languages.map((language) => {
    const folder = folders[index] ?? '';
    return {
      name: `${folder}/${language}`,
      chapter,
      text: chapterText(chapter, parseMarkdown(read(folder, `${language}.md`))),
    };
  }),
);

test.for(texts)(
  '$name: every step has three rungs of hints and a reason for each way to be open',
  ({ text }) => {
    for (const step of text.steps) {
      expect(step.hints.map(({ rung }) => rung)).toEqual([1, 2, 3]);
      expect(step.solution.length, step.slug).toBeGreaterThanOrEqual(0);
      for (const { check } of step.goals)
        expect(
          step.reasons.some((reason) => reason.check === check),
          check,
        ).toBe(true);
    }
  },
);

test.for(texts)('$name: every step has two accepted and two rejected routes', ({ chapter }) => {
  for (const step of chapter.steps) {
    expect(step.accepts.length, step.slug).toBeGreaterThanOrEqual(2);
    expect(step.rejects.length, step.slug).toBeGreaterThanOrEqual(2);
  }
});

test.for(texts)(
  '$name: the text of a step has at most 120 words, no emoji and no arrow glyph',
  ({ text }) => {
    for (const step of text.steps) {
      const prose = step.blocks
        .flatMap((block) => (block.type === 'paragraph' ? [words(block.text)] : []))
        .join(' ');
      expect(prose.split(/\s+/).length, step.slug).toBeLessThanOrEqual(120);
      expect(JSON.stringify(step)).not.toMatch(/->|→|\p{Extended_Pictographic}/u);
    }
  },
);

test.for(texts)('$name: every term has an entry in the glossary', ({ name, text }) => {
  const known = new Set(
    glossaryText(parseMarkdown(read('glossary', `${name.slice(-2)}.md`))).map(({ id }) => id),
  );
  const used = [...JSON.stringify(text).matchAll(/"(?:term|card)":"([^"]+)"/g)].map(([, id]) => id);
  expect(used.filter((id) => id !== undefined && !known.has(id))).toEqual([]);
});

function words(text: Inline): string {
  return text
    .map((run) => {
      if (typeof run === 'string') return run;
      if ('code' in run) return run.code;
      if ('em' in run) return words(run.em);
      if ('strong' in run) return words(run.strong);
      return 'text' in run ? run.text : run.name;
    })
    .join('');
}
