import type { Sys } from '../../../linux/process/program.ts';
import { normalize } from '../../../linux/fs/path.ts';
import { strerror } from '../../tool/errno.ts';
import type { Shell } from '../shell.ts';
import { readOptions, type Builtin } from './builtin.ts';

/** Changes the working directory. */
export const cd: Builtin = {
  name: 'cd',
  usage: '[-L|[-P [-e]] [-@]] [dir]',
  ash: true,
  *run(sh, args) {
    const options = yield* readOptions(sh, cd, args, 'LPe@');
    if (!options) return 2;
    if (options.rest.length > 1) {
      yield* sh.complain('cd: too many arguments');
      return 1;
    }
    const [asked] = options.rest;
    const variable = asked === undefined ? 'HOME' : 'OLDPWD';
    const target = asked === undefined || asked === '-' ? sh.vars.get(variable) : asked;
    if (target === undefined) {
      yield* sh.complain(`cd: ${variable} not set`);
      return 1;
    }
    const found = searchPath(sh, target);
    const status = yield* changeDirectory(sh, 'cd', found, options.letters.at(-1) === 'P');
    if (status === 0 && (asked === '-' || found !== target))
      yield* sh.p.print(`${sh.vars.get('PWD') ?? ''}\n`);
    return status;
  },
};

/** A name that does not begin with a dot or slash is looked up in CDPATH. */
function searchPath(sh: Shell, target: string): string {
  if (/^\.{0,2}\//.test(target) || target === '.' || target === '..') return target;
  for (const directory of (sh.vars.get('CDPATH') ?? '').split(':')) {
    if (directory === '') continue;
    const path = `${directory}/${target}`;
    const stat = sh.p.fs.stat(path);
    if (stat.ok && stat.value.type === 'directory') return path;
  }
  return target;
}

/** Goes to a directory and keeps PWD and OLDPWD; by its logical path unless links are to be followed. */
export function* changeDirectory(sh: Shell, name: string, target: string, physical: boolean): Sys<number> {
  const before = sh.vars.get('PWD') ?? sh.p.cwd;
  const logical = normalize(target, before);
  const direct = physical || target === '';
  let changed = sh.p.chdir(direct ? target || '.' : logical);
  if (!changed.ok && !direct) changed = sh.p.chdir(target);
  if (!changed.ok) {
    const ash = sh.features.shell === 'ash';
    yield* sh.complain(
      ash
        ? `${name}: can't cd to ${target}: ${strerror(changed.error)}`
        : `${name}: ${target}: ${strerror(changed.error)}`,
    );
    return sh.features.shell === 'ash' ? 2 : 1;
  }
  sh.vars.set('OLDPWD', before);
  sh.vars.set('PWD', physical ? sh.p.cwd : logical);
  return 0;
}
