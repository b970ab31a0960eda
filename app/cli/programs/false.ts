import type { Sys } from '../../linux/process/program.ts';
import { tool } from '../tool/tool.ts';

function* failed(): Sys<number> {
  return 1;
}

/** Failure. */
export const falseProgram = tool('false', 'false', failed);
