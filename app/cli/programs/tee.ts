import { STDIN, STDOUT, type Fd } from '../../linux/names.ts';
import { strerror } from '../tool/errno.ts';
import { readOptions, tool } from '../tool/tool.ts';

/** Copies standard input to standard output and to files. */
export const tee = tool('tee', 'tee [-ai] [FILE]...', function* (p, flavour) {
  const options = yield* readOptions(
    p,
    { flags: 'aip', long: { append: 'a', 'ignore-interrupts': 'i', 'output-error=?': 'p' } },
    flavour,
  );
  if (!options) return 1;
  if (options.has('i')) p.onSignal('INT', 'ignore');
  let status = 0;
  const outputs: Fd[] = [STDOUT];
  for (const name of options.operands) {
    const opened = p.open(name, options.has('a') ? 'a' : 'w');
    if (opened.ok) outputs.push(opened.value);
    else {
      yield* p.warn(`tee: ${name}: ${strerror(opened.error)}\n`);
      status = 1;
    }
  }
  for (let chunk = yield* p.read(STDIN); chunk; chunk = yield* p.read(STDIN))
    for (const output of outputs) yield* p.write(output, chunk);
  return status;
});
