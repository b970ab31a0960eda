import type { Process, Sys } from '../../linux/process/program.ts';
import { parseCount, type Count } from './number.ts';
import type { Options } from './options.ts';
import { quote } from './quote.ts';
import type { Flavour } from './tool.ts';

/** How much head and tail print. */
export interface Amount {
  readonly count: Count;
  readonly unit: 'lines' | 'bytes';
}

/** Reads `-n`, `-c` and `-NUM`; says what is wrong and gives undefined when it is no count. */
export function* readAmount(
  p: Process,
  flavour: Flavour,
  tool: 'head' | 'tail',
  options: Options,
): Sys<Amount | undefined> {
  const bytes = options.value('c');
  const unit = bytes === undefined ? 'lines' : 'bytes';
  const wanted = bytes ?? options.given.findLast(({ key }) => key === 'n' || key === 'num')?.value ?? '10';
  const count = parseCount(wanted);
  if (count) return { count, unit };
  yield* p.warn(
    flavour === 'gnu'
      ? `${tool}: invalid number of ${unit}: ${quote(wanted)}\n`
      : `${tool}: invalid number '${wanted}'\n`,
  );
  return undefined;
}
