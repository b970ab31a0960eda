import type { Command } from '../command.ts';
import { fileFlags } from '../flag-sets.ts';
import { notSimulated } from '../not-simulated.ts';

/** `kubectl certificate`. */
export const certificate: Command = {
  name: 'certificate',
  short: 'Modify certificate resources',
  long: 'Approve or deny requests for certificates.',
  use: 'SUBCOMMAND [options]',
  commands: [
    notSimulated(
      'approve',
      'Approve a certificate signing request',
      '(-f FILENAME | NAME) [options]',
      fileFlags('the requests'),
    ),
    notSimulated(
      'deny',
      'Deny a certificate signing request',
      '(-f FILENAME | NAME) [options]',
      fileFlags('the requests'),
    ),
  ],
};
