import { tool } from '../tool/tool.ts';

/** Success. */
// oxlint-disable-next-line require-yield -- answers at once
export const trueProgram = tool('true', 'true', function* succeed() {
  return 0;
});
