import { good } from '../../../base/result.ts';
import type { Command } from '../command.ts';
import { failed, messageOf } from '../failure.ts';
import { printFlags } from '../flag-sets.ts';
import { textAt } from '../unstructured.ts';
import { nameArgument } from './generator.ts';

/** `kubectl create token NAME`: a token of a service account. */
export const createToken: Command = {
  name: 'token',
  short: 'Request a service account token',
  examples: ['# For the service account robot', 'kubectl create token robot'],
  use: 'SERVICE_ACCOUNT_NAME [options]',
  flags: [
    ...printFlags(),
    { name: 'bound-object-kind', kind: 'string', usage: 'Kind of an object that the token is bound to.' },
    { name: 'bound-object-name', kind: 'string', usage: 'Its name.' },
    { name: 'bound-object-uid', kind: 'string', usage: 'Its UID.' },
    { name: 'audience', kind: 'array', usage: 'For whom the token is meant.' },
    { name: 'duration', kind: 'duration', usage: 'How long it is valid.' },
  ],
  *run(k) {
    const name = nameArgument(k);
    if (!name.ok) return name;
    const seconds = k.flags.duration('duration') / 1000;
    const answer = yield* k.call(
      'POST',
      `/api/v1/namespaces/${k.namespace}/serviceaccounts/${name.value}/token`,
      {
        body: {
          kind: 'TokenRequest',
          apiVersion: 'authentication.k8s.io/v1',
          metadata: {},
          spec: {
            audiences: k.flags.list('audience'),
            ...(seconds > 0 ? { expirationSeconds: seconds } : {}),
          },
        },
      },
    );
    if (!answer.ok) return failed(`failed to create token: ${messageOf(answer.error)}`);
    yield* k.p.print(`${textAt(answer.value, 'status', 'token')}\n`);
    return good(undefined);
  },
};
