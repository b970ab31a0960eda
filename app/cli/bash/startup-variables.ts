import type { Shell } from './shell.ts';

/** Variables that a shell sets or computes by itself. */
export function initialVariables(sh: Shell): void {
  const { p, vars } = sh;
  for (const [name, value] of p.env) {
    vars.set(name, value);
    vars.own(name).exported = true;
  }
  const fixed: Readonly<Record<string, string>> = {
    IFS: ' \t\n',
    OPTIND: '1',
    PS4: '+ ',
    PPID: String(p.ppid),
    UID: String(p.user.uid),
    EUID: String(p.user.uid),
    HOSTNAME: p.hostname,
    HOSTTYPE: 'x86_64',
    OSTYPE: 'linux-gnu',
    ...(sh.features.shell === 'bash' && {
      BASH: '/usr/bin/bash',
      BASH_VERSION: sh.features.version,
      MACHTYPE: 'x86_64-pc-linux-gnu',
    }),
  };
  for (const [name, value] of Object.entries(fixed)) vars.set(name, value);
  const logical = vars.get('PWD');
  const real = logical === undefined ? undefined : p.fs.realpath(logical);
  if (real?.ok !== true || real.value !== p.cwd) vars.set('PWD', p.cwd);
  vars.own('PWD').exported = true;
  const level = Number(vars.get('SHLVL') ?? '0') + 1;
  vars.set('SHLVL', String(level));
  vars.own('SHLVL').exported = true;
  vars.own('OLDPWD').exported = true;
  computedVariables(sh);
}

/** `$RANDOM`, `$SECONDS` and others, asked for anew at each use. */
export function computedVariables(sh: Shell): void {
  const { p } = sh;
  sh.vars.dynamic = {
    RANDOM: { get: () => String(p.random(`bash/${p.machine}/RANDOM`).below(32_768)) },
    SRANDOM: { get: () => String(p.random(`bash/${p.machine}/RANDOM`).bits()) },
    SECONDS: {
      get: () => String(Math.floor((p.now() - sh.startedAt) / 1000)),
      set: (value) => {
        sh.startedAt = p.now() - Number(value) * 1000;
      },
    },
    EPOCHSECONDS: { get: () => String(Math.floor((p.epoch + p.now()) / 1000)) },
    EPOCHREALTIME: { get: () => ((p.epoch + p.now()) / 1000).toFixed(6) },
    BASHPID: { get: () => String(p.pid) },
    BASH_SUBSHELL: { get: () => String(sh.subshellDepth) },
  };
}
