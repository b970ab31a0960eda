import { tool } from '../tool/tool.ts';

/** Prints who runs it. */
export const whoami = tool('whoami', 'whoami', function* (p) {
  yield* p.print(`${p.user.name}\n`);
  return 0;
});
