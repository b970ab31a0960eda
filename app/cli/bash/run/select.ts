import { STDIN } from '../../../linux/names.ts';
import type { Sys } from '../../../linux/process/program.ts';
import { expandWords } from '../expand/words.ts';
import type { Shell } from '../shell.ts';
import type { Select } from '../syntax.ts';
import { runBody } from './compound.ts';

/** `select name in words`: a numbered menu, until the input ends. */
export function* runSelect(sh: Shell, node: Select): Sys<number> {
  const words = node.wordlist ? yield* expandWords(sh, node.wordlist) : sh.positional;
  if (sh.unwind) return sh.status;
  if (words.length === 0) return 0;
  const width = String(words.length).length;
  const menu = words.map((word, index) => `${String(index + 1).padStart(width)}) ${word}\n`).join('');
  for (let show = true; ;) {
    if (show) yield* sh.p.warn(menu);
    yield* sh.p.warn(sh.vars.get('PS3') ?? '#? ');
    const line = yield* sh.p.readLine(STDIN);
    if (!line) {
      yield* sh.p.warn('\n');
      return 1;
    }
    const reply = line.text.trim();
    show = reply === '';
    if (show) continue;
    sh.vars.set('REPLY', line.text);
    sh.vars.set(node.name.text, /^\d+$/.test(reply) ? (words[Number(reply) - 1] ?? '') : '');
    if (!(yield* runBody(sh, node.body.commands))) return sh.status;
  }
}
