import type { Shell } from '../shell.ts';

/** The directory that a tilde prefix (`~`, `~user`, `~+`, `~-`) stands for; undefined when it stays as it is. */
export function tildeOf(sh: Shell, prefix: string): string | undefined {
  const name = prefix.slice(1);
  if (name === '') return sh.vars.get('HOME') ?? sh.p.user.home;
  if (name === '+') return sh.vars.get('PWD');
  if (name === '-') return sh.vars.get('OLDPWD');
  if (name === sh.p.user.name) return sh.p.user.home;
  if (name === 'root') return '/root';
  const passwd = sh.p.fs.readText('/etc/passwd');
  const line = (passwd.ok ? passwd.value.split('\n') : []).find((entry) => entry.startsWith(`${name}:`));
  return line?.split(':')[5];
}

/** Splits literal text at its tilde prefix: `~/x` → `~` and `/x`. */
export function tildePrefix(text: string): string | undefined {
  return /^~[\w+.-]*(?=[/:]|$)/.exec(text)?.[0];
}
