import type { TermText } from '../lesson-text.ts';
import { inlineOf, plainOf } from './inline.ts';
import type { Markdown } from './markdown.ts';
import { problem } from './problem.ts';

/** The entries of a glossary file: `::term[Title]{#id}`, each followed by its paragraphs. */
export function glossaryText(markdown: Markdown): TermText[] {
  const terms: { id: string; title: string; text: TermText['text'][number][] }[] = [];
  for (const part of markdown.parts) {
    if (part.type === 'directive') {
      if (part.name !== 'term' || part.id === undefined)
        throw problem('a glossary holds terms only', part.node);
      terms.push({ id: part.id, title: plainOf(part.text), text: [] });
    } else if (part.type === 'paragraph') terms.at(-1)?.text.push(inlineOf(part.text));
    else throw problem('a glossary entry holds paragraphs only', part.node);
  }
  return terms;
}
