import type { ChapterText, Inline, StepText, TextBlock } from '../../tutorial/lesson-text.ts';

const YAML_NAME = /[\w.-]+\.ya?ml\b/g;

/**
 * The file that a step is about: the one that it has the learner open, change or apply, else the one that its words
 * name. A step that speaks of no file goes on with the one of the nearest step before it.
 */
export function fileOfStep(
  chapter: ChapterText,
  slug: string,
  onDisk: readonly string[],
): { readonly path: string; readonly own: boolean } | undefined {
  const at = chapter.steps.findIndex((step) => step.slug === slug);
  for (const step of chapter.steps.slice(0, at + 1).toReversed()) {
    const path = [...handled(step), ...named(step)].find((name) => onDisk.includes(name));
    if (path !== undefined) return { path, own: step.slug === slug };
  }
  return undefined;
}

/** What the acts of a step do something with, in order of reading. */
const handled = (step: StepText): string[] => [
  ...step.blocks.flatMap(filesOf),
  ...namesIn(step.solution.join(' ')),
];

function filesOf(block: TextBlock): string[] {
  if (block.type === 'run') return namesIn(block.command);
  if (block.type !== 'do') return [];
  const { action } = block;
  if ('file' in action) return [action.file];
  return action.type === 'open' ? [action.what] : [];
}

/** What the words of a step name: its text, then its goals. */
function named(step: StepText): string[] {
  const texts = step.blocks.flatMap((block): Inline[] => {
    if (block.type === 'paragraph') return [block.text];
    return block.type === 'list' ? [...block.items] : [];
  });
  return namesIn([...texts, ...step.goals.map(({ text }) => text)].map(plain).join(' '));
}

const namesIn = (text: string): string[] => [...text.matchAll(YAML_NAME)].map(([name]) => name);

/** An inline text without its marks. */
function plain(text: Inline): string {
  return text
    .map((part) => {
      if (typeof part === 'string') return part;
      if ('code' in part) return part.code;
      if ('em' in part) return plain(part.em);
      if ('strong' in part) return plain(part.strong);
      return 'name' in part ? '' : part.text;
    })
    .join('');
}
