import { good } from '../../../base/result.ts';
import { usageFailure, type Command } from '../command.ts';

const SHELLS = ['bash', 'fish', 'powershell', 'zsh'];

/** `kubectl completion`: the terminal completes by itself, so the script has nothing to do. */
export const completion: Command = {
  name: 'completion',
  short: 'Output shell completion code for the specified shell (bash, zsh, fish, or powershell)',
  long: 'Print code that teaches a shell to complete kubectl. The terminal here knows it already.',
  examples: ['# For this shell', 'source <(kubectl completion bash)'],
  use: 'SHELL [options]',
  *run(k) {
    const [shell] = k.args;
    if (shell === undefined) return usageFailure(k, 'Shell not specified.');
    if (k.args.length > 1) return usageFailure(k, 'Too many arguments. Expected only the shell type.');
    if (!SHELLS.includes(shell)) return usageFailure(k, `Unsupported shell type "${shell}".`);
    if (shell === 'zsh') yield* k.p.print('#compdef kubectl\ncompdef _kubectl kubectl\n');
    else
      yield* k.p.print(
        `\n# ${shell} completion of kubectl: the terminal completes it without further code.\n`,
      );
    return good(undefined);
  },
};
