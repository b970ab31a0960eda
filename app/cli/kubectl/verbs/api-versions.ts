import { good } from '../../../base/result.ts';
import { usageFailure, type Command } from '../command.ts';
import { byCodePoint } from '../go/json.ts';
import { apiVersionOf } from '../resource/mapping.ts';

/** `kubectl api-versions`. */
export const apiVersions: Command = {
  name: 'api-versions',
  short: 'Print the supported API versions on the server, in the form of "group/version"',
  long: 'List the groups and versions that the server serves, as GROUP/VERSION.',
  examples: ['# All of them', 'kubectl api-versions'],
  use: '[options]',
  *run(k) {
    if (k.args.length > 0) return usageFailure(k, `unexpected arguments: [${k.args.join(' ')}]`);
    const mapper = yield* k.mapper();
    if (!mapper.ok) return mapper;
    const versions = [...new Set(mapper.value.map(apiVersionOf))].toSorted(byCodePoint);
    yield* k.p.print(versions.map((version) => `${version}\n`).join(''));
    return good(undefined);
  },
};
