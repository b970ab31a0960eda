import type { Command } from '../command.ts';
import { failed } from '../failure.ts';
import { fileFlags, printFlags } from '../flag-sets.ts';

function decision(name: 'approve' | 'deny', short: string): Command {
  return {
    name,
    short,
    use: '(-f FILENAME | NAME) [options]',
    flags: [
      ...fileFlags('the requests'),
      ...printFlags(),
      { name: 'force', kind: 'bool', usage: 'Also when it is decided already.' },
    ],
    *run(k) {
      const [request] = k.args;
      if (request === undefined && k.flags.list('filename').length === 0) {
        return failed('one or more CSRs must be specified as <name> or -f <filename>');
      }
      const found = yield* k.get(`/apis/certificates.k8s.io/v1/certificatesigningrequests/${request ?? ''}`);
      return found.ok ? failed(`lintas: kubectl certificate ${name} is not simulated`) : found;
    },
  };
}

/** `kubectl certificate`. */
export const certificate: Command = {
  name: 'certificate',
  short: 'Modify certificate resources',
  long: 'Approve or deny requests for certificates.',
  use: 'SUBCOMMAND [options]',
  commands: [
    decision('approve', 'Approve a certificate signing request'),
    decision('deny', 'Deny a certificate signing request'),
  ],
};
