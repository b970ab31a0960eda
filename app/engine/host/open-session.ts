import type { Chapter } from '../../tutorial/lesson.ts';
import type { EngineSession } from '../engine.ts';
import { canonicalJournal } from '../canonical.ts';
import { LessonFollower } from '../lesson-follower.ts';
import { Session } from '../session.ts';
import type { ToEngine } from '../protocol.ts';
import { World } from '../world.ts';
import type { WorldSpec } from '../world-spec.ts';

/** Opens the session that a page's boot message asks for. */
export type OpenSession = (boot: Extract<ToEngine, { type: 'boot' }>) => EngineSession;

/** What the entry points know and the engine does not: worlds, lessons, the files on the learner's disk. */
export interface HouseContent {
  readonly worlds: readonly WorldSpec[];
  readonly chapters: readonly Chapter[];
  readonly disk: Readonly<Record<string, string>>;
}

/** Makes the opener of sessions for one set of worlds and lessons. */
export function sessionOpener({ worlds, chapters, disk }: HouseContent): OpenSession {
  return ({ world, seed, files }) => {
    const home = { ...disk, ...files };
    let follower: LessonFollower | undefined;
    const session = new Session(
      {
        makeWorld: (name, worldSeed) => {
          const spec = worlds.find((known) => known.name === name) ?? worlds[0];
          if (!spec) throw new Error('no worlds');
          return new World(spec, { seed: worldSeed, home });
        },
        follow: (made) => (follower = new LessonFollower(chapters, made)),
      },
      world,
      seed,
    );
    return {
      session,
      lesson: () => follower?.view(),
      canonical: (step) => canonicalJournal({ chapters, worlds, disk: home }, step),
    };
  };
}
