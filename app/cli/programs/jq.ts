import type { Process, Sys } from '../../linux/process/program.ts';
import { STDIN } from '../../linux/names.ts';
import { strerror } from '../tool/errno.ts';
import { tool } from '../tool/tool.ts';

/** Options that take so many words after them. */
const TAKES: Readonly<Record<string, number>> = {
  '--arg': 2,
  '--argjson': 2,
  '--slurpfile': 2,
  '--rawfile': 2,
  '--indent': 1,
  '-f': 1,
  '--from-file': 1,
  '-L': 1,
};

/** Filters JSON; the work is done by jq itself, outside the machine. */
export const jq = tool('jq', 'jq [-rncsSe] [--arg NAME VALUE] FILTER [FILE]...', run);

function* run(p: Process): Sys<number> {
  const args: string[] = [];
  const files: string[] = [];
  let hasFilter = false;
  let nullInput = false;
  const words = p.argv.slice(1);
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const takes = TAKES[word];
    if (takes !== undefined) {
      args.push(...words.slice(at, at + takes + 1));
      at += takes;
      if (word === '-f' || word === '--from-file') hasFilter = true;
    } else if (word.startsWith('-') && word !== '-' && word !== '--') {
      args.push(word);
      if (/^-[a-zA-Z]*n/.test(word) || word === '--null-input') nullInput = true;
      if (word === '--args' || word === '--jsonargs') {
        args.push(...words.slice(at + 1));
        break;
      }
    } else if (!hasFilter) {
      args.push(word);
      hasFilter = true;
    } else files.push(word);
  }
  if (!hasFilter) {
    yield* p.warn(
      'jq - commandline JSON processor [version 1.6]\n\nUsage:\tjq [OPTIONS] FILTER [FILES...]\n',
    );
    return 2;
  }
  let input = '';
  let failed = false;
  for (const file of files) {
    const text = p.fs.readText(file);
    if (text.ok) input += text.value;
    else {
      yield* p.warn(`jq: error: Could not open ${file}: ${strerror(text.error)}\n`);
      failed = true;
    }
  }
  if (files.length === 0 && !nullInput) input = yield* p.readAll(STDIN);
  const { out, err, code } = yield* p.effect('jq.run', { args, stdin: input });
  if (out !== '') yield* p.print(out);
  if (err !== '') yield* p.warn(err);
  return code === 0 && failed ? 2 : code;
}
