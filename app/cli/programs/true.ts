import type { Sys } from '../../linux/process/program.ts';
import { tool } from '../tool/tool.ts';

function* succeed(): Sys<number> {
  return 0;
}

/** Success. */
export const trueProgram = tool('true', 'true', succeed);
