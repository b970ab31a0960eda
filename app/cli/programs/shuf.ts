import { STDOUT } from '../../linux/names.ts';
import { allLines } from '../tool/input.ts';
import { readOptions, tool } from '../tool/tool.ts';

/** Prints lines in random order; the order comes from the world's seed. */
export const shuf = tool('shuf', 'shuf [-n COUNT] [-e] [-i LO-HI] [FILE]', function* (p, flavour) {
  const options = yield* readOptions(
    p,
    {
      flags: 'erz',
      values: 'nio',
      long: { echo: 'e', repeat: 'r', 'head-count=': 'n', 'input-range=': 'i', 'output=': 'o' },
    },
    flavour,
  );
  if (!options) return 1;
  const range = /^(\d+)-(\d+)$/.exec(options.value('i') ?? '');
  const read = range || options.has('e') ? undefined : yield* allLines(p, options.operands);
  const items = range
    ? Array.from({ length: Number(range[2]) - Number(range[1]) + 1 }, (_, index) =>
        String(Number(range[1]) + index),
      )
    : options.has('e')
      ? [...options.operands]
      : (read?.lines ?? []);
  const random = p.random(`shuf/${p.machine}`);
  for (let at = items.length - 1; at > 0; at--) {
    const other = random.below(at + 1);
    [items[at], items[other]] = [items[other] ?? '', items[at] ?? ''];
  }
  const text = items
    .slice(0, Number(options.value('n') ?? items.length))
    .map((item) => `${item}\n`)
    .join('');
  const target = options.value('o');
  if (target === undefined) yield* p.write(STDOUT, text);
  else p.fs.writeFile(target, text);
  return read && !read.ok ? 1 : 0;
});
