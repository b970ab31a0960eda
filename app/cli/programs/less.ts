import { STDIN, STDOUT, type Fd } from '../../linux/names.ts';
import type { Process, ProgramSpec, Sys } from '../../linux/process/program.ts';
import { eachLine } from '../tool/input.ts';
import { tool } from '../tool/tool.ts';

/** Shows a text page by page; q ends it. In a pipe it copies. */
export const less: ProgramSpec = tool('less', 'less [FILE]...', run);

/** The older pager. */
export const more: ProgramSpec = tool('more', 'more [FILE]...', run);

function* run(p: Process): Sys<number> {
  const names = p.argv.slice(1).filter((word) => !/^[-+]./.test(word));
  const lines: string[] = [];
  const ok = yield* eachLine(p, names, function* (line) {
    if (p.isTty(STDOUT)) lines.push(line.text);
    else yield* p.print(line.text + line.newline);
  });
  if (!p.isTty(STDOUT)) return ok ? 0 : 1;
  const keys = keyboard(p);
  const rows = Math.max(1, (p.tty?.rows ?? 24) - 1);
  for (let at = 0; at < lines.length;) {
    yield* p.print(
      lines
        .slice(at, at + rows)
        .map((line) => `${line}\n`)
        .join(''),
    );
    at += rows;
    if (at >= lines.length || keys === undefined) continue;
    yield* p.print('\x1b[7m--More--\x1b[m');
    p.tty?.setMode('raw');
    const key = yield* p.read(keys, 1);
    p.tty?.setMode('cooked');
    yield* p.print('\r\x1b[K');
    if (!key || key[0] === 0x71 || key[0] === 3) break;
  }
  return ok ? 0 : 1;
}

/** Where keys come from when standard input is the text. */
function keyboard(p: Process): Fd | undefined {
  if (p.isTty(STDIN)) return STDIN;
  const opened = p.open('/dev/tty', 'r');
  return opened.ok ? opened.value : undefined;
}
