import type { Command } from '../command.ts';
import { CONFIG_COMMANDS } from '../config/commands.ts';

/** `kubectl config`: clusters, users and contexts of the client's configuration. */
export const config: Command = {
  name: 'config',
  short: 'Modify kubeconfig files',
  long: 'Look at or change the configuration of this client: $KUBECONFIG, or ~/.kube/config, or the file of --kubeconfig.',
  use: 'SUBCOMMAND [options]',
  helpWithout: 'stderr',
  commands: CONFIG_COMMANDS,
};
