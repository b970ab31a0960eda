import { closeInput, openInput, type Input } from '../tool/input.ts';
import { readOptions, tool } from '../tool/tool.ts';

/** Joins lines of files side by side, or with -s the lines of each file. */
export const paste = tool('paste', 'paste [-s] [-d LIST] [FILE]...', function* (p, flavour) {
  const options = yield* readOptions(
    p,
    { flags: 'sz', values: 'd', long: { serial: 's', 'delimiters=': 'd' } },
    flavour,
  );
  if (!options) return 1;
  const list = (options.value('d') ?? '\t').replace(/\\([nt0\\])/g, (_, c: string) => CONTROLS[c] ?? c);
  const delimiters = Array.from(list, (c) => (c === '\0' ? '' : c));
  const between = (index: number): string => delimiters[index % Math.max(1, delimiters.length)] ?? '';
  const names = options.operands.length > 0 ? options.operands : ['-'];
  const inputs: Input[] = [];
  for (const name of names) {
    const input = yield* openInput(p, name);
    if (!input) return 1;
    inputs.push(input);
  }
  if (options.has('s')) {
    for (const input of inputs) {
      let text = '';
      let count = 0;
      for (let line = yield* p.readLine(input.fd); line; line = yield* p.readLine(input.fd))
        text += (count++ === 0 ? '' : between(count - 2)) + line.text;
      yield* p.print(`${text}\n`);
    }
  } else {
    for (;;) {
      const cells: string[] = [];
      let any = false;
      for (const input of inputs) {
        const line = yield* p.readLine(input.fd);
        if (line) any = true;
        cells.push(line?.text ?? '');
      }
      if (!any) break;
      yield* p.print(
        `${cells.map((cell, index) => (index === 0 ? cell : between(index - 1) + cell)).join('')}\n`,
      );
    }
  }
  for (const input of inputs) closeInput(p, input);
  return 0;
});

const CONTROLS: Readonly<Record<string, string>> = { n: '\n', t: '\t', '0': '\0' };
