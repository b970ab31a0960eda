import type { ProgramSpec } from '../../../linux/process/program.ts';

const A_DAY_MS = 86_400_000;

/** Does nothing until it is told to end. */
export const pause: ProgramSpec = {
  name: 'pause',
  help: 'pause [-v]',
  on: ['container'],
  directory: '/',
  *run(p) {
    for (const signal of ['INT', 'TERM'] as const) p.onSignal(signal, 'wake');
    for (;;) {
      const { signal } = yield* p.sleep(A_DAY_MS);
      if (signal === undefined) continue;
      yield* p.warn(`Shutting down, got signal: ${signal === 'INT' ? 'Interrupt' : 'Terminated'}\n`);
      return 0;
    }
  },
};
