import type { Sys } from '../../linux/process/program.ts';
import { tool } from '../tool/tool.ts';

// oxlint-disable-next-line require-yield -- answers at once
function* failed(): Sys<number> {
  return 1;
}

/** Failure. */
export const falseProgram = tool('false', 'false', failed);
