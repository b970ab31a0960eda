import { notSimulated } from '../not-simulated.ts';

/** `kubectl cp`. */
export const cp = notSimulated(
  'cp',
  'Copy files and directories to and from containers',
  '<file-spec-src> <file-spec-dest> [options]',
  [
    {
      name: 'container',
      short: 'c',
      kind: 'string',
      usage: 'Container to copy from or to.',
      offers: 'containers',
    },
    { name: 'no-preserve', kind: 'bool', usage: 'Do not keep owner and mode.' },
    { name: 'retries', kind: 'int', usage: 'How often to try again.' },
  ],
  'files',
  (args) => (args.length < 2 ? 'source and destination are required' : undefined),
);
