import type { Command } from './command.ts';
import { verbs } from './verbs/index.ts';

/** Headings of the bare `kubectl`, with the verbs under each in reading order. */
const GROUPS: readonly (readonly [string, readonly string[]])[] = [
  ['Basic Commands (Beginner):', ['create', 'expose', 'run', 'set']],
  ['Basic Commands (Intermediate):', ['explain', 'get', 'edit', 'delete']],
  ['Deploy Commands:', ['rollout', 'scale', 'autoscale']],
  [
    'Cluster Management Commands:',
    ['certificate', 'cluster-info', 'top', 'cordon', 'uncordon', 'drain', 'taint'],
  ],
  [
    'Troubleshooting and Debugging Commands:',
    ['describe', 'logs', 'attach', 'exec', 'port-forward', 'proxy', 'cp', 'auth', 'debug', 'events'],
  ],
  ['Advanced Commands:', ['diff', 'apply', 'patch', 'replace', 'wait', 'kustomize']],
  ['Settings Commands:', ['label', 'annotate', 'completion']],
  ['Subcommands provided by plugins:', []],
  ['Other Commands:', ['alpha', 'api-resources', 'api-versions', 'config', 'plugin', 'version']],
];

/** All verbs in the order of the groups. */
export const VERBS_BY_GROUP: readonly string[] = [...GROUPS.flatMap(([, names]) => names), 'options'];

/** The command above all verbs. */
export const ROOT: Command = {
  name: 'kubectl',
  short: 'Talk to a Kubernetes cluster',
  commands: verbs,
};

/** What the bare `kubectl` and `kubectl --help` print. */
export function rootHelp(): string {
  const width = 15;
  const groups = GROUPS.map(([heading, names]) => {
    const lines = names.flatMap((name) => {
      const command = (ROOT.commands ?? []).find((one) => one.name === name);
      return command === undefined ? [] : [`  ${name.padEnd(width)} ${command.short}\n`];
    });
    return `${heading}\n${lines.join('')}\n`;
  });
  return (
    'kubectl steers a Kubernetes cluster.\n\n More about it: https://kubernetes.io/docs/reference/kubectl/\n\n' +
    groups.join('') +
    'Usage:\n  kubectl [flags] [options]\n\n' +
    'Use "kubectl <command> --help" for more information about a given command.\n' +
    'Use "kubectl options" for a list of global command-line options (applies to all commands).\n'
  );
}
