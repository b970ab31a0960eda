import { createInformers, type Informers } from '../kube/informer.ts';
import { DEPLOYMENTS, ENDPOINT_SLICES, NODES, PODS, SERVICES } from '../kube/resource-type.ts';
import type { Chapter } from '../tutorial/lesson.ts';
import type { LessonView } from '../tutorial/progress.ts';
import { LessonRunner } from '../tutorial/runner.ts';
import type { Entry } from './protocol.ts';
import { sceneOf } from './scene.ts';
import type { Follower } from './timeline/line.ts';
import type { World } from './world.ts';

/** Follows a world for the lessons: asks the checks whenever something that they may speak of has changed. */
export class LessonFollower implements Follower {
  readonly #world: World;
  readonly #runner: LessonRunner;
  readonly #informers: Informers;
  #dirty = true;

  constructor(chapters: readonly Chapter[], world: World) {
    this.#world = world;
    this.#runner = new LessonRunner(chapters, world.now);
    this.#informers = createInformers(world.cluster.door, 'lessons');
    const changed = () => {
      this.#dirty = true;
    };
    this.#informers.of(PODS).listen(changed);
    this.#informers.of(SERVICES).listen(changed);
    this.#informers.of(DEPLOYMENTS).listen(changed);
    this.#informers.of(ENDPOINT_SLICES).listen(changed);
    this.#informers.of(NODES).listen(changed);
  }

  /** What the page shows of the lesson. */
  view(): LessonView | undefined {
    return this.#runner.view();
  }

  applied({ input }: Entry): void {
    switch (input.type) {
      case 'enter':
      case 'open':
      case 'point':
      case 'answer':
      case 'returned':
        this.#runner.act(input, this.#world.now);
        this.#dirty = true;
        return;
      case 'file.write':
        this.#dirty = true;
        return;
      default:
    }
  }

  quiet(): void {
    this.#world.gatherTraces();
    const observed = this.#world.witness.take();
    const news = observed.reads.length + observed.outputs.length + observed.traces.length > 0;
    if (!news && !this.#dirty) return;
    this.#dirty = false;
    this.#runner.look(sceneOf(this.#world, this.#informers), observed);
  }

  held(): readonly string[] {
    return this.#runner.held;
  }
}
