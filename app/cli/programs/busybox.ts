import type { Program, ProgramSpec } from '../../linux/process/program.ts';
import { BUSYBOX_BANNER } from '../tool/tool.ts';

const run: Program = function* (p) {
  const [, applet, ...args] = p.argv;
  const applets = p.programs.filter((spec) => spec.name !== 'busybox').map(({ name }) => name);
  if (applet === undefined || applet === '--help') {
    yield* p.print(
      `${BUSYBOX_BANNER}\nBusyBox is copyrighted by many authors between 1998-2015.\nLicensed under GPLv2. See source distribution for detailed\ncopyright notices.\n\nUsage: busybox [function [arguments]...]\n   or: busybox --list[-full]\n\nCurrently defined functions:\n\t${applets.toSorted().join(', ')}\n\n`,
    );
    return 0;
  }
  if (applet === '--list') {
    yield* p.print(
      applets
        .toSorted()
        .map((name) => `${name}\n`)
        .join(''),
    );
    return 0;
  }
  const program = applets.includes(applet) ? p.become([applet, ...args]) : undefined;
  if (program?.ok) return yield* program.value(p);
  yield* p.warn(`${applet}: applet not found\n`);
  return 127;
};

/** One program with many names, in the images built on it. */
export const busybox: ProgramSpec = {
  name: 'busybox',
  help: 'busybox APPLET [ARGUMENT]...',
  on: ['container'],
  directory: '/bin',
  run,
};
