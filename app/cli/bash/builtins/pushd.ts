import type { Sys } from '../../../linux/process/program.ts';
import type { Shell } from '../shell.ts';
import { changeDirectory } from './cd.ts';
import { readOptions, type Builtin } from './builtin.ts';

/** Goes to a directory and remembers the way back. */
export const pushd: Builtin = {
  name: 'pushd',
  usage: '[-n] [+N | -N | dir]',
  *run(sh, args) {
    const [target] = args;
    const here = stack(sh)[0] ?? sh.p.cwd;
    if (target === undefined) {
      const [top, ...rest] = sh.directories;
      if (top === undefined) {
        yield* sh.complain('pushd: no other directory');
        return 1;
      }
      return yield* goTo(sh, 'pushd', top, [here, ...rest]);
    }
    if (!/^[-+]\d+$/.test(target)) return yield* goTo(sh, 'pushd', target, [here, ...sh.directories]);
    const whole = stack(sh);
    const at = placeOf(target, whole.length);
    const chosen = whole[at];
    if (chosen === undefined) {
      yield* sh.complain(`pushd: ${target}: directory stack index out of range`);
      return 1;
    }
    return yield* goTo(sh, 'pushd', chosen, [...whole.slice(at + 1), ...whole.slice(0, at)]);
  },
};

/** Goes back to the directory remembered last. */
export const popd: Builtin = {
  name: 'popd',
  usage: '[-n] [+N | -N]',
  *run(sh, args) {
    const [target = '+0'] = args;
    const whole = stack(sh);
    if (whole.length < 2) {
      yield* sh.complain('popd: directory stack empty');
      return 1;
    }
    const at = placeOf(target, whole.length);
    if (whole[at] === undefined || !/^[-+]\d+$/.test(target)) {
      yield* sh.complain(`popd: ${target}: invalid argument`);
      return 1;
    }
    if (at > 0) {
      sh.directories = sh.directories.filter((_, index) => index !== at - 1);
      yield* show(sh);
      return 0;
    }
    return yield* goTo(sh, 'popd', whole[1] ?? '', whole.slice(2));
  },
};

/** Lists the remembered directories. */
export const dirs: Builtin = {
  name: 'dirs',
  usage: '[-clpv] [+N] [-N]',
  *run(sh, args) {
    const options = yield* readOptions(sh, dirs, args, 'clpv');
    if (!options) return 2;
    const { letters } = options;
    if (letters.includes('c')) {
      sh.directories = [];
      return 0;
    }
    const shown = stack(sh).map((path) => (letters.includes('l') ? path : short(sh, path)));
    if (letters.includes('v'))
      yield* sh.p.print(shown.map((path, index) => `${String(index).padStart(2)}  ${path}\n`).join(''));
    else yield* sh.p.print(`${shown.join(letters.includes('p') ? '\n' : ' ')}\n`);
    return 0;
  },
};

function stack(sh: Shell): readonly string[] {
  return [sh.vars.get('PWD') ?? sh.p.cwd, ...sh.directories];
}

function placeOf(target: string, size: number): number {
  return target.startsWith('-') ? size - 1 - Number(target.slice(1)) : Number(target.slice(1));
}

function* goTo(sh: Shell, command: string, target: string, rest: readonly string[]): Sys<number> {
  const status = yield* changeDirectory(sh, command, target, false);
  if (status !== 0) return status;
  sh.directories = rest;
  yield* show(sh);
  return 0;
}

function* show(sh: Shell): Sys<void> {
  yield* sh.p.print(
    `${stack(sh)
      .map((path) => short(sh, path))
      .join(' ')}\n`,
  );
}

function short(sh: Shell, path: string): string {
  const home = sh.vars.get('HOME') ?? '';
  return home !== '' && (path === home || path.startsWith(`${home}/`)) ? `~${path.slice(home.length)}` : path;
}
