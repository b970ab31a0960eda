import type { MachineSpec } from './kernel.ts';
import type { User } from './program.ts';

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** What a process finds in its environment when it is started from outside: by a login, or by a container runtime. */
export function environmentOf(spec: MachineSpec, user: User, terminal: boolean): ReadonlyMap<string, string> {
  const login: [string, string][] =
    spec.kind === 'container'
      ? [
          ['PATH', PATH],
          ['HOSTNAME', spec.hostname],
        ]
      : [
          ['SHELL', `/bin/${spec.shell}`],
          ['LANG', 'C.UTF-8'],
          ['USER', user.name],
          ['LOGNAME', user.name],
          ['PATH', PATH],
        ];
  if (terminal) login.push(['TERM', spec.kind === 'container' ? 'xterm' : 'xterm-256color']);
  return new Map([...login, ['HOME', user.home], ...Object.entries(spec.env)]);
}
