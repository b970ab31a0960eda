import type { Netfilter } from '../netfilter.ts';
import { restoreText, tableName, type ToolResult } from '../restore.ts';
import { saveText } from '../save.ts';

/** Runs `iptables-save ARGS`; `date` is now in the form of `date`: `Mon Nov 23 15:52:36 2026`. */
export function runIptablesSave(netfilter: Netfilter, args: readonly string[], date: string): ToolResult {
  let counters = false;
  let table;
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? '';
    if (arg === '-c' || arg === '--counters') counters = true;
    else if (arg === '-t' || arg === '--table') {
      const name = args[++at] ?? '';
      table = tableName(name);
      if (!table) return { out: '', err: `Table \`${name}' does not exist\n`, code: 1 };
    } else return badOption('iptables-save', arg);
  }
  const out = saveText(netfilter.chains, { counters, date, ...(table ? { table } : {}) });
  return { out, err: '', code: 0 };
}

/** Runs `iptables-restore ARGS` with the text of its standard input or file. */
export function runIptablesRestore(netfilter: Netfilter, args: readonly string[], text: string): ToolResult {
  let options: Parameters<typeof restoreText>[2] = {};
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? '';
    if (arg === '-n' || arg === '--noflush') options = { ...options, noflush: true };
    else if (arg === '-c' || arg === '--counters') options = { ...options, counters: true };
    else if (arg === '-t' || arg === '--test') options = { ...options, test: true };
    else if (arg === '-T' || arg === '--table') {
      const table = tableName(args[++at] ?? '');
      if (table) options = { ...options, table };
    } else if (arg === '-w' || arg === '--wait' || arg === '-W') {
      if (/^\d+$/.test(args[at + 1] ?? '')) at++;
    } else if (arg !== '-v' && arg !== '--verbose') return badOption('iptables-restore', arg);
  }
  return restoreText(netfilter, text, options);
}

function badOption(program: string, arg: string): ToolResult {
  const what = arg.startsWith('--')
    ? `unrecognized option '${arg}'`
    : `invalid option -- '${arg.replace(/^-/, '')}'`;
  return {
    out: '',
    err: `${program}: ${what}\nLook at manual page \`${program}.8' for more information.\n`,
    code: 1,
  };
}
