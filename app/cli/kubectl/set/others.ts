import { bad, good, type Result } from '../../../base/result.ts';
import { parseQuantity } from '../../../kube/kinds/quantity.ts';
import { subjectsOf } from '../create/policies.ts';
import { failed } from '../failure.ts';
import type { Invocation } from '../invocation.ts';
import { podSpecPath } from '../object/selectors.ts';
import { same } from '../apply/three-way.ts';
import { fieldsAt, listAt, textAt, withAt, type Fields } from '../unstructured.ts';
import { allContainers, fits, withContainers } from './pod-spec.ts';
import { setCommand } from './set-command.ts';

/** `kubectl set resources`. */
export const setResources = setCommand({
  name: 'resources',
  short: 'Update resource requests/limits on objects with pod templates',
  examples: [
    '# Limits and requests',
    'kubectl set resources deployment web --limits=cpu=200m,memory=512Mi --requests=cpu=100m',
  ],
  use: '(-f FILENAME | TYPE NAME)  ([--limits=LIMITS & --requests=REQUESTS] [options]',
  flags: [
    {
      name: 'containers',
      short: 'c',
      kind: 'string',
      default: '*',
      usage: 'Containers to change; * stands for any.',
    },
    { name: 'limits', kind: 'string', usage: 'Limits: cpu=100m,memory=256Mi.' },
    { name: 'requests', kind: 'string', usage: 'Requests: cpu=100m,memory=256Mi.' },
  ],
  operation: 'resource requirements updated',
  refusal: 'failed to patch resources update to pod template ',
  read(k) {
    if (k.flags.text('limits') === '' && k.flags.text('requests') === '') {
      return bad('you must specify an update to requests or limits (in the form of --requests/--limits)');
    }
    for (const name of ['limits', 'requests']) {
      const amounts = amountsOf(k, name);
      if (!amounts.ok) return amounts;
    }
    return good({ resources: k.args, rest: [] });
  },
  *change(k, found) {
    const pattern = k.flags.text('containers');
    if (!allContainers(found.object).some((one) => fits(textAt(one, 'name'), pattern))) {
      return failed(`unable to find container named ${pattern}`);
    }
    const [limits, requests] = [amountsOf(k, 'limits'), amountsOf(k, 'requests')];
    if (!limits.ok) return failed(limits.error);
    if (!requests.ok) return failed(requests.error);
    return good(
      withContainers(found.object, (container) => {
        if (!fits(textAt(container, 'name'), pattern)) return container;
        const merge = (name: string, amounts: Fields): Fields =>
          Object.keys(amounts).length === 0
            ? {}
            : { [name]: { ...fieldsAt(container, 'resources', name), ...amounts } };
        const resources = {
          ...fieldsAt(container, 'resources'),
          ...merge('limits', limits.value),
          ...merge('requests', requests.value),
        };
        return { ...container, resources };
      }),
    );
  },
});

function amountsOf(k: Invocation, flag: string): Result<Fields> {
  const amounts: Record<string, string> = {};
  for (const pair of k.flags
    .text(flag)
    .split(',')
    .filter((one) => one !== '')) {
    const [name = '', value] = pair.split('=');
    if (value === undefined) return bad(`invalid argument syntax ${pair}, expected <resource>=<value>`);
    const quantity = parseQuantity(value);
    if (!quantity.ok) return bad(quantity.error);
    amounts[name] = quantity.value.text;
  }
  return good(amounts);
}

/** `kubectl set selector`. */
export const setSelector = setCommand({
  name: 'selector',
  short: 'Set the selector on a resource',
  examples: ['# The Service finds other Pods', 'kubectl set selector service web app=web,tier=front'],
  use: '(-f FILENAME | TYPE NAME) EXPRESSIONS [--resource-version=version] [options]',
  flags: [{ name: 'resource-version', kind: 'string', usage: 'Change only this version of the object.' }],
  without: ['selector', 'kustomize'],
  operation: 'selector updated',
  read(k) {
    const expression = k.args.at(-1) ?? '';
    const set = /^\s*(\S+)\s+(in|notin)\s+\(([^)]*)\)\s*$/.exec(expression);
    if (set !== null) {
      const operator = set[2] === 'in' ? 'In' : 'NotIn';
      return bad(
        `match expression [{${set[1] ?? ''} ${operator} [${(set[3] ?? '').split(',').join(' ')}]}] not supported on this object`,
      );
    }
    return good({ resources: k.args.slice(0, -1), rest: expression.split(',') });
  },
  *change(k, found, pairs) {
    if (textAt(found.object, 'kind') !== 'Service')
      return failed('setting a selector is only supported for Services');
    const selector = Object.fromEntries(
      pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.lastIndexOf('=') + 1)]),
    );
    const version = k.flags.text('resource-version');
    const after = withAt(found.object, ['spec', 'selector'], selector);
    return good(version === '' ? after : withAt(after, ['metadata', 'resourceVersion'], version));
  },
});

/** `kubectl set serviceaccount`. */
export const setServiceAccount = setCommand({
  name: 'serviceaccount',
  aliases: ['sa'],
  short: 'Update the service account of a resource',
  examples: ['# The Pods run as another account', 'kubectl set serviceaccount deployment web robot'],
  use: '(-f FILENAME | TYPE NAME) SERVICE_ACCOUNT [options]',
  flags: [],
  without: ['selector'],
  operation: 'serviceaccount updated',
  read(k) {
    const account = k.args.at(-1);
    if (account === undefined) return bad('serviceaccount is required');
    return good({ resources: k.args.slice(0, -1), rest: [account] });
  },
  *change(_k, found, [account = '']) {
    const path = podSpecPath(textAt(found.object, 'kind'));
    if (path === undefined) return failed(`the object is not a pod or does not have a pod template`);
    return good(withAt(found.object, [...path, 'serviceAccountName'], account));
  },
});

/** `kubectl set subject`. */
export const setSubject = setCommand({
  name: 'subject',
  short: 'Update the user, group, or service account in a role binding or cluster role binding',
  examples: ['# One more user', 'kubectl set subject rolebinding admin --user=jane'],
  use: '(-f FILENAME | TYPE NAME) [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none] [options]',
  flags: [
    { name: 'user', kind: 'array', usage: 'Users to add.' },
    { name: 'group', kind: 'array', usage: 'Groups to add.' },
    { name: 'serviceaccount', kind: 'array', usage: 'Service accounts to add: NAMESPACE:NAME.' },
  ],
  operation: 'subjects updated',
  refusal: 'failed to patch subjects to rolebinding: ',
  read(k) {
    const none = ['user', 'group', 'serviceaccount'].every((flag) => k.flags.list(flag).length === 0);
    if (none) return bad('you must specify at least one value of user, group or serviceaccount');
    return good({ resources: k.args, rest: [] });
  },
  *change(k, found) {
    if (!['RoleBinding', 'ClusterRoleBinding'].includes(textAt(found.object, 'kind'))) {
      return failed('setting subjects is only supported for RoleBinding/ClusterRoleBinding');
    }
    const subjects = subjectsOf(k);
    if (!subjects.ok) return failed(subjects.error);
    const before = listAt(found.object, 'subjects');
    const added = subjects.value.filter((one) => !before.some((old) => same(old, one)));
    return good({ ...found.object, subjects: [...before, ...added] });
  },
});
