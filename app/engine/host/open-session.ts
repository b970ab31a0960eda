import type { Chapter } from '../../tutorial/lesson.ts';
import { Invariant } from '../../base/assert.ts';
import type { EngineSession } from '../engine.ts';
import { canonicalJournal } from '../canonical.ts';
import { LessonFollower } from '../lesson-follower.ts';
import { Session } from '../session.ts';
import type { ToEngine } from '../protocol.ts';
import type { Tools } from '../tools.ts';
import { World } from '../world.ts';
import type { WorldSpec } from '../world-spec.ts';

/** Opens the session that a page's boot message asks for. */
export type OpenSession = (boot: Extract<ToEngine, { type: 'boot' }>) => EngineSession;

/** What the entry points know and the engine does not: worlds, lessons, and the tools, once they are loaded. */
export interface HouseContent {
  readonly worlds: readonly WorldSpec[];
  readonly chapters: readonly Chapter[];
  readonly tools: () => Tools | undefined;
}

/** Makes the opener of sessions for one set of worlds and lessons. */
export function sessionOpener({ worlds, chapters, tools }: HouseContent): OpenSession {
  return ({ world, seed, files }) => {
    let follower: LessonFollower | undefined;
    const session = new Session(
      {
        makeWorld: (name, worldSeed) => {
          const spec = worlds.find((known) => known.name === name) ?? worlds[0];
          if (!spec) throw new Invariant('no-worlds');
          const installed = tools();
          return new World(spec, { seed: worldSeed, home: files, ...(installed && { tools: installed }) });
        },
        follow: (made) => (follower = new LessonFollower(chapters, made)),
      },
      world,
      seed,
    );
    return {
      session,
      lesson: () => follower?.view(),
      canonical: (step) => {
        const installed = tools();
        return installed && canonicalJournal({ chapters, worlds, disk: files, tools: installed }, step);
      },
    };
  };
}
