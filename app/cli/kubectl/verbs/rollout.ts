import type { Command } from '../command.ts';
import { rolloutPause, rolloutRestart, rolloutResume, rolloutStatusCommand } from '../rollout/commands.ts';
import { rolloutHistory, rolloutUndo } from '../rollout/history.ts';

/** `kubectl rollout`. */
export const rollout: Command = {
  name: 'rollout',
  short: 'Manage the rollout of a resource',
  long: 'Follow, repeat, stop or undo rollouts of\n\n  *  deployments\n  *  daemonsets\n  *  statefulsets',
  examples: [
    '# Follow a rollout',
    'kubectl rollout status deployment/web',
    '',
    '# Back to the revision before',
    'kubectl rollout undo deployment/web',
    '',
    '# All Pods anew',
    'kubectl rollout restart deployment/web',
    '',
    '# Those of a label',
    'kubectl rollout restart deployment --selector=app=web',
  ],
  use: 'SUBCOMMAND [options]',
  helpWithout: 'stdout',
  commands: [rolloutHistory, rolloutPause, rolloutRestart, rolloutResume, rolloutStatusCommand, rolloutUndo],
};
