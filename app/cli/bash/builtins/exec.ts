import { runExitTrap } from '../run/traps.ts';
import { explain } from '../run/external.ts';
import { readOptions, type Builtin } from './builtin.ts';

/** Replaces the shell by a program; without one, lets its redirections stay. */
export const exec: Builtin = {
  name: 'exec',
  usage: '[-cl] [-a name] [command [argument ...]] [redirection ...]',
  ash: true,
  *run(sh, args) {
    const options = yield* readOptions(sh, exec, args, 'cla:');
    if (!options) return 2;
    if (options.rest.length === 0) return 0;
    const environment = options.letters.includes('c') ? new Map<string, string>() : sh.vars.environment();
    const become = sh.p.become(options.rest, environment);
    if (become.ok) {
      yield* runExitTrap(sh, 0);
      sh.status = yield* become.value(sh.p);
      sh.unwind = { to: 'exit' };
      return sh.status;
    }
    const ash = sh.features.shell === 'ash';
    const [name = ''] = options.rest;
    const missing = become.error === 'ENOENT' && !name.includes('/');
    if (missing) yield* sh.complain(`exec: ${name}: not found`);
    const status = missing ? 127 : yield* explain(sh, options.rest, become.error);
    if (!sh.interactive || ash) {
      sh.status = status;
      sh.unwind = { to: 'exit' };
    }
    return status;
  },
};
