import type { Command, Flag } from '../command.ts';
import { failed } from '../failure.ts';
import { ALL_NAMESPACES_FLAG, FIELD_SELECTOR_FLAG, SELECTOR_FLAG } from '../flag-sets.ts';

const POD_FLAGS: readonly Flag[] = [
  ALL_NAMESPACES_FLAG,
  FIELD_SELECTOR_FLAG,
  { name: 'containers', kind: 'bool', usage: 'Each container by itself.' },
  { name: 'sum', kind: 'bool', usage: 'Add the sum.' },
];

const NODE_FLAGS: readonly Flag[] = [
  { name: 'show-capacity', kind: 'bool', usage: 'Shares of the capacity.' },
];

/** Without a metrics server the real client says just this. */
function topOf(name: string, alias: readonly string[], short: string): Command {
  return {
    name,
    aliases: alias,
    short,
    use: '[NAME | -l label] [options]',
    takes: name === 'pod' ? 'pods' : 'nodes',
    flags: [
      ...(name === 'pod' ? POD_FLAGS : NODE_FLAGS),
      SELECTOR_FLAG,
      { name: 'no-headers', kind: 'bool', usage: 'Leave the header line out.' },
      { name: 'show-swap', kind: 'bool', usage: 'Show swap too.' },
      { name: 'sort-by', kind: 'string', usage: 'cpu or memory.', values: ['cpu', 'memory'] },
      {
        name: 'use-protocol-buffers',
        kind: 'bool',
        default: 'true',
        usage: 'Use protocol buffers for the request.',
      },
    ],
    *run(k) {
      const groups = yield* k.mapper();
      if (!groups.ok) return groups;
      return failed('Metrics API not available');
    },
  };
}

/** `kubectl top`: the world has no metrics server, so nothing can be measured. */
export const top: Command = {
  name: 'top',
  short: 'Display resource (CPU/memory) usage',
  long: 'Show what nodes or Pods use. It needs a metrics server in the cluster.',
  use: '[flags] [options]',
  helpWithout: 'stderr',
  commands: [
    topOf('node', ['nodes', 'no'], 'Display resource (CPU/memory) usage of nodes'),
    topOf('pod', ['pods', 'po'], 'Display resource (CPU/memory) usage of pods'),
  ],
};
