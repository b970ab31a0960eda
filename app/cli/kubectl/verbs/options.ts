import { good } from '../../../base/result.ts';
import type { Command } from '../command.ts';
import { globalOptionsText } from '../help.ts';

/** `kubectl options`: flags that all commands take. */
export const options: Command = {
  name: 'options',
  short: 'Print the list of flags inherited by all commands',
  hidden: true,
  use: '[flags] [options]',
  examples: ['# The flags that every command takes', 'kubectl options'],
  *run(k) {
    yield* k.p.print(globalOptionsText());
    return good(undefined);
  },
};
