import { tool } from '../tool/tool.ts';

/** Failure. */
// oxlint-disable-next-line require-yield -- answers at once
export const falseProgram = tool('false', 'false', function* failed() {
  return 1;
});
