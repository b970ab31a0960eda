import type { Process, ProgramSpec, Sys } from '../../linux/process/program.ts';

/** Takes the last change of the session back, from the laptop's prompt. */
export const undo: ProgramSpec = { name: 'undo', help: 'undo', on: ['laptop'], run: (p) => move(p, 'undo') };

/** Brings back what was undone last. */
export const redo: ProgramSpec = { name: 'redo', help: 'redo', on: ['laptop'], run: (p) => move(p, 'redo') };

function* move(p: Process, word: 'undo' | 'redo'): Sys<number> {
  if (p.argv.length > 1) {
    yield* p.warn(`${word}: too many arguments\n`);
    return 2;
  }
  const { err } = yield* p.effect('timeline.move', { move: word });
  yield* p.warn(err);
  return 1;
}
