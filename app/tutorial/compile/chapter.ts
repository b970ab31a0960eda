import type { Act, Chapter, Step } from '../lesson.ts';
import type { ActView, ChapterText, StepText, TextBlock } from '../lesson-text.ts';
import { inlineOf, plainOf } from './inline.ts';
import type { Markdown, Part } from './markdown.ts';
import { problem } from './problem.ts';

type Directive = Extract<Part, { type: 'directive' }>;

/** Joins a chapter's data with its words in one language. Missing, unknown and double ids are refused with their line. */
export function chapterText(chapter: Chapter, markdown: Markdown): ChapterText {
  const sections = stepsOf(markdown.parts);
  const steps = chapter.steps.map((step, index) => {
    const section = sections[index];
    if (section?.head.id !== step.slug)
      throw problem(
        `step ${index + 1} should be ${step.slug}, is ${section?.head.id ?? 'missing'}`,
        section?.head.node,
      );
    return stepText(step, section.head, section.parts);
  });
  if (sections.length > steps.length)
    throw problem('a step that the lesson does not have', sections[steps.length]?.head.node);
  const { number, minutes } = chapter;
  return { number, title: markdown.title, outcome: markdown.outcome, minutes, steps };
}

/** What must be the same, in the same order, in every language of a chapter. */
export function structureOf(markdown: Markdown): string[] {
  return markdown.parts.map((part) => {
    if (part.type !== 'directive') return part.type;
    const ids = ['id', 'of', 'is', 'code', 'rung', 'card'].flatMap((name) => {
      const value = part.attributes[name];
      return value === undefined ? [] : [`${name}=${value}`];
    });
    return `${part.name} ${ids.join(' ')}${part.output === undefined ? '' : ' output'}`;
  });
}

function stepsOf(parts: readonly Part[]): { readonly head: Directive; readonly parts: Part[] }[] {
  const sections: { head: Directive; parts: Part[] }[] = [];
  for (const part of parts) {
    if (part.type === 'directive' && part.name === 'step') sections.push({ head: part, parts: [] });
    else {
      const last = sections.at(-1);
      if (!last) throw problem('text before the first step', part.node);
      last.parts.push(part);
    }
  }
  return sections;
}

function stepText(step: Step, head: Directive, parts: readonly Part[]): StepText {
  const directives = parts.filter((part): part is Directive => part.type === 'directive');
  const named = (name: string) => directives.filter((part) => part.name === name);
  mustBe(named('goal').map(idOf), Object.keys(step.checks), 'goal', head);
  const about = (kind: string, id: string) => named(kind).find(({ attributes }) => attributes['of'] === id);
  const summary = named('summary')[0];
  return {
    slug: step.slug,
    title: plainOf(head.text),
    minutes: step.minutes,
    ...(step.stage && { stage: step.stage }),
    blocks: parts.flatMap((part) => blockOf(step, part, directives)),
    goals: named('goal').map((part) => ({ check: idOf(part), text: inlineOf(part.text) })),
    reasons: named('reason').map((part) => ({
      check: known(part, 'of', Object.keys(step.checks)),
      code: attribute(part, 'code'),
      text: inlineOf(part.text),
    })),
    hints: named('hint').map((part) => ({
      rung: Number(attribute(part, 'rung')),
      text: inlineOf(part.text),
      ...(part.attributes['card'] !== undefined && { card: part.attributes['card'] }),
    })),
    solution: step.solution.flatMap((name) => commandOf(step.acts[name])),
    beats: named('beat').map((part) => {
      const [note, asked] = [about('notes', idOf(part)), about('asked', idOf(part))];
      return {
        id: idOf(part),
        text: inlineOf(part.text),
        ...(note && { notes: inlineOf(note.text) }),
        ...(asked && { asked: inlineOf(asked.text) }),
      };
    }),
    ...(summary && { summary: inlineOf(summary.text) }),
  };
}

/** Directives that are gathered elsewhere than in the running text. */
const ASIDE = [
  'goal',
  'reason',
  'hint',
  'beat',
  'notes',
  'asked',
  'summary',
  'choice',
  'feedback',
  'item',
  'target',
];

function blockOf(step: Step, part: Part, all: readonly Directive[]): TextBlock[] {
  if (part.type === 'paragraph') return [{ type: 'paragraph', text: inlineOf(part.text) }];
  if (part.type === 'list') return [{ type: 'list', items: part.items.map(inlineOf) }];
  const of = (name: string) =>
    all.filter((other) => other.name === name && other.attributes['of'] === part.id);
  switch (part.name) {
    case 'run': {
      const act = actOf(step, part);
      if (act.type !== 'run') throw problem(`${idOf(part)} is not a command`, part.node);
      const { command, in: machine } = act;
      return [
        {
          type: 'run',
          act: idOf(part),
          command,
          in: machine,
          ...(part.output !== undefined && { output: part.output }),
        },
      ];
    }
    case 'do':
      return [
        { type: 'do', act: idOf(part), label: inlineOf(part.text), action: actView(actOf(step, part), part) },
      ];
    case 'predict':
      return [prediction(step, part, of('choice'), of('feedback')[0])];
    case 'card':
      return [card(step, part, of('item'), of('target'))];
    case 'erratum':
      return [{ type: 'erratum', id: idOf(part), text: inlineOf(part.text) }];
    default:
      if (!ASIDE.includes(part.name)) throw problem(`::${part.name} is not known`, part.node);
      return [];
  }
}

function prediction(
  step: Step,
  part: Directive,
  choices: readonly Directive[],
  feedback: Directive | undefined,
): TextBlock {
  const id = idOf(part);
  if (step.predict?.id !== id) throw problem(`the lesson has no prediction ${id}`, part.node);
  if (!feedback) throw problem(`prediction ${id} has no feedback`, part.node);
  const values = choices.map((choice) => ({ value: attribute(choice, 'is'), text: inlineOf(choice.text) }));
  if (!values.some(({ value }) => value === step.predict?.right))
    throw problem(`no choice of ${id} is right`, part.node);
  const { right } = step.predict;
  return {
    type: 'predict',
    id,
    question: inlineOf(part.text),
    choices: values,
    feedback: inlineOf(feedback.text),
    right,
  };
}

function card(
  step: Step,
  part: Directive,
  items: readonly Directive[],
  targets: readonly Directive[],
): TextBlock {
  const id = idOf(part);
  const pairs = step.cards?.[id]?.pairs;
  if (!pairs) throw problem(`the lesson has no card ${id}`, part.node);
  const words = (list: readonly Directive[]) =>
    list.map((entry) => ({ value: attribute(entry, 'is'), text: inlineOf(entry.text) }));
  mustBe(
    items.map((item) => attribute(item, 'is')),
    Object.keys(pairs),
    'item',
    part,
  );
  return { type: 'card', id, task: inlineOf(part.text), items: words(items), targets: words(targets) };
}

function actOf(step: Step, part: Directive): Act {
  const act = step.acts[idOf(part)];
  if (!act) throw problem(`the lesson has no act ${idOf(part)}`, part.node);
  return act;
}

function actView(act: Act, part: Directive): ActView {
  if (act.type === 'answer') throw problem('an answer is no button', part.node);
  return act;
}

function commandOf(act: Act | undefined): string[] {
  if (act?.type === 'run') return [act.command];
  if (act?.type === 'apply') return [`kubectl apply -f ${act.file}`];
  return [];
}

function idOf(part: Directive): string {
  if (part.id === undefined) throw problem(`::${part.name} has no id`, part.node);
  return part.id;
}

function attribute(part: Directive, name: string): string {
  const value = part.attributes[name];
  if (value === undefined) throw problem(`::${part.name} lacks ${name}=`, part.node);
  return value;
}

function known(part: Directive, name: string, values: readonly string[]): string {
  const value = attribute(part, name);
  if (!values.includes(value)) throw problem(`${name}=${value} is not known in this step`, part.node);
  return value;
}

function mustBe(found: readonly string[], wanted: readonly string[], what: string, part: Directive): void {
  const odd = found.find((id, index) => !wanted.includes(id) || found.indexOf(id) !== index);
  const missing = wanted.find((id) => !found.includes(id));
  if (odd !== undefined) throw problem(`${what} ${odd} is unknown or stands twice`, part.node);
  if (missing !== undefined) throw problem(`${what} ${missing} is missing`, part.node);
}
