import { bad, good } from '../../../base/result.ts';
import { failed } from '../failure.ts';
import { resourcesAndPairs } from '../object/resources-and-pairs.ts';
import { textAt } from '../unstructured.ts';
import { allContainers, fits, withContainers } from './pod-spec.ts';
import { setCommand } from './set-command.ts';

/** `kubectl set image`. */
export const setImage = setCommand({
  name: 'image',
  short: 'Update the image of a pod template',
  examples: [
    '# The container nginx gets another image',
    'kubectl set image deployment/web nginx=nginx:1.27',
    '',
    '# All containers',
    "kubectl set image deployment/web '*=nginx:1.27'",
  ],
  use: '(-f FILENAME | TYPE NAME) CONTAINER_NAME_1=CONTAINER_IMAGE_1 ... CONTAINER_NAME_N=CONTAINER_IMAGE_N [options]',
  flags: [],
  operation: 'image updated',
  refusal: 'failed to patch image update to pod template: ',
  read(k) {
    const parsed = resourcesAndPairs(k.args, 'image');
    if (!parsed.ok) return parsed;
    const { resources, pairs } = parsed.value;
    const hasFiles = k.flags.list('filename').length > 0;
    if (resources.length === 0 && !hasFiles) return good({ resources, rest: pairs });
    const mixed = resources.some((one) => one.includes('/')) && !resources.every((one) => one.includes('/'));
    if (pairs.length === 0 && !mixed) return bad('at least one image update is required');
    return good({ resources, rest: pairs });
  },
  *change(_k, found, pairs) {
    const names = allContainers(found.object).map((one) => textAt(one, 'name'));
    for (const pair of pairs) {
      const pattern = pair.slice(0, pair.indexOf('='));
      if (pattern !== '*' && !names.includes(pattern))
        return failed(`unable to find container named "${pattern}"`);
    }
    const after = withContainers(found.object, (container, kind) => {
      const pair = pairs.findLast((one) => {
        const pattern = one.slice(0, one.indexOf('='));
        return pattern === '*' ? kind === 'containers' : fits(textAt(container, 'name'), pattern);
      });
      return pair === undefined ? container : { ...container, image: pair.slice(pair.indexOf('=') + 1) };
    });
    if (after === undefined)
      return failed(
        `the object is not a pod or does not have a pod template: *v1.${textAt(found.object, 'kind')}`,
      );
    return good(after);
  },
});
