import { tool } from '../tool/tool.ts';

/** Prints environment variables. */
export const printenv = tool('printenv', 'printenv [NAME]...', function* (p) {
  const names = p.argv.slice(1).filter((word) => word !== '--');
  if (names.length === 0) {
    for (const [name, value] of p.env) yield* p.print(`${name}=${value}\n`);
    return 0;
  }
  let status = 0;
  for (const name of names) {
    const value = p.env.get(name);
    if (value === undefined) status = 1;
    else yield* p.print(`${value}\n`);
  }
  return status;
});
