import { good } from '../../../base/result.ts';
import type { Command } from '../command.ts';
import { exitWith, failed } from '../failure.ts';
import { ALL_NAMESPACES_FLAG, DRY_RUN_FLAG, fileFlags, printFlags } from '../flag-sets.ts';
import { notSimulated } from '../not-simulated.ts';
import { objectPrinter, outputFormat } from '../print/printer.ts';
import { alignTabs, TABLE_STOPS } from '../print/tab-writer.ts';
import { findMapping } from '../resource/mapping.ts';
import { at, fieldsAt, listAt, textAt } from '../unstructured.ts';

const canI: Command = {
  name: 'can-i',
  short: 'Check whether an action is allowed',
  examples: ['# May I make Pods here?', 'kubectl auth can-i create pods'],
  use: 'VERB [TYPE | TYPE/NAME | NONRESOURCEURL] [options]',
  flags: [
    ALL_NAMESPACES_FLAG,
    { name: 'list', kind: 'bool', usage: 'Show all that is allowed.' },
    { name: 'no-headers', kind: 'bool', usage: 'Leave the header line out.' },
    { name: 'quiet', short: 'q', kind: 'bool', usage: 'Only the exit status answers.' },
    { name: 'subresource', kind: 'string', usage: 'With this subresource.' },
  ],
  *run(k) {
    const [verb, what] = k.args;
    if (verb === undefined || (what === undefined && !k.flags.bool('list'))) {
      return failed(
        "you must specify two arguments: verb resource or verb resource/resourceName.\nSee 'kubectl auth can-i -h' for help and examples.",
      );
    }
    const mapper = yield* k.mapper();
    if (!mapper.ok) return mapper;
    const [type = '', name] = (what ?? '').split('/');
    const mapping = findMapping(mapper.value, type);
    if (mapping === undefined && !type.startsWith('*') && what?.startsWith('/') !== true) {
      yield* k.p.warn(`Warning: the server doesn't have a resource type '${type}'\n`);
    }
    const answer = yield* k.call('POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', {
      body: {
        kind: 'SelfSubjectAccessReview',
        apiVersion: 'authorization.k8s.io/v1',
        metadata: {},
        spec: {
          resourceAttributes: {
            namespace: k.flags.bool('all-namespaces') ? '' : k.namespace,
            verb,
            group: mapping?.group ?? '',
            resource: mapping?.plural ?? type,
            ...(name === undefined ? {} : { name }),
          },
        },
      },
    });
    if (!answer.ok) return answer;
    const allowed = at(answer.value, 'status', 'allowed') === true;
    if (!k.flags.bool('quiet')) yield* k.p.print(allowed ? 'yes\n' : 'no\n');
    return allowed ? good(undefined) : exitWith(1);
  },
};

const whoAmI: Command = {
  name: 'whoami',
  short: 'Experimental: Check self subject attributes',
  examples: ['# Who am I for the server?', 'kubectl auth whoami'],
  use: '[options]',
  flags: printFlags(),
  *run(k) {
    const answer = yield* k.call('POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', {
      body: { kind: 'SelfSubjectReview', apiVersion: 'authentication.k8s.io/v1', metadata: {} },
    });
    if (!answer.ok) return answer;
    if (outputFormat(k).name !== '') {
      const printer = objectPrinter(k);
      const text = printer.ok ? printer.value(answer.value) : failed(printer.error);
      if (!text.ok) return text;
      yield* k.p.print(text.value);
      return good(undefined);
    }
    const user = at(answer.value, 'status', 'userInfo');
    const rows = [
      ['ATTRIBUTE', 'VALUE'],
      ['Username', textAt(user, 'username')],
    ];
    if (textAt(user, 'uid') !== '') rows.push(['UID', textAt(user, 'uid')]);
    if (listAt(user, 'groups').length > 0) rows.push(['Groups', `[${listAt(user, 'groups').join(' ')}]`]);
    for (const [key, values] of Object.entries(fieldsAt(user, 'extra'))) {
      rows.push([`Extra: ${key}`, `[${Array.isArray(values) ? values.join(' ') : ''}]`]);
    }
    yield* k.p.print(`${alignTabs(rows.map((row) => row.join('\t')).join('\n'), TABLE_STOPS)}\n`);
    return good(undefined);
  },
};

const reconcile = notSimulated(
  'reconcile',
  'Reconciles rules for RBAC role, role binding, cluster role, and cluster role binding objects',
  '-f FILENAME [options]',
  [
    ...fileFlags('the rules'),
    ...printFlags(),
    DRY_RUN_FLAG,
    { name: 'remove-extra-permissions', kind: 'bool', usage: 'Remove what the file does not name.' },
    { name: 'remove-extra-subjects', kind: 'bool', usage: 'Remove subjects that the file does not name.' },
  ],
  'files',
);

/** `kubectl auth`. */
export const auth: Command = {
  name: 'auth',
  short: 'Inspect authorization',
  long: 'Ask what is allowed.',
  use: '[flags] [options]',
  helpWithout: 'stderr',
  commands: [canI, reconcile, whoAmI],
};
