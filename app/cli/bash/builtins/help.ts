import { compilePattern } from '../expand/pattern.ts';
import type { Builtin } from './builtin.ts';

/** Shows how builtins and programs are used. */
export const help: Builtin = {
  name: 'help',
  usage: '[-dms] [pattern ...]',
  ash: true,
  *run(sh, args) {
    const patterns = args.filter((arg) => !/^-[dms]+$/.test(arg));
    if (patterns.length === 0) {
      yield* sh.p.print(
        `These commands are built into the shell. Type \`help name' to find out more about \`name'.\n\n`,
      );
      for (const [name, { usage }] of sh.builtins)
        yield* sh.p.print(` ${name} ${usage}`.trimEnd().concat('\n'));
      return 0;
    }
    let status = 0;
    for (const pattern of patterns) {
      const matcher = compilePattern(pattern);
      const found = [...sh.builtins].filter(([name]) => matcher.matches(name));
      for (const [name, { usage }] of found)
        yield* sh.p.print(`${name}: ${name} ${usage}`.trimEnd().concat('\n'));
      if (found.length > 0) continue;
      const program = sh.p.programs.find((one) => one.name === pattern)?.help;
      if (program !== undefined) yield* sh.p.print(`${pattern}: ${program}\n`);
      else {
        yield* sh.complain(
          `help: no help topics match \`${pattern}'.  Try \`help help' or \`man -k ${pattern}' or \`info ${pattern}'.`,
        );
        status = 1;
      }
    }
    return status;
  },
};
