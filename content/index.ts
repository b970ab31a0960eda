import { chapter as exposingPods } from './01-exposing-pods/lesson.ts';
import { chapter as creatingService } from './02-creating-service/lesson.ts';

export { disk } from './disk/index.ts';

/** The chapters in order, as data; their words stand in `text.ts`. */
export const chapters = [exposingPods, creatingService] as const;
