import type { Shell } from '../shell.ts';

/** Letters of `$-`, in bash's order. */
const LETTERS = [
  ...(['allexport a', 'errexit e', 'noglob f', 'hashall h', 'keyword k', 'monitor m', 'noexec n'] as const),
  ...(['nounset u', 'verbose v', 'xtrace x', 'braceexpand B', 'noclobber C', 'histexpand H'] as const),
];

/** `$?`, `$$`, `$!`, `$#`, `$-`, `$_`; undefined for other names, and for `$!` without background process. */
export function specialParameter(sh: Shell, name: string): string | undefined {
  switch (name) {
    case '?':
      return String(sh.status);
    case '$':
      return String(sh.shellPid);
    case '!':
      return sh.lastBackground === undefined ? undefined : String(sh.lastBackground);
    case '#':
      return String(sh.positional.length);
    case '_':
      return sh.lastArgument;
    case '-':
      return flags(sh);
    case 'PIPESTATUS':
      return String(sh.pipeStatus[0] ?? 0);
    case 'FUNCNAME':
      return sh.functionNames[0];
    case 'LINENO':
      return String(sh.line);
    default:
      return undefined;
  }
}

function flags(sh: Shell): string {
  const on = [...sh.options];
  const letters = LETTERS.filter((entry) => on.some((option) => entry.startsWith(`${option} `)));
  const text = letters.map((entry) => entry.slice(-1)).join('');
  return sh.interactive ? text.replace('h', 'hi') : `${text}c`;
}
