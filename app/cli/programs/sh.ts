import type { ProgramSpec } from '../../linux/process/program.ts';
import { ASH, BASH } from '../bash/features.ts';
import { runShell } from '../bash/start.ts';
import { EVERYWHERE } from '../tool/tool.ts';

/** The plain shell: bash under its other name on machines with GNU tools, ash where busybox gives them. */
export const sh: ProgramSpec = {
  name: 'sh',
  help: 'sh [-c COMMAND] [FILE [ARGUMENT]...]',
  run: (p) => runShell(p, BASH),
  busybox: (p) => runShell(p, ASH),
  on: EVERYWHERE,
};
