import { dateAtMs } from './clock.ts';
import type { Shell } from './shell.ts';

/** Expands the backslash letters of PS1 and PS2; parameters and commands in them are not expanded here. */
export function expandPrompt(sh: Shell, prompt: string): string {
  return prompt.replaceAll(/\\(\d{3}|D\{[^}]*\}|[\s\S])/g, (all, code: string) => {
    if (/^\d{3}$/.test(code)) return String.fromCharCode(parseInt(code, 8));
    return letter(sh, code) ?? all;
  });
}

function letter(sh: Shell, code: string): string | undefined {
  const clock = dateAtMs(sh.p.epoch + sh.p.now());
  switch (code) {
    case 'u':
      return sh.p.user.name;
    case 'h':
      return sh.p.hostname.split('.')[0] ?? '';
    case 'H':
      return sh.p.hostname;
    case 'w':
      return shortDirectory(sh);
    case 'W':
      return shortDirectory(sh) === '~' ? '~' : (shortDirectory(sh).split('/').at(-1) ?? '') || '/';
    case '$':
      return sh.p.user.uid === 0 ? '#' : '$';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 's':
      return sh.name.split('/').at(-1) ?? '';
    case 'v':
      return sh.features.version.split('.').slice(0, 2).join('.');
    case 'V':
      return sh.features.version.split('(')[0] ?? '';
    case 'a':
      return '\u0007';
    case 'e':
      return '\u001b';
    case '\\':
      return '\\';
    case '[':
    case ']':
      return code === '[' ? '\u0001' : '\u0002';
    case '!':
    case '#':
      return String(sh.history.length + 1);
    case 'j':
      return String(sh.jobs.all.length ?? 0);
    case 't':
      return clock.slice(11, 19);
    case 'A':
      return clock.slice(11, 16);
    default:
      return undefined;
  }
}

function shortDirectory(sh: Shell): string {
  const directory = sh.vars.get('PWD') ?? sh.p.cwd;
  const home = sh.vars.get('HOME') ?? '';
  if (home === '' || home === '/') return directory;
  if (directory === home) return '~';
  return directory.startsWith(`${home}/`) ? `~${directory.slice(home.length)}` : directory;
}
