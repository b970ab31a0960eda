import type { Chapter } from '../tutorial/lesson.ts';
import type { StepAddress } from '../tutorial/progress.ts';
import { Driver } from './driver.ts';
import { LessonFollower } from './lesson-follower.ts';
import type { Journal } from './protocol.ts';
import { Session } from './session.ts';
import type { Tools } from './tools.ts';
import { World } from './world.ts';
import type { WorldSpec } from './world-spec.ts';

/** What canonical states are made of. */
export interface CanonicalParts {
  readonly chapters: readonly Chapter[];
  readonly worlds: readonly WorldSpec[];
  readonly disk: Readonly<Record<string, string>>;
  readonly tools: Tools;
}

/** A session in a step's canonical state, with what is needed to go on in it. */
export interface CanonicalSession {
  readonly session: Session;
  readonly driver: Driver;
  readonly follower: () => LessonFollower;
}

/**
 * Plays a step's canonical state: checkpoint acts of the chapter, then the solutions of the steps before, each act
 * followed by settling; seed 1, never dependent on the learner. Undefined for a step that does not exist.
 */
export function canonicalSession(parts: CanonicalParts, address: StepAddress): CanonicalSession | undefined {
  const chapter = parts.chapters.find(({ number }) => number === address.chapter);
  const index = chapter?.steps.findIndex(({ slug }) => slug === address.step) ?? -1;
  const spec = parts.worlds[0];
  if (!chapter || !spec || index < 0) return undefined;
  let follower: LessonFollower | undefined;
  const session = new Session(
    {
      makeWorld: (_name, seed) => new World(spec, { seed, home: parts.disk, tools: parts.tools }),
      follow: (world) => (follower = new LessonFollower(parts.chapters, world)),
    },
    spec.name,
    1,
  );
  const follow = () => follower ?? new LessonFollower(parts.chapters, session.world);
  const driver = new Driver(session, () => follow().view()?.names ?? {});
  driver.settle();
  for (const act of chapter.checkpoint) driver.perform(act);
  for (const step of chapter.steps.slice(0, index)) {
    driver.enter({ chapter: chapter.number, step: step.slug });
    for (const name of step.solution) {
      const act = step.acts[name];
      if (act) driver.perform(act);
    }
  }
  driver.enter(address);
  return { session, driver, follower: follow };
}

/** The journal of a step's canonical state. */
export function canonicalJournal(parts: CanonicalParts, address: StepAddress): Journal | undefined {
  return canonicalSession(parts, address)?.session.journal();
}
