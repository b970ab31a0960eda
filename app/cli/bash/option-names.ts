import type { OptionName, Shell } from './shell.ts';

/** Options of `set`, in the order in which `set -o` lists them, with their letters. */
export const OPTIONS: readonly (readonly [OptionName, string])[] = [
  ['allexport', 'a'],
  ['braceexpand', 'B'],
  ['emacs', ''],
  ['errexit', 'e'],
  ['errtrace', 'E'],
  ['functrace', 'T'],
  ['hashall', 'h'],
  ['histexpand', 'H'],
  ['history', ''],
  ['ignoreeof', ''],
  ['interactive-comments', ''],
  ['keyword', 'k'],
  ['monitor', 'm'],
  ['noclobber', 'C'],
  ['noexec', 'n'],
  ['noglob', 'f'],
  ['nolog', ''],
  ['notify', 'b'],
  ['nounset', 'u'],
  ['onecmd', 't'],
  ['physical', 'P'],
  ['pipefail', ''],
  ['posix', ''],
  ['privileged', 'p'],
  ['verbose', 'v'],
  ['vi', ''],
  ['xtrace', 'x'],
];

/** The option of a long name. */
export function optionNamed(name: string): OptionName | undefined {
  return OPTIONS.find(([option]) => option === name)?.[0];
}

/** The option of a letter. */
export function optionLettered(letter: string): OptionName | undefined {
  return OPTIONS.find(([, own]) => own === letter)?.[0];
}

/** Switches an option. */
export function setOption(sh: Shell, option: OptionName, on: boolean): void {
  if (on) sh.options.add(option);
  else sh.options.delete(option);
}
