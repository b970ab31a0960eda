import type { Process, Sys } from '../../linux/process/program.ts';
import { strerror } from '../tool/errno.ts';
import { parseMode } from '../tool/mode.ts';
import type { Options } from '../tool/options.ts';
import { quote, quoteFile } from '../tool/quote.ts';
import { readOptions, tool, tryHelp } from '../tool/tool.ts';
import { joined } from '../tool/target.ts';

/** Changes the permissions of files. */
export const chmod = tool('chmod', 'chmod [-Rvc] MODE FILE...', function* (p, flavour) {
  const args = p.argv
    .slice(1)
    .map((word) => (/^-[rwxXst]+(,|$)/.test(word) && !/^-[Rvcf]+$/.test(word) ? `\0${word}` : word));
  const options = yield* readOptions(
    p,
    { flags: 'Rvcf', long: { recursive: 'R', verbose: 'v', changes: 'c', silent: 'f', 'reference=': 'ref' } },
    flavour,
    undefined,
    args,
  );
  if (!options) return 1;
  const [written, ...files] = options.operands;
  const mode = written?.replace(/^\0/, '');
  if (mode === undefined || files.length === 0) {
    yield* p.warn(
      `chmod: missing operand${mode === undefined ? '' : ` after ${quote(mode)}`}\n${tryHelp('chmod')}`,
    );
    return 1;
  }
  if (parseMode(mode, 0, false) === undefined) {
    yield* p.warn(`chmod: invalid mode: ${quote(mode)}\n${tryHelp('chmod')}`);
    return 1;
  }
  let status = 0;
  for (const file of files) if (!(yield* change(p, file, mode, options))) status = 1;
  return status;
});

function* change(p: Process, file: string, mode: string, options: Options): Sys<boolean> {
  const stat = p.fs.stat(file);
  if (!stat.ok) {
    if (!options.has('f'))
      yield* p.warn(`chmod: cannot access ${quoteFile(file)}: ${strerror(stat.error)}\n`);
    return false;
  }
  const wanted = parseMode(mode, stat.value.mode, stat.value.type === 'directory') ?? stat.value.mode;
  const changed = p.fs.chmod(file, wanted);
  if (!changed.ok) {
    yield* p.warn(`chmod: changing permissions of ${quoteFile(file)}: ${strerror(changed.error)}\n`);
    return false;
  }
  if (!options.has('R') || stat.value.type !== 'directory') return true;
  const names = p.fs.readdir(file);
  let whole = true;
  for (const name of names.ok ? names.value : [])
    if (!(yield* change(p, joined(file, name), mode, options))) whole = false;
  return whole;
}
