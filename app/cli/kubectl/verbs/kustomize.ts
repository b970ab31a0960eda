import type { Command } from '../command.ts';
import { failed } from '../failure.ts';
import { kustomizeComplaint } from './apply.ts';

/** `kubectl kustomize`: not simulated, but it says what is missing as the real one does. */
export const kustomize: Command = {
  name: 'kustomize',
  short: 'Build a kustomization target from a directory or URL',
  long: 'Put together the objects of a kustomization.',
  examples: ['# The current directory', 'kubectl kustomize'],
  use: 'DIR [flags] [options]',
  takes: 'files',
  flags: [
    { name: 'as-current-user', kind: 'bool', usage: 'Run functions as the current user.' },
    { name: 'enable-alpha-plugins', kind: 'bool', usage: 'Allow plugins.' },
    { name: 'enable-helm', kind: 'bool', usage: 'Allow Helm charts.' },
    { name: 'env', short: 'e', kind: 'array', usage: 'Environment for functions.' },
    { name: 'helm-command', kind: 'string', default: 'helm', usage: 'Helm program.' },
    { name: 'helm-api-versions', kind: 'array', usage: 'API versions that Helm sees.' },
    { name: 'helm-debug', kind: 'bool', usage: 'Debug Helm.' },
    { name: 'helm-kube-version', kind: 'string', usage: 'Kubernetes version that Helm sees.' },
    {
      name: 'load-restrictor',
      kind: 'string',
      default: 'LoadRestrictionsRootOnly',
      usage: 'From where files may come.',
    },
    { name: 'mount', kind: 'array', usage: 'Mounts for functions.' },
    { name: 'network', kind: 'bool', usage: 'Give functions a network.' },
    { name: 'network-name', kind: 'string', default: 'bridge', usage: 'Which network.' },
    { name: 'output', short: 'o', kind: 'string', usage: 'Where the result goes.' },
  ],
  *run(k) {
    const directory = k.args[0] ?? '.';
    if (k.p.fs.exists(directory)) return failed(kustomizeComplaint(k, directory));
    const home = k.p.fs.realpath('.');
    const full = directory.startsWith('/') ? directory : `${home.ok ? home.value : ''}/${directory}`;
    return failed(
      `must build at directory: not a valid directory: evalsymlink failure on '${directory}' : lstat ${full}: no such file or directory`,
    );
  },
};
