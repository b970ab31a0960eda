import { mapVerb } from '../object/map-verb.ts';

/** `kubectl annotate`: sets and removes annotations. */
export const annotate = mapVerb({
  name: 'annotate',
  what: 'annotation',
  field: 'annotations',
  manager: 'kubectl-annotate',
  short: 'Update the annotations on a resource',
  long: 'Set or remove annotations: notes for people and tools, by which nothing is selected.\n\n An annotation that is there already changes only with --overwrite; KEY- removes one.',
  examples: [
    '# Set an annotation',
    "kubectl annotate pods web-1 description='my frontend'",
    '',
    '# Remove it',
    'kubectl annotate pods web-1 description-',
  ],
  use: '[--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version] [options]',
});
