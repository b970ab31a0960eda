import type { ProgramSpec } from '../../linux/process/program.ts';
import { BASH } from '../bash/features.ts';
import { runShell } from '../bash/start.ts';
import { EVERYWHERE } from '../tool/tool.ts';

/** GNU bash. */
export const bash: ProgramSpec = {
  name: 'bash',
  help: 'bash [-c COMMAND] [FILE [ARGUMENT]...]',
  run: (p) => runShell(p, BASH),
  on: EVERYWHERE,
};
