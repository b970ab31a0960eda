import { describe, expect, test } from 'vitest';
import { canonicalSession } from '../app/engine/canonical.ts';
import { tools } from '../app/engine/tools.ts';
import { worlds } from '../app/engine/worlds/index.ts';
import type { Act } from '../app/tutorial/lesson.ts';
import type { LessonView } from '../app/tutorial/progress.ts';
import { disk } from './disk/index.ts';
import { chapters } from './index.ts';

const steps = chapters.flatMap((chapter) => chapter.steps.map((step) => ({ chapter, step })));

/** Verbs that do not exist yet: routes that need them are left out until they do. */
const later = (acts: readonly Act[]) =>
  acts.some((act) => act.type === 'run' && /kubectl edit /.test(act.command));

/** Plays acts on a step's canonical entry state and gives what the page would show then. */
function play(chapter: number, slug: string, acts: readonly Act[]): LessonView {
  const opened = canonicalSession({ chapters, worlds, disk, tools }, { chapter, step: slug });
  if (!opened) throw new Error(`no step ${chapter}/${slug}`);
  for (const act of acts) opened.driver.perform(act);
  const view = opened.follower().view();
  if (!view) throw new Error('no lesson');
  return view;
}

const open = (view: LessonView) =>
  view.checks.flatMap((check) => (check.state === 'open' ? [`${check.id}.${check.miss?.code ?? '?'}`] : []));

describe.for(steps)('$chapter.number $step.slug', ({ chapter, step }) => {
  test('is open on its entry state and done after its canonical acts', () => {
    expect(play(chapter.number, step.slug, []).done).toBe(false);
    const acts = step.solution.flatMap((name) => step.acts[name] ?? []);
    const view = play(chapter.number, step.slug, acts);
    expect(open(view)).toEqual([]);
    expect(view.done).toBe(true);
  });

  test.for(step.accepts.filter(({ acts }) => !later(acts)))('is done by another route: $is', ({ acts }) => {
    expect(open(play(chapter.number, step.slug, acts))).toEqual([]);
  });

  test.for(step.rejects.filter(({ acts }) => !later(acts)))(
    'is not done by a near-miss: $is',
    ({ acts, reason }) => {
      const view = play(chapter.number, step.slug, acts);
      expect(view.done).toBe(false);
      expect(open(view)).toContain(reason);
    },
  );
});
