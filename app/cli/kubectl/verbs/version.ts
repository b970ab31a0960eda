import { good } from '../../../base/result.ts';
import type { Command } from '../command.ts';
import { failed } from '../failure.ts';
import { goJson } from '../go/json.ts';
import { printYaml } from '../print/yaml.ts';
import { textAt } from '../unstructured.ts';

/** The client that this program stands for. */
const CLIENT = {
  major: '1',
  minor: '35',
  gitVersion: 'v1.35.2',
  gitCommit: '',
  gitTreeState: 'clean',
  buildDate: '2026-02-26T00:00:00Z',
  goVersion: 'go1.25.7',
  compiler: 'gc',
  platform: 'linux/amd64',
};

const KUSTOMIZE = 'v5.7.1';

/** `kubectl version`. */
export const version: Command = {
  name: 'version',
  short: 'Print the client and server version information',
  long: 'Print the versions of this client and of the server.',
  examples: ['# Both', 'kubectl version', '', '# Only this client', 'kubectl version --client'],
  use: '[flags] [options]',
  flags: [
    { name: 'client', kind: 'bool', usage: 'Only this client; no server is needed.' },
    { name: 'output', short: 'o', kind: 'string', usage: 'yaml or json.', values: ['yaml', 'json'] },
  ],
  *run(k) {
    if (k.args.length > 0) return failed(`extra arguments: [${k.args.join(' ')}]`);
    const output = k.flags.text('output');
    if (!['', 'yaml', 'json'].includes(output)) return failed("--output must be 'yaml' or 'json'");
    const server = k.flags.bool('client') ? undefined : yield* k.get('/version');
    const answered = server?.ok === true ? server.value : undefined;
    const all = {
      clientVersion: CLIENT,
      kustomizeVersion: KUSTOMIZE,
      ...(answered === undefined ? {} : { serverVersion: answered }),
    };
    if (output === 'json') yield* k.p.print(`${goJson(all, { indent: 2, keys: 'as they stand' })}\n`);
    else if (output === 'yaml') yield* k.p.print(printYaml(all));
    else {
      yield* k.p.print(`Client Version: ${CLIENT.gitVersion}\nKustomize Version: ${KUSTOMIZE}\n`);
      if (answered !== undefined) yield* k.p.print(`Server Version: ${textAt(answered, 'gitVersion')}\n`);
    }
    return server === undefined || server.ok ? good(undefined) : server;
  },
};
