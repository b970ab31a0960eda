import { tool } from '../tool/tool.ts';

/** Prints the working directory. */
export const pwd = tool('pwd', 'pwd [-LP]', function* run(p) {
  const logical = p.argv.includes('-L') ? p.env.get('PWD') : undefined;
  yield* p.print(`${logical ?? p.cwd}\n`);
  return 0;
});
