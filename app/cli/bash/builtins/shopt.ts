import { optionNamed, setOption } from '../option-names.ts';
import { readOptions, type Builtin } from './builtin.ts';

/** Options that `shopt` knows. */
const NAMES = [
  'autocd',
  'assoc_expand_once',
  'cdable_vars',
  'cdspell',
  'checkhash',
  'checkjobs',
  'checkwinsize',
  'cmdhist',
  'compat31',
  'compat32',
  'compat40',
  'compat41',
  'compat42',
  'compat43',
  'compat44',
  'complete_fullquote',
  'direxpand',
  'dirspell',
  'dotglob',
  'execfail',
  'expand_aliases',
  'extdebug',
  'extglob',
  'extquote',
  'failglob',
  'force_fignore',
  'globasciiranges',
  'globskipdots',
  'globstar',
  'gnu_errfmt',
  'histappend',
  'histreedit',
  'histverify',
  'hostcomplete',
  'huponexit',
  'inherit_errexit',
  'interactive_comments',
  'lastpipe',
  'lithist',
  'localvar_inherit',
  'localvar_unset',
  'login_shell',
  'mailwarn',
  'no_empty_cmd_completion',
  'nocaseglob',
  'nocasematch',
  'noexpand_translation',
  'nullglob',
  'patsub_replacement',
  'progcomp',
  'progcomp_alias',
  'promptvars',
  'restricted_shell',
  'shift_verbose',
  'sourcepath',
  'varredir_close',
  'xpg_echo',
];

/** Switches and shows the shell's other options. */
export const shopt: Builtin = {
  name: 'shopt',
  usage: '[-pqsu] [-o] [optname ...]',
  *run(sh, args) {
    const options = yield* readOptions(sh, shopt, args, 'pqsuo');
    if (!options) return 2;
    const { letters, rest } = options;
    const change = letters.includes('s') ? true : letters.includes('u') ? false : undefined;
    let status = 0;
    const wanted = change === undefined ? NAMES : NAMES.filter((name) => sh.shopts.has(name) === change);
    for (const name of rest.length > 0 ? rest : wanted) {
      const setName = letters.includes('o') ? optionNamed(name) : undefined;
      if (setName === undefined && !NAMES.includes(name)) {
        yield* sh.complain(`shopt: ${name}: invalid shell option name`);
        status = 1;
        continue;
      }
      const on = setName === undefined ? sh.shopts.has(name) : sh.has(setName);
      if (change !== undefined && rest.length > 0) {
        if (setName !== undefined) setOption(sh, setName, change);
        else if (change) sh.shopts.add(name);
        else sh.shopts.delete(name);
        continue;
      }
      if (!on && rest.length > 0) status = 1;
      if (letters.includes('q')) continue;
      yield* sh.p.print(
        letters.includes('p')
          ? `shopt ${on ? '-s' : '-u'} ${name}\n`
          : `${name.padEnd(15)}\t${on ? 'on' : 'off'}\n`,
      );
    }
    return status;
  },
};
