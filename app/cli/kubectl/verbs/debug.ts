import { notSimulated } from '../not-simulated.ts';

/** `kubectl debug`. */
export const debug = notSimulated(
  'debug',
  'Create debugging sessions for troubleshooting workloads and nodes',
  '(POD | TYPE[[.VERSION].GROUP]/NAME) [ -- COMMAND [args...] ] [options]',
  [
    { name: 'attach', kind: 'bool', usage: 'Attach to the new container.' },
    { name: 'container', short: 'c', kind: 'string', usage: 'Name of the new container.' },
    { name: 'copy-to', kind: 'string', usage: 'Make a copy of the Pod with this name.' },
    { name: 'image', kind: 'string', usage: 'Image of the new container.' },
    { name: 'profile', kind: 'string', default: 'general', usage: 'Debugging profile.' },
    { name: 'quiet', short: 'q', kind: 'bool', usage: 'Print no hints.' },
    { name: 'stdin', short: 'i', kind: 'bool', usage: 'Pass standard input on.' },
    { name: 'target', kind: 'string', usage: 'Container whose processes to see.' },
    { name: 'tty', short: 't', kind: 'bool', usage: 'Give the container a terminal.' },
  ],
  'pods',
);
