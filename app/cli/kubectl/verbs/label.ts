import { mapVerb } from '../object/map-verb.ts';

/** `kubectl label`: sets and removes labels. */
export const label = mapVerb({
  name: 'label',
  what: 'label',
  field: 'labels',
  manager: 'kubectl-label',
  short: 'Update the labels on a resource',
  long: 'Set or remove labels.\n\n A label that is there already changes only with --overwrite; KEY- removes one. With --resource-version only that version is changed.',
  examples: [
    '# Set a label',
    'kubectl label pod web-1 tier=front',
    '',
    '# Change it',
    'kubectl label --overwrite pod web-1 tier=back',
    '',
    '# Remove it',
    'kubectl label pod web-1 tier-',
  ],
  use: '[--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version] [options]',
});
