import type { Command } from '../command.ts';
import { setEnv } from '../set/env.ts';
import { setImage } from '../set/image.ts';
import { setResources, setSelector, setServiceAccount, setSubject } from '../set/others.ts';

/** `kubectl set`: changes one thing of a running application. */
export const set: Command = {
  name: 'set',
  short: 'Set specific features on objects',
  long: 'Change one thing of what runs: image, environment, resources, selector, account.',
  use: 'SUBCOMMAND [options]',
  helpWithout: 'stderr',
  commands: [setEnv, setImage, setResources, setSelector, setServiceAccount, setSubject],
};
