import type { Command } from '../command.ts';

/** `kubectl alpha`: nothing is there at the moment. */
export const alpha: Command = {
  name: 'alpha',
  short: 'Commands for features in alpha',
  long: 'Commands for features that are tried out.',
  use: '[options]',
};
